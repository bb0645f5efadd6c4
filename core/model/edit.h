// One change to a project, as a value. Applying an edit returns its inverse, which is what undo applies.
#pragma once

#include "core/model/project.h"

#include <variant>

namespace glasshouse {

// `at` is the place in the list of the project, -1 for its end: so that an undone removal leaves no trace.
struct AddNode
{
    QString workflow;
    Node node;
    qsizetype at = -1;
    bool operator==(const AddNode &) const = default;
};
// Also removes the node's edges; its inverse brings them back.
struct RemoveNode
{
    QString workflow;
    QString node;
    bool operator==(const RemoveNode &) const = default;
};
struct ReplaceNode
{
    QString workflow;
    Node node;
    bool operator==(const ReplaceNode &) const = default;
};
struct NodeMove
{
    QString node;
    QPointF position;
    bool operator==(const NodeMove &) const = default;
};
struct MoveNodes
{
    QString workflow;
    QVector<NodeMove> moves;
    bool operator==(const MoveNodes &) const = default;
};
struct AddEdge
{
    QString workflow;
    Edge edge;
    qsizetype at = -1;
    bool operator==(const AddEdge &) const = default;
};
struct RemoveEdge
{
    QString workflow;
    QString edge;
    bool operator==(const RemoveEdge &) const = default;
};
struct ReplaceEdge
{
    QString workflow;
    Edge edge;
    bool operator==(const ReplaceEdge &) const = default;
};
struct AddAgent
{
    Agent agent;
    qsizetype at = -1;
    bool operator==(const AddAgent &) const = default;
};
struct RemoveAgent
{
    QString agent;
    bool operator==(const RemoveAgent &) const = default;
};
// `agent` is the name before the edit. A rename also renames every node that refers to it.
struct ReplaceAgent
{
    QString agent;
    Agent replacement;
    bool operator==(const ReplaceAgent &) const = default;
};
struct AddWorkflow
{
    Workflow workflow;
    qsizetype at = -1;
    bool operator==(const AddWorkflow &) const = default;
};
struct RemoveWorkflow
{
    QString workflow;
    bool operator==(const RemoveWorkflow &) const = default;
};
struct ReplaceWorkflow
{
    QString workflow;
    Workflow replacement;
    bool operator==(const ReplaceWorkflow &) const = default;
};
// Adds the profile if the project has none of that name; the inverse then is RemoveSandbox.
struct ReplaceSandbox
{
    SandboxProfile profile;
    qsizetype at = -1; // of a new one
    bool operator==(const ReplaceSandbox &) const = default;
};
struct RemoveSandbox
{
    QString profile;
    bool operator==(const RemoveSandbox &) const = default;
};
// What agents run in that name no profile of their own; empty: the built-in values.
struct SetDefaultSandbox
{
    QString profile;
    bool operator==(const SetDefaultSandbox &) const = default;
};
struct Edits; // several edits as one undo step

using Edit = std::variant<AddNode, RemoveNode, ReplaceNode, MoveNodes, AddEdge, RemoveEdge, ReplaceEdge,
                          AddAgent, RemoveAgent, ReplaceAgent, AddWorkflow, RemoveWorkflow, ReplaceWorkflow,
                          ReplaceSandbox, RemoveSandbox, SetDefaultSandbox, Edits>;

struct Edits
{
    QString text; // what the undo menu shows
    QVector<Edit> edits;

    bool operator==(const Edits &) const;
};

// Changes `project` and returns the inverse; on an error (unknown node, duplicate id, forbidden edge)
// `project` is unchanged. Write glasshouse::apply: an Edit is a std::variant, so without it std::apply may
// win.
[[nodiscard]] Result<Edit> apply(Project &project, const Edit &edit);

// "Add node Analyst", for the undo menu.
[[nodiscard]] QString describe(const Edit &edit);

} // namespace glasshouse
