// What the scene answers: what is where, and what is selected.
#include "ui/graph/graph_scene.h"

#include <QSignalBlocker>

#include <limits>

namespace glasshouse::ui {

namespace {

double squaredDistance(QPointF a, QPointF b)
{
    const auto d = a - b;
    return QPointF::dotProduct(d, d);
}

QRectF around(QPointF position, double reach)
{
    return {position.x() - reach, position.y() - reach, 2 * reach, 2 * reach};
}

class NearestPort
{
public:
    NearestPort(QPointF position, double reach) : m_position(position), m_best(reach * reach) {}

    void offer(const NodeItem &node, const PortSpot &spot, bool isOutput)
    {
        const auto distance = squaredDistance(node.pos() + spot.center, m_position);
        if (distance > m_best)
            return;
        m_best = distance;
        m_hit = PortHit{{node.id(), spot.name}, isOutput};
    }

    [[nodiscard]] const std::optional<PortHit> &hit() const { return m_hit; }

private:
    QPointF m_position;
    double m_best;
    std::optional<PortHit> m_hit;
};

} // namespace

NodeItem *GraphScene::nodeAt(QPointF position) const
{
    for (auto *item : items(position)) {
        if (auto *node = qgraphicsitem_cast<NodeItem *>(item))
            return node;
    }
    return nullptr;
}

EdgeItem *GraphScene::edgeAt(QPointF position, double reach) const
{
    for (auto *item : items(around(position, reach))) {
        if (auto *edge = qgraphicsitem_cast<EdgeItem *>(item))
            return edge;
    }
    return nullptr;
}

std::optional<PortHit> GraphScene::portAt(QPointF position, double reach) const
{
    NearestPort nearest(position, reach);
    for (auto *item : items(around(position, reach), Qt::IntersectsItemBoundingRect)) {
        const auto *node = qgraphicsitem_cast<NodeItem *>(item);
        if (!node)
            continue;
        for (const auto &spot : node->layout().inputs)
            nearest.offer(*node, spot, false);
        for (const auto &spot : node->layout().outputs)
            nearest.offer(*node, spot, true);
    }
    return nearest.hit();
}

QPointF GraphScene::portPosition(const PortHit &hit) const
{
    const auto *node = nodeItem(hit.port.node);
    if (!node)
        return {};
    return hit.isOutput ? node->outputPosition(hit.port.port) : node->inputPosition(hit.port.port);
}

QRectF GraphScene::contents() const
{
    QRectF all;
    for (const auto *item : m_nodes) {
        const auto glide = m_glides.constFind(item->id());
        const auto body =
            glide == m_glides.cend() ? item->sceneBody() : item->layout().body.translated(glide->second);
        all = all.united(body);
    }
    return all;
}

QStringList GraphScene::selectedNodes() const
{
    QStringList ids;
    for (auto *item : selectedItems()) {
        if (const auto *node = qgraphicsitem_cast<NodeItem *>(item))
            ids.append(node->id());
    }
    ids.sort();
    return ids;
}

QStringList GraphScene::selectedEdges() const
{
    QStringList ids;
    for (auto *item : selectedItems()) {
        if (const auto *edge = qgraphicsitem_cast<EdgeItem *>(item))
            ids.append(edge->id());
    }
    ids.sort();
    return ids;
}

void GraphScene::select(const QStringList &nodes, const QStringList &edges)
{
    {
        const QSignalBlocker oneSignal(this); // instead of one per item
        clearSelection();
        for (const auto &id : nodes) {
            if (auto *item = nodeItem(id))
                item->setSelected(true);
        }
        for (const auto &id : edges) {
            if (auto *item = edgeItem(id))
                item->setSelected(true);
        }
    }
    Q_EMIT selectionChanged();
}

} // namespace glasshouse::ui
