// What the tests of attacks share: a real sandbox for each attack, and the proof that the same sandbox still
// works after it.
#pragma once

#include "tests/sandbox/host/vm_fixture.h"

namespace glasshouse::sandbox {

class HostileGuest
{
public:
    HostileGuest() : m_service(testPaths(m_folder.path())) {}

    void begin(const char *attack)
    {
        m_request = {};
        m_request.session = QString::fromLatin1(attack);
        m_request.language = QStringLiteral("python");
        m_request.limits.timeToLiveMs = 1'000; // the VMs of earlier attacks go by themselves
    }

    [[nodiscard]] ExecRequest &request() { return m_request; }
    [[nodiscard]] MicroVmService &service() { return m_service; }
    [[nodiscard]] const QTemporaryDir &folder() const { return m_folder; }

    [[nodiscard]] std::unique_ptr<Call> run(const QByteArray &code,
                                            const QString &language = QStringLiteral("python"))
    {
        m_request.code = code;
        m_request.language = language;
        return std::make_unique<Call>(m_service.execute(m_request));
    }
    // All that the code printed, errors last.
    [[nodiscard]] QByteArray output(const QByteArray &code,
                                    const QString &language = QStringLiteral("python"))
    {
        const auto call = run(code, language);
        return call->wait() ? call->result.standardOutput + call->result.standardError
                            : "failed: " + call->error.toUtf8();
    }
    // "works" if an ordinary call does what it should, and so does the one after it.
    [[nodiscard]] QByteArray ordinaryCall()
    {
        m_request.limits = {};
        m_request.limits.timeToLiveMs = 1'000;
        (void)output("x = 6"); // may say that variables are gone
        return output("print('works' if x == 6 else x)").trimmed();
    }

private:
    QTemporaryDir m_folder;
    MicroVmService m_service;
    ExecRequest m_request;
};

} // namespace glasshouse::sandbox
