// Which tools an agent offers to its model, and which to the code that the model runs.
#pragma once

#include "core/agent/run_environment.h"

namespace glasshouse {

// Names, in the agent's order. An agent with tools for code alone needs none of its own to run code:
// execute_code is then among those for the model.
struct AgentTools
{
    QStringList forModel;
    QStringList forCode;

    bool operator==(const AgentTools &) const = default;
};

// An error names the tool that is not there, or that code cannot call because it runs code itself.
[[nodiscard]] Result<AgentTools> toolsOf(const Agent &agent, const RunEnvironment &environment);

// The mode in force: the agent's, else the project's, else the tool's own. Running code that may call a tool
// which always requires approval always requires it too.
[[nodiscard]] ApprovalMode approvalModeOf(const Agent &agent, const RunEnvironment &environment,
                                          const QString &tool);

// What the model is told beyond the agent's own instructions: how to run code, which tools the code can call,
// which files and hosts it can reach. Empty if the agent runs no code.
[[nodiscard]] QString codeInstructions(const AgentTools &tools, const SandboxProfile &profile,
                                       const RunEnvironment &environment);

} // namespace glasshouse
