// Lines nodes up and spreads them evenly, as pure functions from where they are to where they go.
#pragma once

#include "core/model/edit.h"

#include <QRectF>

namespace glasshouse::ui {

enum class Arrangement {
    AlignLeft,
    AlignHorizontalCenters,
    AlignRight,
    AlignTop,
    AlignVerticalCenters,
    AlignBottom,
    DistributeHorizontally,
    DistributeVertically,
};

struct PlacedNode
{
    QString id;
    QRectF body; // in the scene
};

// How many nodes there have to be: two to align, three to distribute.
[[nodiscard]] int leastNodesFor(Arrangement arrangement);

// "Align left edges", for menus and the undo stack.
[[nodiscard]] QString arrangementText(Arrangement arrangement);

// Only the nodes that have to move. Aligning goes by the rectangle around all nodes; distributing leaves the
// first and the last where they are and makes the gaps between all equal.
[[nodiscard]] QVector<NodeMove> arranged(QVector<PlacedNode> nodes, Arrangement arrangement);

} // namespace glasshouse::ui
