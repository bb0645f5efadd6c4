// What the tests of attacks share: a real sandbox for each attack, and the proof that the same sandbox still
// works after it.
#pragma once

#include "tests/sandbox/host/vm_fixture.h"

namespace glasshouse::sandbox {

// attempt() prints the name of the error that something ended with; call() makes a call of the C library
// raise it.
inline const QByteArray attempts = R"(
import ctypes, errno, os, socket, struct, time
libc = ctypes.CDLL(None, use_errno=True)
def attempt(what, *arguments):
    try: print('done:', what(*arguments))
    except socket.gaierror: print('no name')
    except OSError as e: print(errno.errorcode.get(e.errno, e.errno))
def call(name, *arguments):
    result = getattr(libc, name)(*arguments)
    if result < 0: raise OSError(ctypes.get_errno(), '')
    return result
)";

// Every line is one of these errors, and there are so many of them.
inline bool allFailed(const QByteArray &said, qsizetype count, const QList<QByteArray> &errors)
{
    const auto lines = said.trimmed().split('\n');
    return lines.size() == count &&
           std::all_of(lines.begin(), lines.end(), [&](const auto &line) { return errors.contains(line); });
}

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

// Each test function is an attack, and after each one the sandbox has to work as before.
class HostileTest : public QObject
{
    Q_OBJECT

protected Q_SLOTS:
    void initTestCase() { m_guest = std::make_unique<HostileGuest>(); }
    void cleanupTestCase() { m_guest.reset(); }
    void init() { m_guest->begin(QTest::currentTestFunction()); }
    void cleanup() { QCOMPARE(m_guest->ordinaryCall(), QByteArray("works")); }

protected:
    std::unique_ptr<HostileGuest> m_guest;
};

} // namespace glasshouse::sandbox
