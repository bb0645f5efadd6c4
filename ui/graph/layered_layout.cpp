#include "ui/graph/layered_layout.h"

#include "ui/graph/graph_edits.h"
#include "ui/graph/layered_graph.h"

#include <QMap>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr double ColumnGap = 72, ComponentGap = 64, RestGap = 32;
constexpr double LabelGap = 32; // on both sides of a label together
constexpr int RestPerRow = 6;
const QSizeF UsualSize(192, 64);

using IndexEdges = QVector<std::pair<int, int>>;

// Connected parts, each a list of node indices; union-find with path halving.
class Components
{
public:
    explicit Components(qsizetype count) : m_parent(count)
    {
        for (int i = 0; i < count; ++i)
            m_parent[i] = i;
    }

    int find(int node)
    {
        while (m_parent[node] != node)
            node = m_parent[node] = m_parent[m_parent[node]];
        return node;
    }

    void join(int a, int b) { m_parent[std::max(find(a), find(b))] = std::min(find(a), find(b)); }

private:
    QVector<int> m_parent;
};

class Tidier
{
public:
    Tidier(const Workflow &workflow, const DrawnSizes &sizes) : m_workflow(workflow)
    {
        QHash<QString, int> index;
        for (const auto &node : workflow.nodes) {
            if (!index.contains(node.id))
                index.insert(node.id, static_cast<int>(m_nodes.size()));
            m_nodes.append(&node);
            m_sizes.append(sizes.nodes.value(node.id, UsualSize));
        }
        m_labels.fill(0, m_nodes.size());
        for (const auto &edge : workflow.edges) {
            const auto from = index.value(edge.from.node, -1);
            const auto to = index.value(edge.to.node, -1);
            if (from < 0 || to < 0 || from == to)
                continue;
            m_edges.append({from, to});
            m_labels[from] = std::max(m_labels[from], sizes.labels.value(edge.id));
        }
    }

    [[nodiscard]] QVector<NodeMove> run()
    {
        Components components(m_nodes.size());
        for (const auto &[from, to] : m_edges)
            components.join(from, to);
        QMap<int, QVector<int>> parts; // by their first node, so that the order is that of the file
        for (int i = 0; i < m_nodes.size(); ++i)
            parts[components.find(i)].append(i);
        QHash<int, IndexEdges> edges;
        for (const auto &edge : std::as_const(m_edges))
            edges[components.find(edge.first)].append(edge);
        QVector<int> single;
        for (auto part = parts.cbegin(); part != parts.cend(); ++part) {
            if (part->size() == 1)
                single.append(part->first());
            else
                placePart(*part, edges.value(part.key()));
        }
        placeRest(single);
        return m_moves;
    }

private:
    void placePart(const QVector<int> &part, const IndexEdges &partEdges)
    {
        QHash<int, int> local;
        QVector<QSizeF> sizes;
        for (const auto node : part) {
            local.insert(node, static_cast<int>(sizes.size()));
            sizes.append(m_sizes[node]);
        }
        IndexEdges edges;
        for (const auto &[from, to] : partEdges)
            edges.append({local.value(from), local.value(to)});
        LayeredGraph graph(sizes, edges);
        graph.reduceCrossings();
        graph.placeVertically();
        placeColumns(part, graph);
    }

    void placeColumns(const QVector<int> &part, const LayeredGraph &graph)
    {
        double top = 0;
        double bottom = 0;
        for (const auto &node : graph.nodes()) {
            top = std::min(top, node.y - node.size.height() / 2);
            bottom = std::max(bottom, node.y + node.size.height() / 2);
        }
        double x = 0;
        for (const auto &layer : graph.layers()) {
            double width = 0;
            double label = 0;
            for (const auto index : layer) {
                const auto &node = graph.nodes()[index];
                width = std::max(width, node.size.width());
                if (node.source < 0)
                    continue;
                label = std::max(label, m_labels[part[node.source]]);
                move(part[node.source], {x, m_top + node.y - top - node.size.height() / 2});
            }
            x += width + std::max(ColumnGap, label + LabelGap);
        }
        m_top += bottom - top + ComponentGap;
    }

    void placeRest(const QVector<int> &nodes)
    {
        double x = 0;
        double rowHeight = 0;
        for (qsizetype i = 0; i < nodes.size(); ++i) {
            if (i > 0 && i % RestPerRow == 0) {
                m_top += rowHeight + RestGap;
                x = rowHeight = 0;
            }
            move(nodes[i], {x, m_top});
            x += m_sizes[nodes[i]].width() + RestGap;
            rowHeight = std::max(rowHeight, m_sizes[nodes[i]].height());
        }
    }

    void move(int index, QPointF position)
    {
        const auto &node = *m_nodes[index];
        if (const auto target = snapped(position); target != node.position)
            m_moves.append({node.id, target});
    }

    const Workflow &m_workflow;
    QVector<const Node *> m_nodes;
    QVector<QSizeF> m_sizes;
    QVector<double> m_labels; // the widest of the edges that leave a node
    IndexEdges m_edges;
    QVector<NodeMove> m_moves;
    double m_top = 0;
};

} // namespace

QVector<NodeMove> layeredLayout(const Workflow &workflow, const DrawnSizes &sizes)
{
    return Tidier(workflow, sizes).run();
}

} // namespace glasshouse::ui
