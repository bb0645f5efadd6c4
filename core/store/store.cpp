#include "core/store/store.h"

#include "core/store/queries.h"
#include "core/store/store_worker.h"

#include <QPointer>

namespace glasshouse {

Store::Store(const QString &path, QObject *parent) : QObject(parent)
{
    const auto deliver = [this](std::function<void()> answer) {
        QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
    };
    const auto report = [this](const QString &sentence) {
        QMetaObject::invokeMethod(
            this, [this, sentence] { Q_EMIT problemReported(sentence); }, Qt::QueuedConnection);
    };
    m_worker = std::make_unique<StoreWorker>(path, StoreWorker::Listener{deliver, report});
}

Store::~Store() = default;

template<typename T>
void Store::query(std::function<Result<T>(Database &)> work, QObject *context, Answer<T> answer)
{
    const auto result = std::make_shared<Result<T>>();
    StoreJob job;
    job.work = [work = std::move(work), result](Database &database) -> Result<void> {
        *result = work(database);
        return *result ? Result<void>() : fail(result->error());
    };
    if (answer) {
        const QPointer<QObject> guard(context ? context : this);
        job.answer = [answer = std::move(answer), guard, result](const Result<void> &done) {
            if (guard)
                answer(done ? *result : fail(done.error()));
        };
    }
    m_worker->post(std::move(job));
}

void Store::appendEvents(const QVector<trace::Event> &events)
{
    if (events.isEmpty())
        return;
    StoreJob job;
    job.kind = StoreJob::Kind::AppendEvents;
    job.work = [events](Database &database) { return queries::appendEvents(database, events); };
    m_worker->post(std::move(job));
}

void Store::flush(QObject *context, Done done)
{
    const QPointer<QObject> guard(context ? context : this);
    StoreJob job;
    job.kind = StoreJob::Kind::Flush;
    job.work = [](Database &) { return Result<void>(); };
    job.answer = [done = std::move(done), guard](const Result<void> &result) {
        if (guard && done)
            done(result);
    };
    m_worker->post(std::move(job));
}

void Store::loadEventsOfRun(const QString &run, QObject *context, Answer<QVector<trace::Event>> answer)
{
    query<QVector<trace::Event>>([run](Database &database) { return queries::eventsOfRun(database, run); },
                                 context, std::move(answer));
}

void Store::loadEventsOfThread(const QString &thread, QObject *context, Answer<QVector<trace::Event>> answer)
{
    query<QVector<trace::Event>>(
        [thread](Database &database) { return queries::eventsOfThread(database, thread); }, context,
        std::move(answer));
}

void Store::saveThread(const Thread &thread, QObject *context, Done done)
{
    query<void>([thread](Database &database) { return queries::saveThread(database, thread); }, context,
                std::move(done));
}

void Store::listThreads(const QString &project, QObject *context, Answer<QVector<Thread>> answer)
{
    query<QVector<Thread>>([project](Database &database) { return queries::threadsOf(database, project); },
                           context, std::move(answer));
}

void Store::deleteThread(const QString &thread, QObject *context, Done done)
{
    query<void>([thread](Database &database) { return queries::deleteThread(database, thread); }, context,
                std::move(done));
}

void Store::saveRun(const RunRecord &run, QObject *context, Done done)
{
    query<void>([run](Database &database) { return queries::saveRun(database, run); }, context,
                std::move(done));
}

void Store::listRuns(const QString &project, QObject *context, Answer<QVector<RunRecord>> answer)
{
    query<QVector<RunRecord>>([project](Database &database) { return queries::runsOf(database, project); },
                              context, std::move(answer));
}

void Store::listUnfinishedRuns(QObject *context, Answer<QVector<RunRecord>> answer)
{
    query<QVector<RunRecord>>(queries::unfinishedRuns, context, std::move(answer));
}

void Store::saveCheckpoint(const CheckpointRecord &checkpoint, QObject *context, Done done)
{
    query<void>([checkpoint](Database &database) { return queries::saveCheckpoint(database, checkpoint); },
                context, std::move(done));
}

void Store::loadCheckpoint(const QString &run, int step, QObject *context,
                           Answer<std::optional<CheckpointRecord>> answer)
{
    query<std::optional<CheckpointRecord>>(
        [run, step](Database &database) { return queries::checkpoint(database, run, step); }, context,
        std::move(answer));
}

void Store::loadLastCheckpoint(const QString &run, QObject *context,
                               Answer<std::optional<CheckpointRecord>> answer)
{
    query<std::optional<CheckpointRecord>>(
        [run](Database &database) { return queries::lastCheckpoint(database, run); }, context,
        std::move(answer));
}

void Store::listCheckpoints(const QString &run, QObject *context, Answer<QVector<CheckpointRecord>> answer)
{
    query<QVector<CheckpointRecord>>(
        [run](Database &database) { return queries::checkpointsOf(database, run); }, context,
        std::move(answer));
}

void Store::saveApproval(const AuditRecord &approval, QObject *context, Done done)
{
    query<void>([approval](Database &database) { return queries::saveApproval(database, approval); }, context,
                std::move(done));
}

void Store::listApprovals(const QString &run, QObject *context, Answer<QVector<AuditRecord>> answer)
{
    query<QVector<AuditRecord>>([run](Database &database) { return queries::approvalsOf(database, run); },
                                context, std::move(answer));
}

void Store::loadLastApprovedCode(const QString &thread, const QString &tool, QObject *context,
                                 Answer<QString> answer)
{
    query<QString>(
        [thread, tool](Database &database) { return queries::lastApprovedCode(database, thread, tool); },
        context, std::move(answer));
}

void Store::rememberApproval(const RememberedApproval &approval, QObject *context, Done done)
{
    query<void>([approval](Database &database) { return queries::rememberApproval(database, approval); },
                context, std::move(done));
}

void Store::listRememberedApprovals(QObject *context, Answer<QVector<RememberedApproval>> answer)
{
    query<QVector<RememberedApproval>>(queries::rememberedApprovals, context, std::move(answer));
}

void Store::revokeRememberedApproval(const QString &id, QObject *context, Done done)
{
    query<void>([id](Database &database) { return queries::revokeRememberedApproval(database, id); }, context,
                std::move(done));
}

} // namespace glasshouse
