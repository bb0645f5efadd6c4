#include "core/model/sandbox_sharing.h"

namespace glasshouse {

QString toString(SandboxSharing sharing)
{
    return sharing == SandboxSharing::Agent ? QStringLiteral("agent") : QStringLiteral("thread");
}

Result<SandboxSharing> sandboxSharingFromString(QStringView text)
{
    for (const auto sharing : {SandboxSharing::Thread, SandboxSharing::Agent}) {
        if (text == toString(sharing))
            return sharing;
    }
    return fail(QStringLiteral("\"%1\" is nobody who shares a sandbox; use thread or agent.").arg(text),
                ErrorCode::BadProject);
}

} // namespace glasshouse
