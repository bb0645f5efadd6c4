#include "core/store/queries.h"
#include "core/store/rows.h"
#include "core/store/schema.h"

namespace glasshouse::queries {

namespace {

namespace column = schema::column;
namespace table = schema::table;

const QVector<QLatin1String> ThreadColumns{column::Id,        column::Project,  column::Title,
                                           column::Agent,     column::Workflow, column::Pinned,
                                           column::CreatedMs, column::UpdatedMs};

const QVector<QLatin1String> RunColumns{column::Id,   column::Thread, column::Project,   column::Name,
                                        column::Kind, column::Status, column::StartedMs, column::FinishedMs};

const QVector<QLatin1String> CheckpointColumns{column::Run, column::Step, column::CreatedMs, column::State};

Thread readThread(const QSqlQuery &row)
{
    Thread thread;
    thread.id = row.value(0).toString();
    thread.project = row.value(1).toString();
    thread.title = row.value(2).toString();
    thread.agent = row.value(3).toString();
    thread.workflow = row.value(4).toString();
    thread.pinned = row.value(5).toBool();
    thread.createdMs = row.value(6).toLongLong();
    thread.updatedMs = row.value(7).toLongLong();
    return thread;
}

RunRecord readRun(const QSqlQuery &row)
{
    RunRecord run;
    run.id = row.value(0).toString();
    run.thread = row.value(1).toString();
    run.project = row.value(2).toString();
    run.name = row.value(3).toString();
    run.kind = row.value(4).toString();
    run.status = row.value(5).toString();
    run.startedMs = row.value(6).toLongLong();
    run.finishedMs = row.value(7).toLongLong();
    return run;
}

CheckpointRecord readCheckpoint(const QSqlQuery &row)
{
    return {row.value(0).toString(), row.value(1).toInt(), row.value(2).toLongLong(), jsonColumn(row, 3)};
}

QString select(const QVector<QLatin1String> &columns, QLatin1String from)
{
    return QStringLiteral("SELECT %1 FROM %2 ").arg(columnList(columns), from);
}

} // namespace

Result<void> saveThread(Database &database, const Thread &thread)
{
    return database.put(table::Threads, ThreadColumns,
                        {{thread.id, thread.project, thread.title, thread.agent, thread.workflow,
                          thread.pinned, thread.createdMs, thread.updatedMs}});
}

Result<QVector<Thread>> threadsOf(Database &database, const QString &project)
{
    return allRows(database.run(select(ThreadColumns, table::Threads) +
                                    QStringLiteral("WHERE %1 = ? ORDER BY %2 DESC, %3 DESC, %4 DESC")
                                        .arg(column::Project, column::Pinned, column::UpdatedMs, column::Id),
                                {project}),
                   readThread);
}

Result<void> deleteThread(Database &database, const QString &thread)
{
    const auto ofItsRuns = [](QLatin1String from) {
        return QStringLiteral("DELETE FROM %1 WHERE %2 IN (SELECT %3 FROM %4 WHERE %5 = ?)")
            .arg(from, column::Run, column::Id, table::Runs, column::Thread);
    };
    const QStringList statements{
        ofItsRuns(table::Events),
        ofItsRuns(table::Checkpoints),
        QStringLiteral("UPDATE %1 SET %2 = '{}', %3 = '{}', %4 = '', %5 = '' WHERE %6 = ?")
            .arg(table::Approvals, column::Request, column::Decision, column::ShownCode, column::ApprovedCode,
                 column::Thread),
        QStringLiteral("DELETE FROM %1 WHERE %2 = ?").arg(table::Remembered, column::Thread),
        QStringLiteral("DELETE FROM %1 WHERE %2 = ?").arg(table::Runs, column::Thread),
        QStringLiteral("DELETE FROM %1 WHERE %2 = ?").arg(table::Threads, column::Id),
    };
    for (const auto &statement : statements) {
        if (const auto done = database.run(statement, {thread}); !done)
            return fail(done.error());
    }
    return {};
}

Result<void> saveRun(Database &database, const RunRecord &run)
{
    return database.put(
        table::Runs, RunColumns,
        {{run.id, run.thread, run.project, run.name, run.kind, run.status, run.startedMs, run.finishedMs}});
}

Result<QVector<RunRecord>> runsOf(Database &database, const QString &project)
{
    return allRows(database.run(select(RunColumns, table::Runs) +
                                    QStringLiteral("WHERE %1 = ? ORDER BY %2 DESC, %3 DESC")
                                        .arg(column::Project, column::StartedMs, column::Id),
                                {project}),
                   readRun);
}

Result<QVector<RunRecord>> unfinishedRuns(Database &database)
{
    return allRows(database.run(select(RunColumns, table::Runs) +
                                QStringLiteral("WHERE %1 = 0 ORDER BY %2, %3")
                                    .arg(column::FinishedMs, column::StartedMs, column::Id)),
                   readRun);
}

Result<void> saveCheckpoint(Database &database, const CheckpointRecord &checkpoint)
{
    return database.put(
        table::Checkpoints, CheckpointColumns,
        {{checkpoint.run, checkpoint.step, checkpoint.createdMs, jsonText(checkpoint.state)}});
}

Result<std::optional<CheckpointRecord>> checkpoint(Database &database, const QString &run, int step)
{
    return firstRow(database.run(select(CheckpointColumns, table::Checkpoints) +
                                     QStringLiteral("WHERE %1 = ? AND %2 = ?").arg(column::Run, column::Step),
                                 {run, step}),
                    readCheckpoint);
}

Result<std::optional<CheckpointRecord>> lastCheckpoint(Database &database, const QString &run)
{
    return firstRow(
        database.run(
            select(CheckpointColumns, table::Checkpoints) +
                QStringLiteral("WHERE %1 = ? ORDER BY %2 DESC LIMIT 1").arg(column::Run, column::Step),
            {run}),
        readCheckpoint);
}

Result<QVector<CheckpointRecord>> checkpointsOf(Database &database, const QString &run)
{
    return allRows(database.run(QStringLiteral("SELECT %1, %2, %3, '{}' FROM %4 WHERE %1 = ? ORDER BY %2")
                                    .arg(column::Run, column::Step, column::CreatedMs, table::Checkpoints),
                                {run}),
                   readCheckpoint);
}

} // namespace glasshouse::queries
