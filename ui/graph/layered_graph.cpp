#include "ui/graph/layered_graph.h"

#include <algorithm>
#include <numeric>

namespace glasshouse::ui {

namespace {

constexpr double RowGap = 32, StandInGap = 16, StandInHeight = 8;
constexpr int Sweeps = 12, Alignments = 8;
constexpr int LongestSpan = 64; // longer edges are drawn straight: stand-ins would outnumber the nodes
constexpr qsizetype MostStandIns = 20'000;

QVector<QVector<int>> successors(qsizetype count, const QVector<std::pair<int, int>> &edges)
{
    QVector<QVector<int>> next(count);
    for (const auto &[from, to] : edges)
        next[from].append(to);
    return next;
}

// How many pairs of a sequence are in the wrong order, by merging (Knuth vol. 3, 5.2.4).
qint64 inversions(QVector<int> &values)
{
    if (values.size() < 2)
        return 0;
    QVector<int> left = values.first(values.size() / 2);
    QVector<int> right = values.sliced(values.size() / 2);
    auto count = inversions(left) + inversions(right);
    qsizetype i = 0;
    qsizetype j = 0;
    for (auto &value : values) {
        if (j == right.size() || (i < left.size() && left[i] <= right[j])) {
            value = left[i++];
        } else {
            value = right[j++];
            count += left.size() - i;
        }
    }
    return count;
}

double meanOf(const QVector<int> &neighbours, const QVector<double> &position, double otherwise)
{
    if (neighbours.isEmpty())
        return otherwise;
    const auto sum = std::accumulate(neighbours.begin(), neighbours.end(), 0.0,
                                     [&](double total, int node) { return total + position[node]; });
    return sum / static_cast<double>(neighbours.size());
}

} // namespace

LayeredGraph::LayeredGraph(const QVector<QSizeF> &sizes, const QVector<std::pair<int, int>> &edges)
    : m_edges(edges)
{
    for (int i = 0; i < sizes.size(); ++i) {
        LayerNode node;
        node.source = i;
        node.size = sizes[i];
        m_nodes.append(node);
    }
    breakCycles();
    assignLayers();
    insertStandIns();
}

// Depth first, without recursion: a chain of 10,000 nodes must not exhaust the stack.
void LayeredGraph::breakCycles()
{
    enum Mark : char { New, Open, Closed };
    QVector<char> marks(m_nodes.size(), New);
    QVector<QVector<int>> outgoing(m_nodes.size()); // indices of edges
    for (int i = 0; i < m_edges.size(); ++i)
        outgoing[m_edges[i].first].append(i);
    QVector<qsizetype> progress(m_nodes.size(), 0);
    const auto walk = [&](int root) {
        QVector<int> stack{root};
        marks[root] = Open;
        while (!stack.isEmpty()) {
            const auto node = stack.last();
            if (progress[node] == outgoing[node].size()) {
                marks[node] = Closed;
                stack.removeLast();
                continue;
            }
            auto &edge = m_edges[outgoing[node][progress[node]++]];
            const auto target = edge.second;
            if (marks[target] == Open)
                std::swap(edge.first, edge.second);
            if (marks[target] == New) {
                marks[target] = Open;
                stack.append(target);
            }
        }
    };
    for (int i = 0; i < m_nodes.size(); ++i) {
        if (marks[i] == New)
            walk(i);
    }
}

// Longest path from a source, in topological order.
void LayeredGraph::assignLayers()
{
    const auto next = successors(m_nodes.size(), m_edges);
    QVector<int> missing(m_nodes.size(), 0);
    for (const auto &edge : m_edges)
        ++missing[edge.second];
    QVector<int> ready;
    for (int i = 0; i < m_nodes.size(); ++i) {
        if (missing[i] == 0)
            ready.append(i);
    }
    for (qsizetype at = 0; at < ready.size(); ++at) {
        const auto node = ready[at];
        for (const auto target : next[node]) {
            m_nodes[target].layer = std::max(m_nodes[target].layer, m_nodes[node].layer + 1);
            if (--missing[target] == 0)
                ready.append(target);
        }
    }
}

void LayeredGraph::insertStandIns()
{
    const auto link = [this](int from, int to) {
        m_nodes[from].after.append(to);
        m_nodes[to].before.append(from);
    };
    const auto realNodes = m_nodes.size();
    for (const auto &[from, to] : std::as_const(m_edges)) {
        const auto span = m_nodes[to].layer - m_nodes[from].layer;
        if (span < 1 || span > LongestSpan || m_nodes.size() - realNodes > MostStandIns)
            continue;
        int previous = from;
        for (int layer = m_nodes[from].layer + 1; layer < m_nodes[to].layer; ++layer) {
            LayerNode standIn;
            standIn.layer = layer;
            standIn.size = {0, StandInHeight};
            m_nodes.append(standIn);
            link(previous, static_cast<int>(m_nodes.size() - 1));
            previous = static_cast<int>(m_nodes.size() - 1);
        }
        link(previous, to);
    }
    for (int i = 0; i < m_nodes.size(); ++i) {
        m_layers.resize(std::max<qsizetype>(m_layers.size(), m_nodes[i].layer + 1));
        m_layers[m_nodes[i].layer].append(i);
    }
}

qint64 LayeredGraph::crossings() const
{
    QVector<int> place(m_nodes.size());
    qint64 total = 0;
    for (const auto &layer : m_layers) {
        for (int i = 0; i < layer.size(); ++i)
            place[layer[i]] = i;
    }
    for (const auto &layer : m_layers) {
        QVector<int> targets;
        for (const auto node : layer) {
            auto ends = m_nodes[node].after;
            std::sort(ends.begin(), ends.end(), [&](int a, int b) { return place[a] < place[b]; });
            for (const auto end : ends)
                targets.append(place[end]);
        }
        total += inversions(targets);
    }
    return total;
}

void LayeredGraph::reduceCrossings()
{
    auto best = m_layers;
    auto fewest = crossings();
    for (int i = 0; i < Sweeps && fewest > 0; ++i) {
        sweep(i % 2 == 0);
        if (const auto count = crossings(); count < fewest) {
            fewest = count;
            best = m_layers;
        }
    }
    m_layers = best;
}

void LayeredGraph::sweep(bool leftToRight)
{
    QVector<double> place(m_nodes.size());
    const auto number = [&](const QVector<int> &layer) {
        for (int i = 0; i < layer.size(); ++i)
            place[layer[i]] = i;
    };
    for (const auto &layer : std::as_const(m_layers))
        number(layer);
    QVector<double> wish(m_nodes.size());
    for (qsizetype i = 0; i < m_layers.size(); ++i) {
        auto &layer = m_layers[leftToRight ? i : m_layers.size() - 1 - i];
        for (const auto node : layer)
            wish[node] = meanOf(leftToRight ? m_nodes[node].before : m_nodes[node].after, place, place[node]);
        std::stable_sort(layer.begin(), layer.end(), [&](int a, int b) { return wish[a] < wish[b]; });
        number(layer);
    }
}

void LayeredGraph::placeVertically()
{
    for (const auto &layer : std::as_const(m_layers)) {
        for (int i = 0; i < layer.size(); ++i)
            m_nodes[layer[i]].y = i;
        separate(layer);
    }
    for (int i = 0; i < Alignments; ++i)
        align(i % 2 == 0);
}

void LayeredGraph::align(bool leftToRight)
{
    for (qsizetype i = 0; i < m_layers.size(); ++i) {
        const auto &layer = m_layers[leftToRight ? i : m_layers.size() - 1 - i];
        for (const auto index : layer) {
            auto &node = m_nodes[index];
            const auto &neighbours = leftToRight ? node.before : node.after;
            double sum = 0;
            for (const auto other : neighbours)
                sum += m_nodes[other].y;
            if (!neighbours.isEmpty())
                node.y = sum / static_cast<double>(neighbours.size());
        }
        separate(layer);
    }
}

// Keeps the order and the wished places as far as the gaps allow: those that were pushed down together are
// moved back as one block, so that the layer stays centred on its wishes (isotonic regression).
void LayeredGraph::separate(const QVector<int> &layer)
{
    struct Block
    {
        double sum;
        qsizetype count;
        [[nodiscard]] double mean() const { return sum / static_cast<double>(count); }
    };
    QVector<Block> blocks;
    QVector<double> offsets;
    double offset = 0;
    for (qsizetype i = 0; i < layer.size(); ++i) {
        const auto &node = m_nodes[layer[i]];
        if (i > 0) {
            const auto &above = m_nodes[layer[i - 1]];
            offset += (above.size.height() + node.size.height()) / 2 +
                      (above.source < 0 && node.source < 0 ? StandInGap : RowGap);
        }
        offsets.append(offset);
        blocks.append({node.y - offset, 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.last().mean()) {
            const auto last = blocks.takeLast();
            blocks.last().sum += last.sum;
            blocks.last().count += last.count;
        }
    }
    qsizetype at = 0;
    for (const auto &block : blocks) {
        for (qsizetype i = 0; i < block.count; ++i, ++at)
            m_nodes[layer[at]].y = block.mean() + offsets[at];
    }
}

} // namespace glasshouse::ui
