// The program's memory: threads, runs, events, checkpoints and approvals in one SQLite file.
//
// Every call returns at once; the work is done in order on one thread of its own. Answers arrive on the
// thread of the Store, and never after `context` is gone. An answer to a change means that the change is on
// disk.
#pragma once

#include "core/base/result.h"
#include "core/model/thread.h"
#include "core/store/records.h"
#include "core/trace/event.h"

#include <QObject>
#include <QVector>

#include <functional>
#include <memory>
#include <optional>

namespace glasshouse {

class Database;
class StoreWorker;

class Store : public QObject
{
    Q_OBJECT

public:
    template<typename T> using Answer = std::function<void(const Result<T> &)>;
    using Done = Answer<void>;

    // Opens `path` in the background and creates it if it is absent.
    explicit Store(const QString &path, QObject *parent = nullptr);
    ~Store() override; // everything asked for is on disk afterwards

    // Events. What could not be written (a full disk) is kept and tried again with the next append or flush.
    void appendEvents(const QVector<trace::Event> &events);
    // Answers when all events so far are on disk: only then may anything be shown as done.
    void flush(QObject *context, Done done);
    void loadEventsOfRun(const QString &run, QObject *context, Answer<QVector<trace::Event>> answer);
    void loadEventsOfThread(const QString &thread, QObject *context, Answer<QVector<trace::Event>> answer);

    // Threads, pinned ones first, then the last used first. Deleting one deletes its runs and what belongs to
    // them; of its approvals, who decided what stays, without the code.
    void saveThread(const Thread &thread, QObject *context, Done done);
    void listThreads(const QString &project, QObject *context, Answer<QVector<Thread>> answer);
    void deleteThread(const QString &thread, QObject *context, Done done);

    // Runs, newest first.
    void saveRun(const RunRecord &run, QObject *context, Done done);
    void listRuns(const QString &project, QObject *context, Answer<QVector<RunRecord>> answer);
    void listUnfinishedRuns(QObject *context, Answer<QVector<RunRecord>> answer); // oldest first

    // Checkpoints: one per run and step; saving a step again replaces it.
    void saveCheckpoint(const CheckpointRecord &checkpoint, QObject *context, Done done);
    void loadCheckpoint(const QString &run, int step, QObject *context,
                        Answer<std::optional<CheckpointRecord>> answer);
    void loadLastCheckpoint(const QString &run, QObject *context,
                            Answer<std::optional<CheckpointRecord>> answer);
    void listCheckpoints(const QString &run, QObject *context,
                         Answer<QVector<CheckpointRecord>> answer); // without their states, by step

    // Approvals
    void saveApproval(const AuditRecord &approval, QObject *context, Done done);
    void listApprovals(const QString &run, QObject *context, Answer<QVector<AuditRecord>> answer); // as asked
    // Empty if nothing was approved for this tool in the thread.
    void loadLastApprovedCode(const QString &thread, const QString &tool, QObject *context,
                              Answer<QString> answer);
    void rememberApproval(const RememberedApproval &approval, QObject *context, Done done);
    void listRememberedApprovals(QObject *context,
                                 Answer<QVector<RememberedApproval>> answer); // oldest first
    void revokeRememberedApproval(const QString &id, QObject *context, Done done);

Q_SIGNALS:
    // A sentence for a person: the disk is full, the file was damaged and a new one was started, ...
    void problemReported(const QString &sentence);

private:
    template<typename T>
    void query(std::function<Result<T>(Database &)> work, QObject *context, Answer<T> answer);

    std::unique_ptr<StoreWorker> m_worker;
};

} // namespace glasshouse
