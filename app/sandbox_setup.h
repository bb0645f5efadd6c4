// What a profile means to the sandbox service: its limits, and which folders and hosts it may open.
#pragma once

#include "core/model/mount_rules.h"
#include "core/model/sandbox_profile.h"
#include "sandbox/host/sandbox_service.h"

namespace glasshouse {

// What a profile may open. A project may come from a stranger, so the folders it names have to be below its
// own or allowed by the person, what it may write must not be the project itself, and it cannot open
// addresses of this machine's network; a person at the command line may.
enum class AccessPolicy { WithinProject, Anywhere };

struct AccessRules
{
    AccessRules(AccessPolicy ofProject = AccessPolicy::WithinProject, QVector<FolderConsent> given = {})
        : policy(ofProject), consents(std::move(given))
    {
    }

    AccessPolicy policy;
    QVector<FolderConsent> consents; // for folders outside the project
};

[[nodiscard]] sandbox::Limits limitsOf(const SandboxProfile &profile);
// An error is a sentence about the folder or the rule that is wrong.
[[nodiscard]] Result<sandbox::SessionSetup> setupOf(const SandboxProfile &profile, const AccessRules &rules);

} // namespace glasshouse
