#include "ui/graph/graph_edits.h"

#include "ui/graph/node_card.h"
#include "ui/graph/node_kinds.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace glasshouse::ui {

namespace {

double saneCoordinate(double value)
{
    return std::isfinite(value) ? std::clamp(value, -LargestCoordinate, LargestCoordinate) : 0;
}

QString slug(const QString &text)
{
    QString result;
    for (const QChar c : text.toLower().left(40)) {
        const bool plain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (plain)
            result.append(c);
        else if (!result.isEmpty() && !result.endsWith(u'-'))
            result.append(u'-');
    }
    while (result.endsWith(u'-'))
        result.chop(1);
    return result;
}

template<typename IsTaken> QString firstFree(const QString &wish, const QString &separator, IsTaken isTaken)
{
    if (!isTaken(wish))
        return wish;
    for (int number = 2;; ++number) {
        const QString candidate = wish + separator + QString::number(number);
        if (!isTaken(candidate))
            return candidate;
    }
}

QJsonObject newSwitchConfig()
{
    const QJsonObject condition{{QStringLiteral("path"), QStringLiteral("/text")},
                                {QStringLiteral("operator"), QStringLiteral("contains")},
                                {QStringLiteral("value"), QStringLiteral("yes")}};
    const QJsonObject firstCase{{QStringLiteral("port"), QStringLiteral("yes")},
                                {QStringLiteral("condition"), condition}};
    return {{QStringLiteral("cases"), QJsonArray{firstCase}},
            {QStringLiteral("default"), QStringLiteral("otherwise")}};
}

QJsonObject newConfig(const QString &kind, const QString &agent)
{
    if (kind == node_kind::Agent)
        return {{QStringLiteral("agent"), agent}};
    if (kind == node_kind::Switch)
        return newSwitchConfig();
    if (kind == node_kind::Note)
        return {{QStringLiteral("text"), QCoreApplication::translate("GraphEdits", "Note")}};
    return {};
}

} // namespace

QPointF sanePosition(QPointF position)
{
    return {saneCoordinate(position.x()), saneCoordinate(position.y())};
}

QPointF snapped(QPointF position)
{
    const auto sane = sanePosition(position);
    return {std::round(sane.x() / GridStep) * GridStep, std::round(sane.y() / GridStep) * GridStep};
}

QString uniqueNodeId(const Workflow &workflow, const QString &wish)
{
    QSet<QString> taken;
    for (const auto &node : workflow.nodes)
        taken.insert(node.id);
    const auto base = slug(wish);
    return firstFree(base.isEmpty() ? QStringLiteral("node") : base, QStringLiteral("-"),
                     [&](const QString &id) { return taken.contains(id); });
}

QString uniqueEdgeId(const Workflow &workflow, const QString &from, const QString &to)
{
    return firstFree(from + u'-' + to, QStringLiteral("-"),
                     [&](const QString &id) { return workflow.edge(id) != nullptr; });
}

QString uniqueAgentName(const Project &project, const QString &wish)
{
    return firstFree(wish, {}, [&](const QString &name) {
        return std::any_of(project.agents.begin(), project.agents.end(), [&](const Agent &agent) {
            return agent.name.compare(name, Qt::CaseInsensitive) ==
                   0; // names are files, and some disks ignore case
        });
    });
}

Node makeNode(const Workflow &workflow, const QString &kind, const QString &agent, QPointF position)
{
    Node node;
    node.kind = kind;
    node.id = uniqueNodeId(workflow, agent.isEmpty() ? nodeKind(kind).title : agent);
    node.position = snapped(position);
    node.config = newConfig(kind, agent);
    return node;
}

Edge makeEdge(const Workflow &workflow, const Port &from, const Port &to)
{
    Edge edge;
    edge.id = uniqueEdgeId(workflow, from.node, to.node);
    edge.from = from;
    edge.to = to;
    return edge;
}

std::optional<Edge> edgeToNewNode(const Workflow &workflow, const Port &fixed, bool fixedIsOutput,
                                  const Node &node)
{
    const auto ports = fixedIsOutput ? inputPorts(node) : outputPorts(node);
    if (ports.isEmpty())
        return std::nullopt;
    const Port other{node.id, ports.first()};
    return fixedIsOutput ? makeEdge(workflow, fixed, other) : makeEdge(workflow, other, fixed);
}

Edit removal(const Workflow &workflow, const QStringList &nodes, const QStringList &edges)
{
    Edits step;
    const QSet<QString> gone(nodes.begin(), nodes.end());
    for (const auto &id : edges) {
        const auto *edge = workflow.edge(id);
        if (edge && !gone.contains(edge->from.node) && !gone.contains(edge->to.node))
            step.edits.append(RemoveEdge{workflow.name, id}); // the others go with their node
    }
    for (const auto &id : nodes)
        step.edits.append(RemoveNode{workflow.name, id});
    if (step.edits.size() == 1)
        return step.edits.first();
    step.text = QCoreApplication::translate("GraphEdits", "Delete %1 items").arg(step.edits.size());
    return step;
}

std::optional<QString> whyNotAddable(const Workflow &workflow, const QString &kind)
{
    const auto isStart = [](const Node &node) { return node.kind == node_kind::Start; };
    if (kind == node_kind::Start && std::any_of(workflow.nodes.begin(), workflow.nodes.end(), isStart))
        return QCoreApplication::translate("GraphEdits",
                                           "This workflow already has a Start; a run can only enter at one.");
    return std::nullopt;
}

} // namespace glasshouse::ui
