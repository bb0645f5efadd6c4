// What is asked of the database, one function per question: runs on the store's own thread.
#pragma once

#include "core/model/thread.h"
#include "core/store/database.h"
#include "core/store/records.h"
#include "core/trace/event.h"

#include <optional>

namespace glasshouse::queries {

[[nodiscard]] Result<void> appendEvents(Database &database, const QVector<trace::Event> &events);
[[nodiscard]] Result<QVector<trace::Event>> eventsOfRun(Database &database, const QString &run);
[[nodiscard]] Result<QVector<trace::Event>> eventsOfThread(Database &database, const QString &thread);

[[nodiscard]] Result<void> saveThread(Database &database, const Thread &thread);
[[nodiscard]] Result<QVector<Thread>> threadsOf(Database &database, const QString &project);
[[nodiscard]] Result<void> deleteThread(Database &database, const QString &thread);

[[nodiscard]] Result<void> saveRun(Database &database, const RunRecord &run);
[[nodiscard]] Result<QVector<RunRecord>> runsOf(Database &database, const QString &project);
[[nodiscard]] Result<QVector<RunRecord>> unfinishedRuns(Database &database);

[[nodiscard]] Result<void> saveCheckpoint(Database &database, const CheckpointRecord &checkpoint);
[[nodiscard]] Result<std::optional<CheckpointRecord>> checkpoint(Database &database, const QString &run,
                                                                 int step);
[[nodiscard]] Result<std::optional<CheckpointRecord>> lastCheckpoint(Database &database, const QString &run);
[[nodiscard]] Result<QVector<CheckpointRecord>> checkpointsOf(Database &database, const QString &run);

[[nodiscard]] Result<void> saveApproval(Database &database, const AuditRecord &approval);
[[nodiscard]] Result<QVector<AuditRecord>> approvalsOf(Database &database, const QString &run);
[[nodiscard]] Result<QString> lastApprovedCode(Database &database, const QString &thread,
                                               const QString &tool);
[[nodiscard]] Result<void> rememberApproval(Database &database, const RememberedApproval &approval);
[[nodiscard]] Result<QVector<RememberedApproval>> rememberedApprovals(Database &database);
[[nodiscard]] Result<void> revokeRememberedApproval(Database &database, const QString &id);

} // namespace glasshouse::queries
