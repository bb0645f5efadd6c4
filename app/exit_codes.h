// glasshousectl's exit codes (README.md, "The command line").
#pragma once

#include "core/base/result.h"

namespace glasshouse {

enum ExitCode {
    ExitDone = 0,
    ExitRunFailed = 1,
    ExitBadUsage = 2, // or a bad project
    ExitApprovalDenied = 3, // or needed, but nobody to ask
    ExitSandboxUnavailable = 4,
    ExitModelUnavailable = 5,
};

[[nodiscard]] constexpr ExitCode exitCodeFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadUsage:
    case ErrorCode::BadProject:
    case ErrorCode::NotFound:
        return ExitBadUsage;
    case ErrorCode::ApprovalDenied:
        return ExitApprovalDenied;
    case ErrorCode::SandboxUnavailable:
        return ExitSandboxUnavailable;
    case ErrorCode::ModelUnavailable:
        return ExitModelUnavailable;
    case ErrorCode::Failed:
    case ErrorCode::Cancelled:
        break;
    }
    return ExitRunFailed;
}

} // namespace glasshouse
