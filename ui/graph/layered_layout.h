// Tidy: places the nodes of a workflow in layers from left to right with few crossings of edges
// (Sugiyama, Tagawa, Toda 1981: break cycles, layer, order by barycentres, place).
#pragma once

#include "core/model/edit.h"

#include <QHash>
#include <QSizeF>

namespace glasshouse::ui {

struct DrawnSizes
{
    QHash<QString, QSizeF> nodes;
    QHash<QString, double> labels; // widths, of edges that have one
};

// Only nodes that move. Notes and unconnected nodes keep out of the way below. Takes time in proportion to
// nodes and edges, cycles and edges to missing nodes included.
[[nodiscard]] QVector<NodeMove> layeredLayout(const Workflow &workflow, const DrawnSizes &sizes);

} // namespace glasshouse::ui
