// What a node says on the canvas, as a value: derived from the project, compared to know when to repaint.
#pragma once

#include "core/model/project.h"
#include "core/model/validation.h"

#include <QStringList>

namespace glasshouse::ui {

struct NodeCard
{
    QString id;
    QString kind;
    QString title;
    QString subtitle;
    QStringList inputs; // port names, in the order they are drawn
    QStringList outputs;
    QStringList errors; // sentences of validation
    QStringList warnings;

    bool operator==(const NodeCard &) const = default;
};

// Longer texts are cut here, so that a hostile file costs nothing to lay out.
inline constexpr int MaxCardText = 400;

[[nodiscard]] NodeCard cardFor(const Project &project, const Workflow &workflow, const Node &node);
[[nodiscard]] QString displayTitle(const Node &node);
[[nodiscard]] QString agentOf(const Node &node); // empty unless it is an agent's node

} // namespace glasshouse::ui
