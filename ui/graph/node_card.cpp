#include "ui/graph/node_card.h"

#include "ui/graph/node_kinds.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace glasshouse::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("NodeCard", text);
}

QString cut(const QString &text)
{
    return text.size() > MaxCardText ? text.left(MaxCardText) + QChar(0x2026) : text;
}

QString firstLine(const QString &text)
{
    return text.left(MaxCardText).trimmed().section(u'\n', 0, 0);
}

QString toolNames(const Agent &agent)
{
    QStringList names;
    for (const auto &tool : agent.tools)
        names.append(tool.name);
    return names.join(QStringLiteral(", "));
}

QString agentSubtitle(const Project &project, const Node &node)
{
    const auto name = agentOf(node);
    if (name.isEmpty())
        return tr("no agent chosen");
    const auto *agent = project.agent(name);
    if (!agent)
        return tr("%1 is not in this project").arg(name);
    for (const auto &text : {agent->description, toolNames(*agent), agent->instructions}) {
        if (!text.trimmed().isEmpty())
            return firstLine(text);
    }
    return tr("no instructions yet");
}

QString switchSubtitle(const Node &node)
{
    const auto cases = node.config.value(u"cases").toArray().size();
    return cases == 1 ? tr("1 case") : tr("%1 cases").arg(cases);
}

QString fanInSubtitle(const Workflow &workflow, const Node &node)
{
    const auto sources = std::count_if(workflow.edges.begin(), workflow.edges.end(),
                                       [&](const Edge &edge) { return edge.to.node == node.id; });
    return sources == 0 ? tr("waits for all its sources") : tr("waits for all %1").arg(sources);
}

QString subtitleFor(const Project &project, const Workflow &workflow, const Node &node)
{
    if (node.kind == node_kind::Agent)
        return agentSubtitle(project, node);
    if (node.kind == node_kind::Start)
        return tr("the input");
    if (node.kind == node_kind::Output)
        return tr("the result");
    if (node.kind == node_kind::Switch)
        return switchSubtitle(node);
    if (node.kind == node_kind::FanOut)
        return tr("to all at once");
    if (node.kind == node_kind::FanIn)
        return fanInSubtitle(workflow, node);
    if (node.kind == node_kind::Note)
        return node.config.value(u"text").toString();
    return node.title.isEmpty() ? QString() : nodeKind(node.kind).title;
}

} // namespace

QString agentOf(const Node &node)
{
    return node.kind == node_kind::Agent ? node.config.value(u"agent").toString() : QString();
}

QString displayTitle(const Node &node)
{
    if (!node.title.isEmpty())
        return node.title;
    const auto agent = agentOf(node);
    return agent.isEmpty() ? nodeKind(node.kind).title : agent;
}

NodeCard cardFor(const Project &project, const Workflow &workflow, const Node &node)
{
    NodeCard card;
    card.id = node.id;
    card.kind = node.kind;
    card.title = cut(displayTitle(node));
    card.subtitle = cut(subtitleFor(project, workflow, node));
    card.inputs = inputPorts(node);
    card.outputs = outputPorts(node);
    return card;
}

} // namespace glasshouse::ui
