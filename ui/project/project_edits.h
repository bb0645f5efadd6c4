// The edits the project tree makes, as pure functions from a project to an Edit or a new value.
#pragma once

#include "core/model/edit.h"

namespace glasshouse::ui {

// Under a name that no other value of the project has: "Agent", "Agent 2"; "workflow", "workflow-2".
[[nodiscard]] Agent newAgent(const Project &project);
[[nodiscard]] Workflow newWorkflow(const Project &project); // a start and an output, joined

// The same agent under a free name, e.g. to try another set of instructions.
[[nodiscard]] Agent duplicateOf(const Project &project, const Agent &agent);
[[nodiscard]] Workflow duplicateOf(const Project &project, const Workflow &workflow);

[[nodiscard]] Edit renamedAgent(const Agent &agent, const QString &name);
// A workflow keeps its file's name; people see its title.
[[nodiscard]] Edit retitledWorkflow(const Workflow &workflow, const QString &title);

[[nodiscard]] QString titleOf(const Workflow &workflow); // the title, or the name where there is none

} // namespace glasshouse::ui
