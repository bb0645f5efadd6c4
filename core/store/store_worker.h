// The store's thread: takes the jobs that have gathered and does them in one transaction, in order.
#pragma once

#include "core/store/database.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace glasshouse {

struct StoreJob
{
    enum class Kind {
        Query,
        AppendEvents, // kept and tried again if it fails
        Flush,        // fails if events could not be written
    };

    Kind kind = Kind::Query;
    std::function<Result<void>(Database &)>
        work; // may be called twice: a failed transaction is redone job by job
    std::function<void(const Result<void> &)> answer; // empty if nobody waits for it
};

class StoreWorker
{
public:
    // Both are called on the worker's thread.
    struct Listener
    {
        std::function<void(std::function<void()>)> deliver; // answers of finished jobs
        std::function<void(const QString &)> report;        // sentences for a person
    };

    StoreWorker(const QString &path, Listener listener);
    ~StoreWorker(); // does all posted jobs first
    StoreWorker(const StoreWorker &) = delete;
    StoreWorker &operator=(const StoreWorker &) = delete;

    void post(StoreJob job);

private:
    using Jobs = std::deque<StoreJob>;

    void loop();
    [[nodiscard]] bool take(Jobs &jobs); // false at the end
    void perform(Jobs jobs);
    [[nodiscard]] Result<void> makeReady();
    [[nodiscard]] bool performTogether(const Jobs &jobs);
    [[nodiscard]] Result<void> performAlone(const StoreJob &job);
    [[nodiscard]] Result<void> inTransaction(const std::function<Result<void>()> &work);
    void finish(StoreJob job, const Result<void> &result);
    void reportOnce(const QString &sentence);
    void reportNotice();

    Database m_database;
    Listener m_listener;
    Jobs m_unwritten; // appends that failed, oldest first
    QString m_reported;

    std::mutex m_mutex; // of the two below
    Jobs m_posted;
    bool m_isEnding = false;
    std::condition_variable m_wakeUp;
    std::thread m_thread; // last, so that it starts when everything else is there
};

} // namespace glasshouse
