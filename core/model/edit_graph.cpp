#include "core/model/edit_parts.h"
#include "core/model/lookup.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace glasshouse::edit_parts {

namespace {

Workflow *workflowNamed(Project &project, const QString &name)
{
    const auto index = indexBy(project.workflows, &Workflow::name, name);
    return index < 0 ? nullptr : &project.workflows[index];
}

tl::unexpected<Error> noWorkflow(const QString &name)
{
    return absent(QStringLiteral("workflow"), name);
}

tl::unexpected<Error> noNode(const QString &id)
{
    return absent(QStringLiteral("node"), id);
}

tl::unexpected<Error> noEdge(const QString &id)
{
    return absent(QStringLiteral("connection"), id);
}

bool isPlace(const QPointF &position)
{
    return std::isfinite(position.x()) && std::isfinite(position.y());
}

tl::unexpected<Error> noPlace(const QString &id)
{
    return fail(QStringLiteral("The position of node \"%1\" is not a place on the canvas.").arg(id));
}

bool touches(const Edge &edge, const QString &node)
{
    return edge.from.node == node || edge.to.node == node;
}

// A hand-written file may hold an edge or an id that no edit can add. The undo of its removal is then the
// whole workflow as it was.
Edit reliableUndo(const Project &after, const Workflow &before, const Edit &undo)
{
    Project trial = after;
    if (apply(trial, undo) && *trial.workflow(before.name) == before)
        return undo;
    return ReplaceWorkflow{before.name, before};
}

} // namespace

Result<Edit> applyPart(Project &project, const AddNode &edit)
{
    auto *workflow = workflowNamed(project, edit.workflow);
    if (!workflow)
        return noWorkflow(edit.workflow);
    if (edit.node.id.isEmpty())
        return fail(QStringLiteral("A node needs an id."));
    if (workflow->node(edit.node.id))
        return fail(QStringLiteral("There is a node \"%1\" already.").arg(edit.node.id));
    if (!isPlace(edit.node.position))
        return noPlace(edit.node.id);

    // Removing the node again would also remove loose ends that wait for it in a hand-written file.
    const auto waits = [&](const Edge &edge) { return touches(edge, edit.node.id); };
    const bool hasLooseEnds = std::any_of(workflow->edges.begin(), workflow->edges.end(), waits);
    const Edit undo = hasLooseEnds ? Edit(ReplaceWorkflow{edit.workflow, *workflow})
                                   : RemoveNode{edit.workflow, edit.node.id};
    insertAt(workflow->nodes, edit.at, edit.node);
    return undo;
}

Result<Edit> applyPart(Project &project, const RemoveNode &edit)
{
    auto *workflow = workflowNamed(project, edit.workflow);
    if (!workflow)
        return noWorkflow(edit.workflow);
    const auto at = indexBy(workflow->nodes, &Node::id, edit.node);
    if (at < 0)
        return noNode(edit.node);

    const Workflow before = *workflow;
    Edits undo{describe(edit), {AddNode{edit.workflow, before.nodes.at(at), at}}};
    for (qsizetype i = 0; i < before.edges.size(); ++i) {
        if (touches(before.edges.at(i), edit.node))
            undo.edits.append(AddEdge{edit.workflow, before.edges.at(i), i});
    }
    workflow->nodes.removeAt(at);
    workflow->edges.removeIf([&](const Edge &edge) { return touches(edge, edit.node); });
    return reliableUndo(project, before, undo);
}

Result<Edit> applyPart(Project &project, const ReplaceNode &edit)
{
    auto *workflow = workflowNamed(project, edit.workflow);
    if (!workflow)
        return noWorkflow(edit.workflow);
    const auto at = indexBy(workflow->nodes, &Node::id, edit.node.id);
    if (at < 0)
        return noNode(edit.node.id);
    if (!isPlace(edit.node.position))
        return noPlace(edit.node.id);

    return ReplaceNode{edit.workflow, std::exchange(workflow->nodes[at], edit.node)};
}

Result<Edit> applyPart(Project &project, const MoveNodes &edit)
{
    auto *workflow = workflowNamed(project, edit.workflow);
    if (!workflow)
        return noWorkflow(edit.workflow);
    QHash<QString, qsizetype> places; // a drag may move thousands of nodes at once
    for (auto i = workflow->nodes.size() - 1; i >= 0; --i)
        places.insert(workflow->nodes.at(i).id, i);
    for (const auto &move : edit.moves) {
        if (!places.contains(move.node))
            return noNode(move.node);
        if (!isPlace(move.position))
            return noPlace(move.node);
    }

    MoveNodes undo{edit.workflow, {}};
    for (const auto &move : edit.moves) {
        auto &position = workflow->nodes[places.value(move.node)].position;
        undo.moves.append({move.node, std::exchange(position, move.position)});
    }
    std::reverse(undo.moves.begin(), undo.moves.end());
    return undo;
}

Result<Edit> applyPart(Project &project, const AddEdge &edit)
{
    auto *workflow = workflowNamed(project, edit.workflow);
    if (!workflow)
        return noWorkflow(edit.workflow);
    if (edit.edge.id.isEmpty())
        return fail(QStringLiteral("A connection needs an id."));
    if (workflow->edge(edit.edge.id))
        return fail(QStringLiteral("There is a connection \"%1\" already.").arg(edit.edge.id));
    if (const auto why = whyNotConnectable(*workflow, edit.edge.from, edit.edge.to))
        return fail(*why);

    insertAt(workflow->edges, edit.at, edit.edge);
    return RemoveEdge{edit.workflow, edit.edge.id};
}

Result<Edit> applyPart(Project &project, const RemoveEdge &edit)
{
    auto *workflow = workflowNamed(project, edit.workflow);
    if (!workflow)
        return noWorkflow(edit.workflow);
    const auto at = indexBy(workflow->edges, &Edge::id, edit.edge);
    if (at < 0)
        return noEdge(edit.edge);

    const Workflow before = *workflow;
    workflow->edges.removeAt(at);
    return reliableUndo(project, before, AddEdge{edit.workflow, before.edges.at(at), at});
}

Result<Edit> applyPart(Project &project, const ReplaceEdge &edit)
{
    auto *workflow = workflowNamed(project, edit.workflow);
    if (!workflow)
        return noWorkflow(edit.workflow);
    const auto at = indexBy(workflow->edges, &Edge::id, edit.edge.id);
    if (at < 0)
        return noEdge(edit.edge.id);
    const auto old = workflow->edges.at(at);
    if (old.from == edit.edge.from && old.to == edit.edge.to) {
        workflow->edges[at] = edit.edge;
        return ReplaceEdge{edit.workflow, old};
    }

    Workflow others = *workflow;
    others.edges.removeAt(at);
    if (const auto why = whyNotConnectable(others, edit.edge.from, edit.edge.to))
        return fail(*why);
    const bool canReturn = !whyNotConnectable(others, old.from, old.to);
    const Edit undo =
        canReturn ? Edit(ReplaceEdge{edit.workflow, old}) : ReplaceWorkflow{edit.workflow, *workflow};
    workflow->edges[at] = edit.edge;
    return undo;
}

} // namespace glasshouse::edit_parts
