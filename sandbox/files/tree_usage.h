// Counts what a tree holds.
#pragma once

#include "sandbox/files/host_tree.h"
#include "sandbox/files/quota_meter.h"

#include <limits>
#include <stop_token>

namespace glasshouse::sandbox {

// Everything below `folder`; none if that cannot be known, e.g. for want of descriptors. What is gone or may
// not be read counts as nothing: the guest cannot reach it either. The count ends soon after `mostFiles`.
[[nodiscard]] std::optional<TreeUsage>
usageOf(const HostTree &tree, const TreePath &folder, const std::stop_token &stop,
        std::uint64_t mostFiles = std::numeric_limits<std::uint64_t>::max());

} // namespace glasshouse::sandbox
