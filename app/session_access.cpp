#include "app/session_access.h"

namespace glasshouse {

Result<sandbox::SessionSetup> SessionAccess::setupFor(const QString &session, const SandboxProfile &profile)
{
    auto &known = m_sessions[session];
    known.profile = profile;
    return setupNow(known);
}

std::optional<Result<sandbox::SessionSetup>> SessionAccess::currentSetup(const QString &session) const
{
    const auto known = m_sessions.find(session);
    return known == m_sessions.end() ? std::nullopt : std::optional(setupNow(*known));
}

QString SessionAccess::profileOf(const QString &session) const
{
    return m_sessions.value(session).profile.name;
}

void SessionAccess::allowForRun(const QString &session, const AllowRule &rule)
{
    m_sessions[session].allowed.append(rule);
}

bool SessionAccess::forgetRun(const QString &session)
{
    const auto known = m_sessions.find(session);
    return known != m_sessions.end() && !std::exchange(known->allowed, {}).isEmpty();
}

SandboxAccess SessionAccess::accessNow(const SandboxProfile &profile) const
{
    if (m_project.folder.isEmpty() || m_project.folder != profile.access.folder)
        return profile.access;
    const auto *current = m_project.sandbox(profile.name);
    auto access = current ? current->access : SandboxAccess();
    access.folder = m_project.folder;
    return access;
}

Result<sandbox::SessionSetup> SessionAccess::setupNow(const Known &known) const
{
    auto profile = known.profile;
    profile.access = accessNow(known.profile);
    profile.access.allow += known.allowed;
    profile.access.asksForUnlisted = profile.access.asksForUnlisted && m_canAsk;
    return setupOf(profile, m_rules);
}

} // namespace glasshouse
