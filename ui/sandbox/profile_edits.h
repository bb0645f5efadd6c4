// The edits of sandbox profiles, as pure functions from a project to an Edit or a new value.
#pragma once

#include "core/model/edit.h"

namespace glasshouse::ui {

// What `agent` runs in, ready to be edited: where the project has no profile for it yet, the built-in values
// under a name that is free.
[[nodiscard]] SandboxProfile editableProfile(const Project &project, const Agent &agent);

// Changes or adds the profile. The first one that a project gets also becomes its default.
[[nodiscard]] Edit profileEdit(const Project &project, SandboxProfile profile);

[[nodiscard]] SandboxProfile duplicateOf(const Project &project, const SandboxProfile &profile);
// Whoever used it under its old name uses it under the new one.
[[nodiscard]] Edit renamedProfile(const Project &project, const QString &from, const QString &to);
// Whoever used it goes back to the project's default.
[[nodiscard]] Edit removedProfile(const Project &project, const QString &profile);
// An empty profile is the project's default.
[[nodiscard]] Edit assignedProfile(const Agent &agent, const QString &profile);

// The agents that run in it, by name or because it is the default.
[[nodiscard]] QStringList agentsIn(const Project &project, const QString &profile);

} // namespace glasshouse::ui
