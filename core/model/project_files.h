// Loading and saving a project folder (DESIGN: Files and data). Saves are atomic and write only files that changed.
#pragma once

#include "core/model/project.h"

namespace glasshouse {

// Errors name the file and a line or a JSON pointer: "agents/Analyst.agent.json: /tools/0/name is missing".
[[nodiscard]] Result<Project> loadProject(const QString &folder);

[[nodiscard]] Result<void> saveProject(const Project &project);

// Copies a sample (which may be a Qt resource folder) to `folder` so that it can be edited.
[[nodiscard]] Result<Project> copySample(const QString &sampleFolder, const QString &folder);

} // namespace glasshouse
