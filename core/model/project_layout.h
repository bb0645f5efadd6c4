// Where the parts of a project are in its folder. Inside core/model only.
#pragma once

#include "core/model/schema_validation.h"

#include <QStringBuilder>

#include <array>

namespace glasshouse {

struct PartLayout
{
    FileKind kind;
    QLatin1String folder;
    QLatin1String suffix; // behind the name

    [[nodiscard]] QString pathOf(const QString &name) const { return folder % u'/' % name % suffix; }
};

namespace project_layout {

inline constexpr QLatin1String ProjectFile("glasshouse.json");
inline constexpr PartLayout Agents{FileKind::Agent, QLatin1String("agents"), QLatin1String(".agent.json")};
inline constexpr PartLayout Tools{FileKind::Tool, QLatin1String("tools"), QLatin1String(".tool.json")};
inline constexpr PartLayout Workflows{FileKind::Workflow, QLatin1String("workflows"),
                                      QLatin1String(".workflow.json")};
inline constexpr PartLayout Sandboxes{FileKind::Sandbox, QLatin1String("sandboxes"),
                                      QLatin1String(".sandbox.json")};
inline constexpr std::array Parts{Agents, Tools, Workflows, Sandboxes};

// Names of the files of one part, sorted; links too, whatever they lead to.
[[nodiscard]] QStringList filesOf(const QString &projectFolder, const PartLayout &part);

// Whether `path`, with all links followed, is inside `projectFolder`. Both must exist.
[[nodiscard]] bool staysInside(const QString &projectFolder, const QString &path);

} // namespace project_layout

} // namespace glasshouse
