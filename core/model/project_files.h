// Loading and saving a project folder (DESIGN: Files and data). Saves are atomic and write only files that
// changed.
#pragma once

#include "core/model/project.h"

namespace glasshouse {

// Errors name the file and a JSON pointer or a line, one per line of the message, for example
// "agents/Analyst.agent.json: /tools/0/name is required (line 12)".
[[nodiscard]] Result<Project> loadProject(const QString &folder);

// Makes the folder hold exactly `project`. Files that are no project files stay.
[[nodiscard]] Result<void> saveProject(const Project &project);

// Writes and removes only what differs from `lastSaved`, so that files which another program (an editor, git)
// added or changed since then stay as they are.
[[nodiscard]] Result<void> saveProject(const Project &project, const Project &lastSaved);

// Copies a sample (which may be a Qt resource folder) to `folder`, which must be empty or absent, so that it
// can be edited. The folder is there completely or not at all.
[[nodiscard]] Result<Project> copySample(const QString &sampleFolder, const QString &folder);

} // namespace glasshouse
