// Adapts sandbox/host to the CodeRunner that core/tools asks for, so that core knows no VM.
#pragma once

#include "core/tools/code_runner.h"
#include "sandbox/host/sandbox_service.h"

namespace glasshouse {

class SandboxCodeRunner final : public CodeRunner
{
public:
    explicit SandboxCodeRunner(sandbox::Service &service) : m_service(service) {}

    [[nodiscard]] std::unique_ptr<CodeJob> run(const CodeRequest &request) override;
    void reset(const QString &session) override;

private:
    sandbox::Service &m_service;
};

[[nodiscard]] sandbox::Limits limitsOf(const SandboxProfile &profile);
[[nodiscard]] CodeOutcome toCodeOutcome(const sandbox::ExecResult &result);

} // namespace glasshouse
