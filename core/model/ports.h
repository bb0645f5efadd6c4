// Which ports of two nodes fit, without looking at the rest of the workflow. Inside core/model only.
#pragma once

#include "core/model/workflow.h"

namespace glasshouse {

// The title, or the id of a node that has none.
[[nodiscard]] QString displayName(const Node &node);

// A sentence, or nothing if an edge may lead from one port to the other.
[[nodiscard]] std::optional<QString> whyPortsDoNotFit(const Node &source, const QString &fromPort,
                                                      const Node &target, const QString &toPort);

} // namespace glasshouse
