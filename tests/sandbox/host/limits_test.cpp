// Every limit of a sandbox in a real VM: it holds, its meter shows it, and who hits it is told in a sentence.
#include "tests/sandbox/host/vm_fixture.h"

using namespace glasshouse;
using namespace glasshouse::sandbox;

class LimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void stopsCodeThatRunsTooLong();
    void stopsCodeThatUsesTooMuchProcessorTime();
    void processorTimeCountsWhileAPersonDecides();
    void waitingUsesNoProcessorTime();
    void endsAProcessThatNeedsTooMuchMemory();
    void aForkBombStartsNoMoreThanItMay();
    void stopsCodeThatPrintsWithoutEnd();
    void aFullOutputFolderIsSaid();
    void tooManyFilesAreSaid();
    void aCallWithinItsLimitsHitsNone();
    void tellsOfAHitOnceAsASignal();
    void measuresWhatCodeUses();
    void measuresOnlyWhileSomebodyWatches();
    void endsASandboxAfterItsLifetime();
    void letsACallOutliveTheLifetime();

private:
    [[nodiscard]] std::unique_ptr<Call> run(const QByteArray &code,
                                            const QString &language = QStringLiteral("python"))
    {
        m_request.code = code;
        m_request.language = language;
        return std::make_unique<Call>(m_service->execute(m_request));
    }
    [[nodiscard]] ExecResult result(const QByteArray &code,
                                    const QString &language = QStringLiteral("python"))
    {
        const auto call = run(code, language);
        if (!call->wait())
            qWarning("%s", qPrintable(call->error));
        return call->result;
    }
    [[nodiscard]] static QStringList hits(const ExecResult &result)
    {
        QStringList limits;
        for (const LimitHit &hit : result.limitsHit)
            limits << toString(hit.limit);
        return limits;
    }
    // After whatever happened, the session goes on.
    [[nodiscard]] bool isAlive()
    {
        m_request.limits = {};
        return result("print(6 * 7)").standardOutput == "42\n";
    }

    QTemporaryDir m_folder;
    std::unique_ptr<MicroVmService> m_service;
    ExecRequest m_request;
};

void LimitsTest::initTestCase()
{
    m_service = std::make_unique<MicroVmService>(testPaths(m_folder.path()));
    m_request.session = QStringLiteral("one for all");
    QVERIFY(isAlive());
}

void LimitsTest::init()
{
    m_request = {};
    m_request.session = QStringLiteral("one for all");
}

void LimitsTest::stopsCodeThatRunsTooLong()
{
    m_request.limits.callTimeoutMs = 700;
    const ExecResult stopped = result("import time\ntime.sleep(60)");
    QCOMPARE(stopped.ending, Ending::TimedOut);
    QCOMPARE(hits(stopped), QStringList{toString(Limit::WallTime)});
    QCOMPARE(
        stopped.limitsHit.first().sentence,
        QStringLiteral("The code ran longer than 0.7 s, so it was stopped. The sandbox profile sets this "
                       "limit (call_timeout_ms)."));
    QVERIFY(isAlive());
}

void LimitsTest::stopsCodeThatUsesTooMuchProcessorTime()
{
    m_request.limits.cpuTimeMs = 500;
    const ExecResult stopped = result("while True: pass");
    QCOMPARE(stopped.ending, Ending::TimedOut);
    QCOMPARE(hits(stopped), QStringList{toString(Limit::CpuTime)});
    QVERIFY(stopped.limitsHit.first().sentence.contains(QStringLiteral("0.5 s of processor time")));
    QVERIFY(isAlive());
}

void LimitsTest::processorTimeCountsWhileAPersonDecides()
{
    m_request.limits.cpuTimeMs = 700;
    const auto call = run("while True: pass");
    QObject::connect(call->job.get(), &ExecJob::started, call->job.get(),
                     [&call] { call->job->holdClock(true); });
    QVERIFY(call->wait());
    QCOMPARE(hits(call->result), QStringList{toString(Limit::CpuTime)});
    QVERIFY(isAlive());
}

void LimitsTest::waitingUsesNoProcessorTime()
{
    m_request.limits.cpuTimeMs = 1'500;
    const ExecResult done = result("import time\ntime.sleep(3)\nprint('done')");
    QCOMPARE(done.standardOutput, QByteArray("done\n"));
    QVERIFY(done.limitsHit.isEmpty());
}

void LimitsTest::endsAProcessThatNeedsTooMuchMemory()
{
    const ExecResult ended = result("x = []\nwhile True: x.append(bytearray(16 << 20))");
    QCOMPARE(ended.ending, Ending::OutOfMemory);
    QCOMPARE(hits(ended), QStringList{toString(Limit::Memory)});
    QVERIFY(ended.limitsHit.first().sentence.contains(QStringLiteral("512 MB")));
    QVERIFY(isAlive());
    // a child of the code, which itself goes on
    const ExecResult child = result("import subprocess, sys\n"
                                    "print(subprocess.call([sys.executable, '-c', 'x = [bytes(16 << 20) + "
                                    "b\"x\" for _ in range(99)]']))");
    QCOMPARE(child.ending, Ending::Completed);
    QCOMPARE(hits(child), QStringList{toString(Limit::Memory)});
}

void LimitsTest::aForkBombStartsNoMoreThanItMay()
{
    m_request.limits.processes = 20;
    const ExecResult bomb = result("import os, time\nn = 0\n"
                                   "try:\n"
                                   "    while True:\n"
                                   "        if os.fork() == 0: time.sleep(60)\n"
                                   "        n += 1\n"
                                   "except BlockingIOError: print(n < 20)\n");
    QCOMPARE(bomb.standardOutput, QByteArray("True\n"));
    QCOMPARE(hits(bomb), QStringList{toString(Limit::Processes)});
    QVERIFY(bomb.limitsHit.first().sentence.contains(QStringLiteral("more than 20 processes")));
    QVERIFY(isAlive());
}

void LimitsTest::stopsCodeThatPrintsWithoutEnd()
{
    m_request.limits.printedBytes = 4 << 20;
    const ExecResult stopped = result("yes endless", QStringLiteral("bash"));
    QCOMPARE(stopped.ending, Ending::Failed);
    QCOMPARE(hits(stopped), QStringList{toString(Limit::PrintedBytes)});
    QVERIFY(stopped.cutCharacters > 4'000'000);
    QVERIFY(isAlive());
}

void LimitsTest::aFullOutputFolderIsSaid()
{
    m_request.limits.outputBytes = 1 << 20;
    const ExecResult full = result("try:\n    open('/output/a', 'wb').write(bytes(2 << 20))\n"
                                   "except OSError as error: print(error.strerror)");
    QCOMPARE(full.standardOutput, QByteArray("No space left on device\n"));
    QCOMPARE(hits(full), QStringList{toString(Limit::OutputBytes)});
    QVERIFY(full.limitsHit.first().sentence.contains(QStringLiteral("1.00 MiB")));
    m_request.limits.clearOutputPerCall = true;
    QVERIFY(hits(result("print(1)")).isEmpty());
}

void LimitsTest::tooManyFilesAreSaid()
{
    m_request.limits.outputFiles = 3;
    const ExecResult full = result("for i in range(5): open(f'/output/{i}', 'w').write('x')");
    QCOMPARE(full.files.size(), 3);
    QCOMPARE(full.refused.size(), 2);
    QCOMPARE(hits(full), QStringList{toString(Limit::OutputFiles)});
    m_request.limits.clearOutputPerCall = true;
    QVERIFY(hits(result("print(1)")).isEmpty());
}

void LimitsTest::aCallWithinItsLimitsHitsNone()
{
    const ExecResult done = result("print('fine')");
    QCOMPARE(done.ending, Ending::Completed);
    QVERIFY(done.limitsHit.isEmpty());
}

void LimitsTest::tellsOfAHitOnceAsASignal()
{
    QSignalSpy told(m_service.get(), &Service::limitHit);
    m_request.limits.callTimeoutMs = 300;
    QCOMPARE(result("import time\ntime.sleep(60)").ending, Ending::TimedOut);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().at(0).toString(), m_request.session);
    QVERIFY(told.first().at(1).value<LimitHit>().limit == Limit::WallTime);
}

void LimitsTest::measuresWhatCodeUses()
{
    Usage most;
    connect(m_service.get(), &Service::usageMeasured, this,
            [&most, this](const QString &session, const Usage &now) {
                QCOMPARE(session, m_request.session);
                if (now.callMs > 0)
                    most = now;
            });
    m_service->watchUsage(m_request.session, true);
    m_request.limits.clearOutputPerCall = true;
    const ExecResult done = result("import subprocess, time\n"
                                   "data = bytes(60 << 20) + b'x'\n"
                                   "open('/output/a', 'wb').write(bytes(3 << 20))\n"
                                   "others = [subprocess.Popen(['sleep', '9']) for _ in range(5)]\n"
                                   "print('x' * 1000, flush=True)\n"
                                   "end = time.monotonic() + 5\n"
                                   "while time.monotonic() < end: pass\n");
    m_service->watchUsage(m_request.session, false);
    QCOMPARE(done.ending, Ending::Completed);
    QVERIFY2(most.memoryBytes > 60 << 20, QByteArray::number(most.memoryBytes).constData());
    QVERIFY(most.memoryLimitBytes > most.memoryBytes && most.memoryLimitBytes < qint64(512) << 20);
    QVERIFY2(most.processes >= 6 && most.processes < 64, QByteArray::number(most.processes).constData());
    QCOMPARE(most.outputBytes, 3 << 20);
    QCOMPARE(most.outputFiles, 1);
    QCOMPARE(most.printedBytes, 1001);
    QVERIFY(most.callMs > 1'000 && most.callMs < 60'000);
    QVERIFY(most.callCpuMs > 500 && most.callCpuMs <= most.callMs + 50);
    QVERIFY(most.cpuMs >= most.callCpuMs);
    QCOMPARE(most.processLimit, m_request.limits.processes);
    QCOMPARE(most.callCpuLimitMs, m_request.limits.callTimeoutMs);
    disconnect(m_service.get(), &Service::usageMeasured, this, nullptr);
}

void LimitsTest::measuresOnlyWhileSomebodyWatches()
{
    QVERIFY(isAlive());
    QSignalSpy measured(m_service.get(), &Service::usageMeasured);
    m_service->watchUsage(m_request.session, true);
    QVERIFY(measured.wait());
    QCOMPARE(measured.first().at(1).value<Usage>().callMs, 0); // no call runs
    m_service->watchUsage(m_request.session, false);
    measured.clear();
    QVERIFY(!measured.wait(2'500));
    // one that starts while somebody watches is measured from its start
    m_service->reset(m_request.session);
    m_service->watchUsage(m_request.session, true);
    QVERIFY(isAlive());
    QVERIFY(!measured.isEmpty() || measured.wait());
    m_service->watchUsage(m_request.session, false);
}

void LimitsTest::endsASandboxAfterItsLifetime()
{
    QSignalSpy ended(m_service.get(), &Service::sessionEnded);
    m_request.session = QStringLiteral("short");
    m_request.limits.lifetimeMs = 2'000;
    QCOMPARE(result("x = 1\nprint(x)").standardOutput, QByteArray("1\n"));
    QVERIFY(!ended.isEmpty() || ended.wait(30'000));
    QVERIFY(ended.first().at(1).toString().contains(QStringLiteral("lifetime")));
    QVERIFY(!m_service->sessions().contains(m_request.session));
    QCOMPARE(result("print('x' in globals())").standardOutput, QByteArray("False\n"));
}

void LimitsTest::letsACallOutliveTheLifetime()
{
    QSignalSpy ended(m_service.get(), &Service::sessionEnded);
    m_request.session = QStringLiteral("long");
    m_request.limits.lifetimeMs = 1;
    QCOMPARE(result("import time\ntime.sleep(1)\nprint('done')").standardOutput, QByteArray("done\n"));
    QVERIFY(!ended.isEmpty() || ended.wait());
}

QTEST_GUILESS_MAIN(LimitsTest)
#include "limits_test.moc"
