// The edits one by one, as apply() dispatches them. Inside core/model only.
#pragma once

#include "core/model/edit.h"

namespace glasshouse::edit_parts {

// Inside a workflow: edit_graph.cpp
[[nodiscard]] Result<Edit> applyPart(Project &project, const AddNode &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const RemoveNode &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const ReplaceNode &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const MoveNodes &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const AddEdge &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const RemoveEdge &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const ReplaceEdge &edit);

// Of the project: edit.cpp
[[nodiscard]] Result<Edit> applyPart(Project &project, const AddAgent &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const RemoveAgent &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const ReplaceAgent &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const AddWorkflow &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const RemoveWorkflow &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const ReplaceWorkflow &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const ReplaceSandbox &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const RemoveSandbox &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const SetDefaultSandbox &edit);
[[nodiscard]] Result<Edit> applyPart(Project &project, const Edits &edits);

template<typename T> void insertAt(QVector<T> &values, qsizetype at, const T &value)
{
    values.insert(at >= 0 && at <= values.size() ? at : values.size(), value);
}

[[nodiscard]] inline tl::unexpected<Error> absent(const QString &what, const QString &name)
{
    return fail(QStringLiteral("There is no %1 \"%2\" any more.").arg(what, name), ErrorCode::NotFound);
}

} // namespace glasshouse::edit_parts
