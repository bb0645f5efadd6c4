// Counts what a tree holds.
#pragma once

#include "sandbox/files/host_tree.h"
#include "sandbox/files/quota_meter.h"

#include <stop_token>

namespace glasshouse::sandbox {

// Everything below the folder itself. Folders that cannot be read count as empty.
[[nodiscard]] Usage usageOf(const HostTree &tree, const std::stop_token &stop);

} // namespace glasshouse::sandbox
