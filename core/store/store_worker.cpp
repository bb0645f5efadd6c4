#include "core/store/store_worker.h"

#include <utility>

namespace glasshouse {

StoreWorker::StoreWorker(const QString &path, Listener listener)
    : m_database(path), m_listener(std::move(listener)), m_thread([this] { loop(); })
{
}

StoreWorker::~StoreWorker()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_wakeUp.notify_one();
    m_thread.join();
}

void StoreWorker::post(StoreJob job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_posted.push_back(std::move(job));
    }
    m_wakeUp.notify_one();
}

void StoreWorker::loop()
{
    perform({}); // opens the file before anybody asks
    for (Jobs jobs; take(jobs); jobs.clear())
        perform(std::exchange(jobs, {}));
    m_database.close(); // on the thread that opened it
}

bool StoreWorker::take(Jobs &jobs)
{
    std::unique_lock lock(m_mutex);
    m_wakeUp.wait(lock, [this] { return m_isEnding || !m_posted.empty(); });
    jobs = std::exchange(m_posted, {});
    return !jobs.empty();
}

void StoreWorker::perform(Jobs jobs)
{
    // What could not be written before comes first.
    jobs.insert(jobs.begin(), std::make_move_iterator(m_unwritten.begin()),
                std::make_move_iterator(m_unwritten.end()));
    m_unwritten.clear();

    const auto ready = makeReady();
    if (!ready)
        reportOnce(ready.error().message);
    const bool isDone = ready && performTogether(jobs);
    for (auto &job : jobs) {
        const auto result = isDone ? Result<void>() : ready ? performAlone(job) : ready;
        finish(std::move(job), result);
    }
    if (ready && m_unwritten.empty())
        m_reported.clear();
}

Result<void> StoreWorker::makeReady()
{
    if (m_database.isOpen())
        return {};
    auto opened = m_database.open();
    reportNotice();
    return opened;
}

bool StoreWorker::performTogether(const Jobs &jobs)
{
    const auto done = inTransaction([&]() -> Result<void> {
        for (const auto &job : jobs) {
            if (auto result = job.work(m_database); !result)
                return result;
        }
        return {};
    });
    return done.has_value();
}

Result<void> StoreWorker::performAlone(const StoreJob &job)
{
    const auto attempt = [&] { return inTransaction([&] { return job.work(m_database); }); };
    auto result = attempt();
    if (result || !m_database.isDamaged())
        return result;
    result = m_database.restart();
    reportNotice();
    return result ? attempt() : result;
}

Result<void> StoreWorker::inTransaction(const std::function<Result<void>()> &work)
{
    auto result = m_database.begin().and_then(work).and_then([this] { return m_database.commit(); });
    if (!result)
        m_database.rollback();
    return result;
}

void StoreWorker::finish(StoreJob job, const Result<void> &result)
{
    if (!result)
        reportOnce(result.error().message);
    if (!result && job.kind == StoreJob::Kind::AppendEvents) {
        m_unwritten.push_back(std::move(job));
        return;
    }
    if (!job.answer)
        return;
    const bool isIncomplete = job.kind == StoreJob::Kind::Flush && !m_unwritten.empty();
    const auto outcome = isIncomplete ? fail(m_reported) : result;
    m_listener.deliver([answer = std::move(job.answer), outcome] { answer(outcome); });
}

// The same trouble with every event is one message.
void StoreWorker::reportOnce(const QString &sentence)
{
    if (std::exchange(m_reported, sentence) != sentence)
        m_listener.report(sentence);
}

void StoreWorker::reportNotice()
{
    if (const auto notice = m_database.takeNotice(); !notice.isEmpty())
        m_listener.report(notice);
}

} // namespace glasshouse
