// Adapts sandbox/host to the CodeRunner that core/tools asks for, so that core knows no VM.
#pragma once

#include "core/tools/code_runner.h"
#include "sandbox/host/sandbox_service.h"

namespace glasshouse {

// Which folders may be mounted. A project may come from a stranger, so what it names has to be below its own
// folder, and what it may write must not be the project itself; a person at the command line may name any
// folder.
enum class MountPolicy { WithinProject, Anywhere };

class SandboxCodeRunner final : public CodeRunner
{
public:
    explicit SandboxCodeRunner(sandbox::Service &service);

    void setMountPolicy(MountPolicy policy) { m_mountPolicy = policy; }

    [[nodiscard]] std::unique_ptr<CodeJob> run(const CodeRequest &request) override;
    void reset(const QString &session) override;

private:
    sandbox::Service &m_service;
    MountPolicy m_mountPolicy = MountPolicy::WithinProject;
};

[[nodiscard]] sandbox::Limits limitsOf(const SandboxProfile &profile);
// An error is a sentence about the folder or the rule that is wrong.
[[nodiscard]] Result<sandbox::SessionSetup> setupOf(const SandboxProfile &profile, MountPolicy policy);
[[nodiscard]] CodeOutcome toCodeOutcome(const sandbox::ExecResult &result);

} // namespace glasshouse
