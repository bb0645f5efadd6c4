// Who shares one sandbox, and with it variables and files.
#pragma once

#include "core/base/result.h"

namespace glasshouse {

enum class SandboxSharing {
    Thread, // all agents of a thread that use the profile
    Agent,  // none: each agent of a thread has its own
};

[[nodiscard]] QString toString(SandboxSharing sharing); // "thread", "agent"
[[nodiscard]] Result<SandboxSharing> sandboxSharingFromString(QStringView text);

// Where the code of an agent runs: in the session of its run, or in one of its own beside it.
[[nodiscard]] QString sandboxSession(const QString &runSession, const QString &agent, SandboxSharing sharing);
[[nodiscard]] QString runSessionOf(const QString &session);

} // namespace glasshouse
