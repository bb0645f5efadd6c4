// One agent or workflow from a file that belongs to no open project, for example one that somebody sent.
#pragma once

#include "core/model/agent.h"
#include "core/model/workflow.h"

namespace glasshouse {

// Errors name the file and a JSON pointer, as those of loadProject() do.
[[nodiscard]] Result<Agent> readAgentFile(const QString &path);
[[nodiscard]] Result<Workflow> readWorkflowFile(const QString &path);

// By their names only: "Analyst.agent.json", "pipeline.workflow.json".
[[nodiscard]] bool isAgentFile(const QString &path);
[[nodiscard]] bool isWorkflowFile(const QString &path);

} // namespace glasshouse
