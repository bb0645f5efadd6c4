#include "core/model/workflow_graph.h"

#include <algorithm>

namespace glasshouse {

namespace {

// Tarjan's algorithm with a stack of its own: a chain of 100,000 nodes must not exhaust the program's.
class ComponentSearch
{
public:
    ComponentSearch(const WorkflowGraph &graph, qsizetype nodes)
        : m_graph(graph), m_order(nodes, -1), m_lowest(nodes, -1), m_component(nodes, -1)
    {
    }

    QVector<qsizetype> run()
    {
        for (qsizetype node = 0; node < m_order.size(); ++node) {
            if (m_order.at(node) < 0)
                visitFrom(node);
        }
        return m_component;
    }

private:
    struct Visit
    {
        qsizetype node;
        qsizetype nextEdge = 0;
    };

    void enter(qsizetype node)
    {
        m_order[node] = m_lowest[node] = m_entered++;
        m_open.append(node);
        m_visits.append(Visit{node});
    }

    void visitFrom(qsizetype start)
    {
        enter(start);
        while (!m_visits.isEmpty()) {
            auto &visit = m_visits.last();
            const auto &edges = m_graph.outgoing(visit.node);
            if (visit.nextEdge < edges.size())
                follow(visit.node, m_graph.target(edges.at(visit.nextEdge++)));
            else
                leave();
        }
    }

    void follow(qsizetype from, qsizetype to)
    {
        if (m_order.at(to) < 0)
            enter(to);
        else if (m_component.at(to) < 0) // still open, so it leads back
            m_lowest[from] = std::min(m_lowest.at(from), m_order.at(to));
    }

    void leave()
    {
        const auto node = m_visits.takeLast().node;
        if (!m_visits.isEmpty()) {
            auto &lowest = m_lowest[m_visits.last().node];
            lowest = std::min(lowest, m_lowest.at(node));
        }
        if (m_lowest.at(node) == m_order.at(node))
            closeComponent(node);
    }

    void closeComponent(qsizetype root)
    {
        while (m_component.at(root) < 0)
            m_component[m_open.takeLast()] = m_components;
        ++m_components;
    }

    const WorkflowGraph &m_graph;
    QVector<qsizetype> m_order;
    QVector<qsizetype> m_lowest;
    QVector<qsizetype> m_component;
    QVector<qsizetype> m_open;
    QVector<Visit> m_visits;
    qsizetype m_entered = 0;
    qsizetype m_components = 0;
};

} // namespace

WorkflowGraph::WorkflowGraph(const Workflow &workflow)
    : m_workflow(workflow), m_outgoing(workflow.nodes.size()), m_incoming(workflow.nodes.size())
{
    for (auto i = workflow.nodes.size() - 1; i >= 0; --i)
        m_index.insert(workflow.nodes.at(i).id, i);
    for (qsizetype i = 0; i < workflow.edges.size(); ++i) {
        const auto from = indexOf(workflow.edges.at(i).from.node);
        const auto to = indexOf(workflow.edges.at(i).to.node);
        if (from < 0 || to < 0)
            continue;
        m_outgoing[from].append(i);
        m_incoming[to].append(i);
    }
}

QVector<bool> WorkflowGraph::reachableFrom(const QVector<qsizetype> &starts) const
{
    QVector<bool> reached(m_outgoing.size(), false);
    auto waiting = starts;
    while (!waiting.isEmpty()) {
        const auto node = waiting.takeLast();
        if (std::exchange(reached[node], true))
            continue;
        for (const auto edge : outgoing(node))
            waiting.append(target(edge));
    }
    return reached;
}

QVector<qsizetype> WorkflowGraph::components() const
{
    return ComponentSearch(*this, m_outgoing.size()).run();
}

} // namespace glasshouse
