// The curve of an edge between two ports, and how near a point is to it.
#pragma once

#include <QPainterPath>

namespace glasshouse::ui {

// Leaves to the right and arrives from the left; an edge that goes back runs below both ends.
[[nodiscard]] QPainterPath edgePath(QPointF from, QPointF to);

} // namespace glasshouse::ui
