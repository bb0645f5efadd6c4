// Adapts sandbox/host to the CodeRunner that core/tools asks for, so that core knows no VM.
#pragma once

#include "core/tools/code_runner.h"
#include "sandbox/host/sandbox_service.h"

namespace glasshouse {

// Where the host's side of mounts may lie. The project may come from a stranger, so what it names has to be
// below its own folder; a person at the command line may name any folder.
struct MountSource
{
    QString folder; // where relative paths start
    bool onlyBelow = true;

    bool operator==(const MountSource &) const = default;
};

class SandboxCodeRunner final : public CodeRunner
{
public:
    explicit SandboxCodeRunner(sandbox::Service &service) : m_service(service) {}

    void setMountSource(const MountSource &source) { m_mounts = source; }

    [[nodiscard]] std::unique_ptr<CodeJob> run(const CodeRequest &request) override;
    void reset(const QString &session) override;

private:
    sandbox::Service &m_service;
    MountSource m_mounts;
};

[[nodiscard]] sandbox::Limits limitsOf(const SandboxProfile &profile);
// An error is a sentence about the folder or the rule that is wrong.
[[nodiscard]] Result<sandbox::SessionSetup> setupOf(const SandboxProfile &profile, const MountSource &source);
[[nodiscard]] CodeOutcome toCodeOutcome(const sandbox::ExecResult &result);

} // namespace glasshouse
