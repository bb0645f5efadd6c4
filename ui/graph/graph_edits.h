// The edits a canvas makes, as pure functions from a workflow to an Edit: no pixels, no widgets.
#pragma once

#include "core/model/edit.h"

#include <optional>

namespace glasshouse::ui {

inline constexpr double GridStep = 8;
inline constexpr double LargestCoordinate = 1'000'000;

// Finite, within the canvas and on the grid, whatever a file says.
[[nodiscard]] QPointF snapped(QPointF position);
// Finite and within the canvas.
[[nodiscard]] QPointF sanePosition(QPointF position);

[[nodiscard]] QString uniqueNodeId(const Workflow &workflow, const QString &wish);
[[nodiscard]] QString uniqueEdgeId(const Workflow &workflow, const QString &from, const QString &to);
[[nodiscard]] QString uniqueAgentName(const Project &project, const QString &wish);

// One node of `kind`, with the configuration a new one starts with. `agent` only for an agent's node.
[[nodiscard]] Node makeNode(const Workflow &workflow, const QString &kind, const QString &agent,
                            QPointF position);
[[nodiscard]] Edge makeEdge(const Workflow &workflow, const Port &from, const Port &to);

// Ports of `fixed` and `node` that fit each other, as an edge; nothing if none does.
[[nodiscard]] std::optional<Edge> edgeToNewNode(const Workflow &workflow, const Port &fixed,
                                                bool fixedIsOutput, const Node &node);

// Nodes (with the edges that hang on them) and edges, as one step.
[[nodiscard]] Edit removal(const Workflow &workflow, const QStringList &nodes, const QStringList &edges);

// Why a node of this kind cannot be added, as a sentence; nothing if it can.
[[nodiscard]] std::optional<QString> whyNotAddable(const Workflow &workflow, const QString &kind);

} // namespace glasshouse::ui
