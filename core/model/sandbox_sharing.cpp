#include "core/model/sandbox_sharing.h"

namespace glasshouse {

namespace {

constexpr QLatin1Char separator('/'); // no id of a thread has one

} // namespace

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

QString sandboxSession(const QString &runSession, const QString &agent, SandboxSharing sharing)
{
    return sharing == SandboxSharing::Agent ? runSession + separator + agent : runSession;
}

QString runSessionOf(const QString &session)
{
    return session.section(separator, 0, 0);
}

} // namespace glasshouse
