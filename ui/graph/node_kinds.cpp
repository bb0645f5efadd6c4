#include "ui/graph/node_kinds.h"

#include "core/model/workflow.h"

#include <QCoreApplication>

#include <algorithm>

namespace glasshouse::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("NodeKind", text);
}

// Kinds of the format that other programs or later versions may have written; shown, not offered.
QVector<NodeKind> foreignKinds()
{
    return {
        {QStringLiteral("code"), tr("Code"), tr("Runs code in the sandbox."), QStringLiteral("code"),
         ColorRole::Running},
        {QStringLiteral("transform"), tr("Transform"), tr("Changes the message."), QStringLiteral("wand"),
         ColorRole::Queued},
        {QStringLiteral("loop"), tr("Loop"), tr("Repeats until a condition holds."), QStringLiteral("repeat"),
         ColorRole::Queued},
        {QStringLiteral("human_input"), tr("Human input"), tr("Asks a person."), QStringLiteral("user-check"),
         ColorRole::Waiting},
        {QStringLiteral("group_chat"), tr("Group chat"), tr("Lets agents talk in turns."),
         QStringLiteral("users"), ColorRole::Accent},
        {QStringLiteral("sub_workflow"), tr("Sub-workflow"), tr("Runs another workflow."),
         QStringLiteral("layers"), ColorRole::TextDim},
    };
}

const NodeKind *find(const QVector<NodeKind> &kinds, const QString &id)
{
    const auto it =
        std::find_if(kinds.begin(), kinds.end(), [&](const NodeKind &kind) { return kind.id == id; });
    return it == kinds.end() ? nullptr : &*it;
}

} // namespace

QVector<NodeKind> drawableKinds()
{
    return {
        {node_kind::Agent, tr("Agent"), tr("An agent answers each message that arrives."),
         QStringLiteral("bot"), ColorRole::Accent},
        {node_kind::Start, tr("Start"), tr("Where the input of a run enters."), QStringLiteral("flag"),
         ColorRole::Accent},
        {node_kind::Output, tr("Output"), tr("What arrives here is the result of the run."),
         QStringLiteral("circle-check-big"), ColorRole::Done},
        {node_kind::Switch, tr("Switch"), tr("Sends a message on by the first case that fits."),
         QStringLiteral("split"), ColorRole::Queued},
        {node_kind::FanOut, tr("Fan out"), tr("Sends a message to all that follow, at once."),
         QStringLiteral("git-fork"), ColorRole::Queued},
        {node_kind::FanIn, tr("Fan in"), tr("Waits for all its sources, then goes on with all they said."),
         QStringLiteral("merge"), ColorRole::Queued},
        {node_kind::Note, tr("Note"), tr("Text for the reader; it never runs."),
         QStringLiteral("sticky-note"), ColorRole::TextDim},
    };
}

NodeKind nodeKind(const QString &id)
{
    for (const auto &kinds : {drawableKinds(), foreignKinds()}) {
        if (const auto *kind = find(kinds, id))
            return *kind;
    }
    return {id, id, tr("This version cannot run this kind of node."), QStringLiteral("box"),
            ColorRole::TextDim};
}

} // namespace glasshouse::ui
