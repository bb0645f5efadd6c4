#include "ui/graph/edge_path.h"

#include <algorithm>
#include <cmath>

namespace glasshouse::ui {

namespace {

constexpr double LeastReach = 28, GreatestReach = 220;
constexpr double BackReach = 48, BackDrop = 84;

QPainterPath forwardPath(QPointF from, QPointF to, double reach)
{
    QPainterPath path(from);
    path.cubicTo(from + QPointF(reach, 0), to - QPointF(reach, 0), to);
    return path;
}

QPainterPath backwardPath(QPointF from, QPointF to)
{
    const QPointF turn((from.x() + to.x()) / 2, std::max(from.y(), to.y()) + BackDrop);
    QPainterPath path(from);
    path.cubicTo(from + QPointF(BackReach, 0), QPointF(from.x() + BackReach, turn.y()),
                 QPointF(from.x() - 8, turn.y()));
    path.lineTo(to.x() + 8, turn.y());
    path.cubicTo(QPointF(to.x() - BackReach, turn.y()), to - QPointF(BackReach, 0), to);
    return path;
}

} // namespace

QPainterPath edgePath(QPointF from, QPointF to)
{
    const auto dx = to.x() - from.x();
    if (dx < 0)
        return backwardPath(from, to);
    return forwardPath(from, to,
                       std::clamp(dx / 2, std::min(LeastReach, std::abs(to.y() - from.y())), GreatestReach));
}

} // namespace glasshouse::ui
