// Adapts sandbox/host to the CodeRunner that core/tools asks for, so that core knows no VM.
#pragma once

#include "core/tools/code_runner.h"
#include "sandbox/host/sandbox_service.h"

namespace glasshouse {

class SessionAccess;

class SandboxCodeRunner final : public CodeRunner
{
public:
    // Both outlive it.
    SandboxCodeRunner(sandbox::Service &service, SessionAccess &access);

    [[nodiscard]] std::unique_ptr<CodeJob> run(const CodeRequest &request) override;
    void reset(const QString &session) override;

private:
    sandbox::Service &m_service;
    SessionAccess &m_access;
};

[[nodiscard]] CodeOutcome toCodeOutcome(const sandbox::ExecResult &result);

} // namespace glasshouse
