// Counts what a tree holds.
#pragma once

#include "sandbox/files/host_tree.h"
#include "sandbox/files/quota_meter.h"

#include <stop_token>

namespace glasshouse::sandbox {

// Everything below `folder`; none if that cannot be known, e.g. for want of descriptors. What is gone or may
// not be read counts as nothing: the guest cannot reach it either.
[[nodiscard]] std::optional<Usage> usageOf(const HostTree &tree, const TreePath &folder,
                                           const std::stop_token &stop);

} // namespace glasshouse::sandbox
