// When a person is asked before a tool runs.
#pragma once

#include "core/base/result.h"

namespace glasshouse {

enum class ApprovalMode {
    AlwaysRequire,
    NeverRequire,
    AskOnce, // once per thread and tool
};

[[nodiscard]] QString toString(ApprovalMode mode); // "always_require", "never_require", "ask_once"
[[nodiscard]] Result<ApprovalMode> approvalModeFromString(QStringView text);

} // namespace glasshouse
