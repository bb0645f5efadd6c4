#include "core/model/approval_mode.h"

namespace glasshouse {

QString toString(ApprovalMode mode)
{
    switch (mode) {
    case ApprovalMode::AlwaysRequire:
        return QStringLiteral("always_require");
    case ApprovalMode::NeverRequire:
        return QStringLiteral("never_require");
    case ApprovalMode::AskOnce:
        return QStringLiteral("ask_once");
    }
    return {};
}

Result<ApprovalMode> approvalModeFromString(QStringView text)
{
    for (const auto mode : {ApprovalMode::AlwaysRequire, ApprovalMode::NeverRequire, ApprovalMode::AskOnce}) {
        if (text == toString(mode))
            return mode;
    }
    return fail(QStringLiteral("\"%1\" is no approval mode; use always_require, never_require or ask_once.")
                    .arg(text),
                ErrorCode::BadProject);
}

} // namespace glasshouse
