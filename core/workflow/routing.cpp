#include "core/workflow/routing.h"

#include "core/workflow/condition_evaluation.h"

#include <algorithm>

namespace glasshouse::routing {

namespace {

bool hasAllSources(const Workflow &workflow, const QString &node, const QVector<Delivery> &inbox)
{
    return std::all_of(workflow.edges.begin(), workflow.edges.end(), [&](const Edge &edge) {
        const auto fromEdge = [&](const Delivery &delivery) { return delivery.edge == edge.id; };
        return edge.to.node != node || std::any_of(inbox.begin(), inbox.end(), fromEdge);
    });
}

bool isReady(const Workflow &workflow, const WorkflowState &state, const Node &node)
{
    const auto inbox = state.inboxes.value(node.id);
    if (inbox.isEmpty() || node.kind == node_kind::Note)
        return false;
    return node.kind != node_kind::FanIn || hasAllSources(workflow, node.id, inbox);
}

QHash<QString, QVector<const Edge *>> edgesBySource(const Workflow &workflow)
{
    QHash<QString, QVector<const Edge *>> edges;
    for (const auto &edge : workflow.edges)
        edges[edge.from.node].append(&edge);
    return edges;
}

} // namespace

const Node *startNode(const Workflow &workflow)
{
    const auto isStart = [](const Node &node) { return node.kind == node_kind::Start; };
    const auto found = std::find_if(workflow.nodes.begin(), workflow.nodes.end(), isStart);
    return found == workflow.nodes.end() ? nullptr : &*found;
}

QStringList readyNodes(const Workflow &workflow, const WorkflowState &state)
{
    QStringList ready;
    for (const auto &node : workflow.nodes) {
        if (isReady(workflow, state, node))
            ready << node.id;
    }
    return ready;
}

QStringList starvedNodes(const WorkflowState &state)
{
    QStringList starved;
    for (auto inbox = state.inboxes.begin(); inbox != state.inboxes.end(); ++inbox) {
        if (!inbox->isEmpty())
            starved << inbox.key();
    }
    return starved;
}

QVector<Delivery> waitingFor(const Workflow &workflow, const WorkflowState &state, const QString &node)
{
    const auto inbox = state.inboxes.value(node);
    QVector<Delivery> oldest;
    for (const auto &edge : workflow.edges) {
        const auto found = std::find_if(inbox.begin(), inbox.end(),
                                        [&](const Delivery &delivery) { return delivery.edge == edge.id; });
        if (edge.to.node == node && found != inbox.end())
            oldest.append(*found);
    }
    return oldest;
}

QString merged(const Workflow &workflow, const QVector<Delivery> &deliveries)
{
    if (deliveries.size() == 1)
        return deliveries.first().text;
    QStringList parts;
    for (const auto &delivery : deliveries)
        parts << QStringLiteral("## %1\n\n%2").arg(titleOf(workflow, delivery.from), delivery.text);
    return parts.join(QStringLiteral("\n\n"));
}

QVector<Delivery> deliveries(const Workflow &workflow, const WorkflowState &state)
{
    const auto edges = edgesBySource(workflow);
    QVector<Delivery> result;
    for (const auto &work : state.works) {
        const auto *node = workflow.node(work.node);
        const auto subject = conditionSubject(work.output, work.author);
        for (const auto *edge : edges.value(work.node)) {
            const bool otherCase = node && node->kind == node_kind::Switch && edge->from.port != work.port;
            if (otherCase || state.delivered.contains(edge->id) || !holds(edge->condition, subject))
                continue;
            result.append({edge->id, work.node, edge->to.node, work.output, work.author});
        }
    }
    return result;
}

QString titleOf(const Workflow &workflow, const QString &id)
{
    const auto *node = workflow.node(id);
    return node && !node->title.isEmpty() ? node->title : id;
}

} // namespace glasshouse::routing
