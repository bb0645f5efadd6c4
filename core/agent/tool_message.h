// What a model is told about a tool call beyond the tool's own output: sentences it can act on.
#pragma once

#include "core/agent/run_state.h"

namespace glasshouse::tool_message {

[[nodiscard]] QString rejected(const QString &reason);
[[nodiscard]] QString afterEdit(const CallState &call); // what ran instead, and its outcome
[[nodiscard]] QString outcomeUnknown();
[[nodiscard]] QString unknownTool(const QString &name, const QStringList &known);
[[nodiscard]] QString notTheAgents(const QString &name, const QString &agent, const QStringList &tools);
[[nodiscard]] QString notApproved();
[[nodiscard]] QString codeEnded(); // about a call that its code made

} // namespace glasshouse::tool_message
