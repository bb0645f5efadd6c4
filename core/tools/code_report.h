// What the model is told about an execution: standard output, then files, then standard error, then how it
// ended.
#pragma once

#include "core/tools/tool.h"

namespace glasshouse {

[[nodiscard]] ToolOutcome reportOf(const CodeOutcome &outcome);

} // namespace glasshouse
