#include "ui/graph/graph_navigation.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace glasshouse::ui {

namespace {

constexpr double SidewaysCost = 2; // a node straight ahead is nearer than one as far off to the side

double distanceAlong(QPointF delta, Direction direction)
{
    switch (direction) {
    case Direction::Left:
        return -delta.x();
    case Direction::Right:
        return delta.x();
    case Direction::Up:
        return -delta.y();
    case Direction::Down:
        break;
    }
    return delta.y();
}

double cost(QPointF delta, Direction direction)
{
    const bool isHorizontal = direction == Direction::Left || direction == Direction::Right;
    return distanceAlong(delta, direction) + SidewaysCost * std::abs(isHorizontal ? delta.y() : delta.x());
}

QString nearest(const QHash<QString, QPointF> &centers, const QStringList &among, const QString &from,
                Direction direction)
{
    const auto origin = centers.value(from);
    QString best;
    double lowest = 0;
    for (const auto &id : among) {
        const auto delta = centers.value(id) - origin;
        if (id == from || !centers.contains(id) || distanceAlong(delta, direction) <= 0)
            continue;
        if (const auto candidate = cost(delta, direction); best.isEmpty() || candidate < lowest) {
            best = id;
            lowest = candidate;
        }
    }
    return best;
}

QStringList connected(const Workflow &workflow, const QString &from, Direction direction)
{
    QStringList ids;
    for (const auto &edge : workflow.edges) {
        if (direction == Direction::Right && edge.from.node == from)
            ids.append(edge.to.node);
        if (direction == Direction::Left && edge.to.node == from)
            ids.append(edge.from.node);
    }
    return ids;
}

} // namespace

QString neighbour(const Workflow &workflow, const QHash<QString, QPointF> &centers, const QString &from,
                  Direction direction)
{
    const auto byEdge = nearest(centers, connected(workflow, from, direction), from, direction);
    return byEdge.isEmpty() ? nearest(centers, centers.keys(), from, direction) : byEdge;
}

QStringList readingOrder(const Workflow &workflow)
{
    auto nodes = workflow.nodes;
    std::stable_sort(nodes.begin(), nodes.end(), [](const Node &a, const Node &b) {
        const bool startsA = a.kind == node_kind::Start;
        const bool startsB = b.kind == node_kind::Start;
        return startsA != startsB                 ? startsA
               : a.position.x() != b.position.x() ? a.position.x() < b.position.x()
                                                  : a.position.y() < b.position.y();
    });
    QHash<QString, QStringList> next;
    for (const auto &edge : workflow.edges)
        next[edge.from.node].append(edge.to.node);
    QSet<QString> known;
    for (const auto &node : nodes)
        known.insert(node.id);
    QStringList order;
    for (const auto &root : std::as_const(nodes)) {
        if (!known.remove(root.id))
            continue;
        qsizetype at = order.size();
        order.append(root.id);
        for (; at < order.size(); ++at) {
            for (const auto &id : next.value(order[at])) {
                if (known.remove(id))
                    order.append(id);
            }
        }
    }
    return order;
}

} // namespace glasshouse::ui
