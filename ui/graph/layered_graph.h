// The graph that Tidy works on: indices instead of ids, layers, and stand-ins where an edge crosses a layer.
#pragma once

#include <QSizeF>
#include <QVector>

namespace glasshouse::ui {

struct LayerNode
{
    int source = -1; // index of the workflow's node; -1: a stand-in
    QSizeF size;
    int layer = 0;
    double y = 0;        // centre
    QVector<int> before; // neighbours one layer to the left
    QVector<int> after;
};

class LayeredGraph
{
public:
    // `edges` as pairs of indices into `sizes`; those that close a cycle are turned round.
    LayeredGraph(const QVector<QSizeF> &sizes, const QVector<std::pair<int, int>> &edges);

    void reduceCrossings();
    void placeVertically();

    [[nodiscard]] const QVector<LayerNode> &nodes() const { return m_nodes; }
    [[nodiscard]] const QVector<QVector<int>> &layers() const { return m_layers; }
    [[nodiscard]] qint64 crossings() const;

private:
    void breakCycles();
    void assignLayers();
    void insertStandIns();
    void sweep(bool leftToRight);
    void align(bool leftToRight);
    void separate(const QVector<int> &layer);

    QVector<LayerNode> m_nodes;
    QVector<std::pair<int, int>> m_edges;
    QVector<QVector<int>> m_layers; // indices of nodes, from top to bottom
};

} // namespace glasshouse::ui
