// Where the keyboard goes from a node: the neighbour in a direction, and the next one in the graph's order.
#pragma once

#include "core/model/workflow.h"

#include <QHash>
#include <QPointF>
#include <QStringList>

namespace glasshouse::ui {

enum class Direction { Left, Right, Up, Down };

// Along an edge where one leads that way, else the nearest node on that side; empty if there is none.
[[nodiscard]] QString neighbour(const Workflow &workflow, const QHash<QString, QPointF> &centers,
                                const QString &from, Direction direction);

// The order of Tab: from the starts along the edges, breadth first; then whatever is not connected, by
// position.
[[nodiscard]] QStringList readingOrder(const Workflow &workflow);

} // namespace glasshouse::ui
