// The words of the undo menu.
#include "core/model/edit.h"
#include "core/model/ports.h"

#include <QCoreApplication>

namespace glasshouse {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Edit", text);
}

QString textOf(const AddNode &edit)
{
    return tr("Add node %1").arg(displayName(edit.node));
}
QString textOf(const RemoveNode &edit)
{
    return tr("Remove node %1").arg(edit.node);
}
QString textOf(const ReplaceNode &edit)
{
    return tr("Change node %1").arg(displayName(edit.node));
}

QString textOf(const MoveNodes &edit)
{
    if (edit.moves.size() == 1)
        return tr("Move node %1").arg(edit.moves.first().node);
    return tr("Move %1 nodes").arg(edit.moves.size());
}

QString textOf(const AddEdge &edit)
{
    return tr("Connect %1 to %2").arg(edit.edge.from.node, edit.edge.to.node);
}
QString textOf(const RemoveEdge &)
{
    return tr("Remove connection");
}
QString textOf(const ReplaceEdge &)
{
    return tr("Change connection");
}
QString textOf(const AddAgent &edit)
{
    return tr("Add agent %1").arg(edit.agent.name);
}
QString textOf(const RemoveAgent &edit)
{
    return tr("Remove agent %1").arg(edit.agent);
}

QString textOf(const ReplaceAgent &edit)
{
    if (edit.agent != edit.replacement.name)
        return tr("Rename agent %1 to %2").arg(edit.agent, edit.replacement.name);
    return tr("Change agent %1").arg(edit.agent);
}

QString textOf(const AddWorkflow &edit)
{
    return tr("Add workflow %1").arg(edit.workflow.name);
}
QString textOf(const RemoveWorkflow &edit)
{
    return tr("Remove workflow %1").arg(edit.workflow);
}

QString textOf(const ReplaceWorkflow &edit)
{
    if (edit.workflow != edit.replacement.name)
        return tr("Rename workflow %1 to %2").arg(edit.workflow, edit.replacement.name);
    return tr("Change workflow %1").arg(edit.workflow);
}

QString textOf(const ReplaceSandbox &edit)
{
    return tr("Change sandbox %1").arg(edit.profile.name);
}
QString textOf(const RemoveSandbox &edit)
{
    return tr("Remove sandbox %1").arg(edit.profile);
}

QString textOf(const SetDefaultSandbox &edit)
{
    return tr("Use sandbox %1 by default").arg(edit.profile);
}

QString textOf(const Edits &edits)
{
    if (!edits.text.isEmpty() || edits.edits.isEmpty())
        return edits.text;
    return edits.edits.size() == 1 ? describe(edits.edits.first()) : tr("%1 changes").arg(edits.edits.size());
}

} // namespace

QString describe(const Edit &edit)
{
    return std::visit([](const auto &part) { return textOf(part); }, edit);
}

} // namespace glasshouse
