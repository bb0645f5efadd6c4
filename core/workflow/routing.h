// Where messages go: which nodes are ready to work, on what, and along which edges their outputs travel.
// Pure.
#pragma once

#include "core/workflow/workflow_state.h"

namespace glasshouse::routing {

[[nodiscard]] const Node *startNode(const Workflow &workflow); // nullptr if there is none

// In the workflow's order.
[[nodiscard]] QStringList readyNodes(const Workflow &workflow, const WorkflowState &state);

// Nodes that hold messages but still wait for others.
[[nodiscard]] QStringList starvedNodes(const WorkflowState &state);

// The messages a node takes when it starts: the oldest of each edge, in the order of the workflow's edges.
[[nodiscard]] QVector<Delivery> waitingFor(const Workflow &workflow, const WorkflowState &state,
                                           const QString &node);

// One text of several: each under the title of the node it came from.
[[nodiscard]] QString merged(const Workflow &workflow, const QVector<Delivery> &deliveries);

// What the nodes that are done send, without what was delivered already.
[[nodiscard]] QVector<Delivery> deliveries(const Workflow &workflow, const WorkflowState &state);

// The name a person knows a node by.
[[nodiscard]] QString titleOf(const Workflow &workflow, const QString &node);

} // namespace glasshouse::routing
