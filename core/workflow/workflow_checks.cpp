// What keeps a workflow from running, found before anything starts.
#include "core/model/condition.h"
#include "core/workflow/routing.h"
#include "core/workflow/workflow_advance.h"

#include <QJsonArray>

#include <algorithm>

namespace glasshouse {

namespace {

bool isRunnable(const QString &kind)
{
    static const QStringList kinds{node_kind::Start,  node_kind::Output, node_kind::Agent, node_kind::Switch,
                                   node_kind::FanOut, node_kind::FanIn,  node_kind::Note};
    return kinds.contains(kind);
}

std::optional<QString> faultOf(const QJsonObject &condition, const QString &where)
{
    const auto fault = whyNotACondition(condition);
    if (!fault)
        return std::nullopt;
    return QStringLiteral("%1 has a condition that cannot be evaluated: %2").arg(where, fault->message);
}

std::optional<QString> faultOfSwitch(const Node &node, const QString &title)
{
    for (const auto &item : node.config.value(u"cases").toArray()) {
        const auto condition = item.toObject().value(u"condition").toObject();
        if (condition.isEmpty())
            return QStringLiteral("A case of the switch %1 has no condition; give it one or use the default.")
                .arg(title);
        if (auto fault = faultOf(condition, title))
            return fault;
    }
    return std::nullopt;
}

std::optional<QString> faultOfNode(const Workflow &workflow, const Node &node, const QStringList &agents)
{
    const auto title = routing::titleOf(workflow, node.id);
    if (!isRunnable(node.kind))
        return QStringLiteral("The node %1 is of the kind \"%2\", which this version cannot run.")
            .arg(title, node.kind);
    if (node.kind == node_kind::Switch)
        return faultOfSwitch(node, title);
    const auto agent = node.config.value(u"agent").toString();
    if (node.kind == node_kind::Agent && !agents.contains(agent))
        return QStringLiteral("The node %1 runs the agent \"%2\", which this project does not have.")
            .arg(title, agent);
    return std::nullopt;
}

std::optional<QString> faultOfEdge(const Workflow &workflow, const Edge &edge)
{
    if (!workflow.node(edge.from.node) || !workflow.node(edge.to.node))
        return QStringLiteral("The edge %1 leads from \"%2\" to \"%3\", and one of them does not exist.")
            .arg(edge.id, edge.from.node, edge.to.node);
    return faultOf(edge.condition, QStringLiteral("The edge %1").arg(edge.id));
}

std::optional<QString> faultOfStart(const Workflow &workflow)
{
    const auto starts = std::count_if(workflow.nodes.begin(), workflow.nodes.end(),
                                      [](const Node &node) { return node.kind == node_kind::Start; });
    if (starts == 1)
        return std::nullopt;
    return QStringLiteral("A workflow needs exactly one start node; this one has %1.").arg(starts);
}

template<typename Item> std::optional<QString> duplicateId(const QVector<Item> &items, const QString &what)
{
    QSet<QString> ids;
    for (const auto &item : items) {
        if (ids.contains(item.id))
            return QStringLiteral("Two %1 have the id \"%2\".").arg(what, item.id);
        ids.insert(item.id);
    }
    return std::nullopt;
}

std::optional<QString> faultOf(const Workflow &workflow, const QStringList &agents)
{
    if (auto fault = faultOfStart(workflow))
        return fault;
    if (auto fault = duplicateId(workflow.nodes, QStringLiteral("nodes")))
        return fault;
    if (auto fault = duplicateId(workflow.edges, QStringLiteral("edges")))
        return fault;
    for (const auto &node : workflow.nodes) {
        if (auto fault = faultOfNode(workflow, node, agents))
            return fault;
    }
    for (const auto &edge : workflow.edges) {
        if (auto fault = faultOfEdge(workflow, edge))
            return fault;
    }
    return std::nullopt;
}

} // namespace

std::optional<Error> whyNotRunnable(const Workflow &workflow, const QStringList &agents)
{
    const auto fault = faultOf(workflow, agents);
    if (!fault)
        return std::nullopt;
    return Error{QStringLiteral("The workflow %1 cannot run. %2").arg(workflow.name, *fault),
                 ErrorCode::BadProject};
}

} // namespace glasshouse
