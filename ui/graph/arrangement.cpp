#include "ui/graph/arrangement.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace glasshouse::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Arrangement", text);
}

QRectF around(const QVector<PlacedNode> &nodes)
{
    QRectF all;
    for (const auto &node : nodes)
        all |= node.body;
    return all;
}

QPointF alignedPosition(const QRectF &body, const QRectF &all, Arrangement arrangement)
{
    auto moved = body;
    switch (arrangement) {
    case Arrangement::AlignLeft:
        moved.moveLeft(all.left());
        break;
    case Arrangement::AlignRight:
        moved.moveRight(all.right());
        break;
    case Arrangement::AlignTop:
        moved.moveTop(all.top());
        break;
    case Arrangement::AlignBottom:
        moved.moveBottom(all.bottom());
        break;
    case Arrangement::AlignHorizontalCenters:
        moved.moveLeft(std::round(all.center().x() - body.width() / 2));
        break;
    case Arrangement::AlignVerticalCenters:
        moved.moveTop(std::round(all.center().y() - body.height() / 2));
        break;
    case Arrangement::DistributeHorizontally:
    case Arrangement::DistributeVertically:
        break;
    }
    return moved.topLeft();
}

// Spreads along x; who distributes along y swaps both before and after.
void distribute(QVector<PlacedNode> &nodes)
{
    std::stable_sort(nodes.begin(), nodes.end(), [](const PlacedNode &a, const PlacedNode &b) {
        return a.body.center().x() < b.body.center().x();
    });
    double used = 0;
    for (const auto &node : std::as_const(nodes))
        used += node.body.width();
    const auto span = nodes.last().body.right() - nodes.first().body.left();
    const auto gap = (span - used) / static_cast<double>(nodes.size() - 1); // negative where they overlap
    auto x = nodes.first().body.left();
    for (auto it = nodes.begin(); it != nodes.end() - 1; ++it) {
        it->body.moveLeft(std::round(x));
        x += it->body.width() + gap;
    }
}

void transpose(QVector<PlacedNode> &nodes)
{
    for (auto &node : nodes)
        node.body = {node.body.y(), node.body.x(), node.body.height(), node.body.width()};
}

void arrange(QVector<PlacedNode> &nodes, Arrangement arrangement)
{
    if (arrangement == Arrangement::DistributeHorizontally)
        return distribute(nodes);
    if (arrangement == Arrangement::DistributeVertically) {
        transpose(nodes);
        distribute(nodes);
        return transpose(nodes);
    }
    const auto all = around(nodes);
    for (auto &node : nodes)
        node.body.moveTopLeft(alignedPosition(node.body, all, arrangement));
}

} // namespace

int leastNodesFor(Arrangement arrangement)
{
    const bool spreads = arrangement == Arrangement::DistributeHorizontally ||
                         arrangement == Arrangement::DistributeVertically;
    return spreads ? 3 : 2;
}

QString arrangementText(Arrangement arrangement)
{
    switch (arrangement) {
    case Arrangement::AlignLeft:
        return tr("Align left edges");
    case Arrangement::AlignHorizontalCenters:
        return tr("Align horizontal centers");
    case Arrangement::AlignRight:
        return tr("Align right edges");
    case Arrangement::AlignTop:
        return tr("Align top edges");
    case Arrangement::AlignVerticalCenters:
        return tr("Align vertical centers");
    case Arrangement::AlignBottom:
        return tr("Align bottom edges");
    case Arrangement::DistributeHorizontally:
        return tr("Distribute horizontally");
    case Arrangement::DistributeVertically:
        break;
    }
    return tr("Distribute vertically");
}

QVector<NodeMove> arranged(QVector<PlacedNode> nodes, Arrangement arrangement)
{
    if (nodes.size() < leastNodesFor(arrangement))
        return {};
    QHash<QString, QPointF> before;
    for (const auto &node : std::as_const(nodes))
        before.insert(node.id, node.body.topLeft());
    arrange(nodes, arrangement);
    QVector<NodeMove> moves;
    for (const auto &node : std::as_const(nodes)) {
        if (node.body.topLeft() != before.value(node.id))
            moves.append({node.id, node.body.topLeft()});
    }
    return moves;
}

} // namespace glasshouse::ui
