// The `data` of the events that an agent run records, as core/trace/event.h lists them.
#pragma once

#include "core/agent/run_environment.h"
#include "core/agent/run_event.h"
#include "core/approvals/approval_record.h"

namespace glasshouse::event_data {

[[nodiscard]] QJsonObject runStarted(const QString &kind, const QString &name, const QString &thread,
                                     const QString &input);
[[nodiscard]] QJsonObject runFinished(const run_event::Finished &outcome, const Usage &usage);
[[nodiscard]] QJsonObject messageAdded(const Message &message);
[[nodiscard]] QJsonObject modelCallStarted(const QString &agent, int iteration, const ChatEndpoint &endpoint);
[[nodiscard]] QJsonObject modelCallRetrying(int attempt, qint64 delayMs, const QString &reason);
[[nodiscard]] QJsonObject modelCallFinished(const ChatResponse &response);
[[nodiscard]] QJsonObject error(const Error &error);
[[nodiscard]] QJsonObject approvalRequested(const ApprovalRequest &request);
// `language`: of what will run; an edit may have changed it.
[[nodiscard]] QJsonObject approvalDecided(const ApprovalRecord &record, const QString &language);
[[nodiscard]] QJsonObject toolCallStarted(const CallState &call);
// Of calls that code makes; long arguments and texts are left out or cut, so that a loop cannot flood the
// trace.
[[nodiscard]] QJsonObject nestedCallStarted(const ApprovalRequest &request, const QString &by);
[[nodiscard]] QJsonObject nestedCallFinished(const QString &call, const QString &parent, const QString &tool,
                                             const ToolOutcome &outcome, qint64 durationMs);
[[nodiscard]] QJsonObject execStarted(const CallState &call, const CodeStart &start);
[[nodiscard]] QJsonObject execFinished(const QString &callId, const CodeOutcome &outcome);
[[nodiscard]] QJsonObject artifactAdded(const QString &callId, const Artifact &artifact);
[[nodiscard]] QJsonObject artifactRefused(const QString &callId, const RefusedArtifact &refused);

} // namespace glasshouse::event_data
