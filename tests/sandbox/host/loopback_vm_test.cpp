// A real VM that is connected as on Windows: over loopback, its memory in the saved state and not in a mapped
// file. All of it works on Linux too.
#include "tests/sandbox/host/vm_fixture.h"

#include <csignal>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class LoopbackVmTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void runsCodeAndKeepsItsVariables();
    void makesClonesOfOneTemplate();
    void restoresAKeptSession();
    void goesBackToASnapshot();
    void noticesThatQemuWasKilled();

private:
    [[nodiscard]] QByteArray output(const QByteArray &code)
    {
        m_request.code = code;
        m_request.language = QStringLiteral("python");
        Call call(m_service->execute(m_request));
        return call.wait() ? call.result.standardOutput + call.result.standardError
                           : "failed: " + call.error.toUtf8();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<MicroVmService> m_service;
    ExecRequest m_request;
};

void LoopbackVmTest::initTestCase()
{
    m_service = std::make_unique<MicroVmService>(testPaths(m_folder.path()));
    m_service->setLink(MachineLink::Kind::Loopback);
    m_request.session = QStringLiteral("first");
    m_request.limits.callTimeoutMs = 60'000;
}

void LoopbackVmTest::runsCodeAndKeepsItsVariables()
{
    QCOMPARE(output("x = sum(range(10))\nprint(x)"), QByteArray("45\n"));
    QCOMPARE(output("print(x + 1)"), QByteArray("46\n"));
    QVERIFY(m_service->status().state == Status::State::Degraded); // it is not confined
}

void LoopbackVmTest::makesClonesOfOneTemplate()
{
    const QByteArray unique = "import uuid\nprint(uuid.uuid4())";
    const QByteArray one = output(unique);
    m_request.session = QStringLiteral("second");
    const QByteArray other = output(unique);
    m_request.session = QStringLiteral("first");
    QCOMPARE(one.size(), 37);
    QCOMPARE(other.size(), 37);
    QVERIFY(one != other);
}

void LoopbackVmTest::restoresAKeptSession()
{
    QCOMPARE(output("y = 7\nprint(y)"), QByteArray("7\n"));
    QSignalSpy kept(m_service.get(), &Service::sessionKept);
    m_service->keep(m_request.session);
    QVERIFY(kept.wait(120'000));
    QCOMPARE(kept.first().at(1).toString(), QString());
    QCOMPARE(output("print(y)"), QByteArray("7\n"));
}

void LoopbackVmTest::goesBackToASnapshot()
{
    QCOMPARE(output("z = 'before'\nprint(z)"), QByteArray("before\n"));
    QSignalSpy taken(m_service.get(), &Service::snapshotTaken);
    m_service->snapshot(m_request.session, QStringLiteral("a description"));
    QVERIFY(taken.wait(120'000));
    QCOMPARE(output("z = 'after'\nprint(z)"), QByteArray("after\n"));
    QSignalSpy restored(m_service.get(), &Service::sessionRestored);
    m_service->restore(m_request.session, taken.first().first().value<SessionSnapshot>().id);
    QVERIFY(restored.wait(120'000));
    QCOMPARE(output("print(z)"), QByteArray("before\n"));
}

void LoopbackVmTest::noticesThatQemuWasKilled()
{
    QCOMPARE(output("print(1)"), QByteArray("1\n"));
    QSignalSpy ended(m_service.get(), &Service::sessionEnded);
    const auto processes = m_service->processes(m_request.session);
    QVERIFY(!processes.isEmpty());
    ::kill(static_cast<pid_t>(processes.first()), SIGKILL);
    QVERIFY(ended.wait(60'000));
    QCOMPARE(output("print(2)"), QByteArray("2\n"));
}

QTEST_GUILESS_MAIN(LoopbackVmTest)
#include "loopback_vm_test.moc"
