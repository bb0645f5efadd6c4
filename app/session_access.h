// What the sandboxes of sessions may open at this moment: what their profiles say as the project stands now,
// and what a person allowed for the run that goes on.
#pragma once

#include "app/sandbox_setup.h"
#include "core/model/project.h"

#include <QHash>

namespace glasshouse {

class SessionAccess
{
public:
    explicit SessionAccess(AccessPolicy policy = AccessPolicy::WithinProject) : m_rules(policy) {}

    // Somebody answers permissions. Until then what would be asked is denied at once, as nobody would come.
    void setCanAsk(bool canAsk) { m_canAsk = canAsk; }
    void setFolderConsents(const QVector<FolderConsent> &consents) { m_rules.consents = consents; }
    // A profile that the project no longer has opens nothing. Sessions of other projects keep what they have.
    void setProject(const Project &project) { m_project = project; }

    // For the session's next call, under `profile`: limits as they were when the run began, folders and
    // network as they are now. An error is a sentence about what is wrong in the profile.
    [[nodiscard]] Result<sandbox::SessionSetup> setupFor(const QString &session,
                                                         const SandboxProfile &profile);
    // The same for a session that has had a call; nothing for others.
    [[nodiscard]] std::optional<Result<sandbox::SessionSetup>> currentSetup(const QString &session) const;
    [[nodiscard]] QString profileOf(const QString &session) const; // its name; empty if unknown

    void allowForRun(const QString &session, const AllowRule &rule);
    [[nodiscard]] bool forgetRun(const QString &session); // true if that closes something

private:
    struct Known
    {
        SandboxProfile profile;     // of its last call
        QVector<AllowRule> allowed; // for the run
    };

    [[nodiscard]] SandboxAccess accessNow(const SandboxProfile &profile) const;
    [[nodiscard]] Result<sandbox::SessionSetup> setupNow(const Known &known) const;

    AccessRules m_rules;
    bool m_canAsk = false;
    Project m_project;
    QHash<QString, Known> m_sessions;
};

} // namespace glasshouse
