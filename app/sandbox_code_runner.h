// Adapts sandbox/host to the CodeRunner that core/tools asks for, so that core knows no VM.
#pragma once

#include "core/tools/code_runner.h"
#include "sandbox/host/sandbox_service.h"

namespace glasshouse {

// What a profile may open. A project may come from a stranger, so the folders it names have to be below its
// own, what it may write must not be the project itself, and it cannot open addresses of this machine's
// network; a person at the command line may.
enum class AccessPolicy { WithinProject, Anywhere };

class SandboxCodeRunner final : public CodeRunner
{
public:
    explicit SandboxCodeRunner(sandbox::Service &service);

    void setAccessPolicy(AccessPolicy policy) { m_accessPolicy = policy; }

    [[nodiscard]] std::unique_ptr<CodeJob> run(const CodeRequest &request) override;
    void reset(const QString &session) override;

private:
    sandbox::Service &m_service;
    AccessPolicy m_accessPolicy = AccessPolicy::WithinProject;
};

[[nodiscard]] sandbox::Limits limitsOf(const SandboxProfile &profile);
// An error is a sentence about the folder or the rule that is wrong.
[[nodiscard]] Result<sandbox::SessionSetup> setupOf(const SandboxProfile &profile, AccessPolicy policy);
[[nodiscard]] CodeOutcome toCodeOutcome(const sandbox::ExecResult &result);

} // namespace glasshouse
