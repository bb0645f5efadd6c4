#include "sandbox/host/execution.h"
#include "tests/sandbox/host/fake_vm.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class ExecutionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sendsTheCodeWithItsLimits();
    void streamsOutputAsItComes();
    void translatesTheOutcome_data();
    void translatesTheOutcome();
    void grantsCreditForWhatItConsumed();
    void killsAGuestThatSendsMoreThanGranted();
    void killsAGuestThatSpeaksOfAnotherExecution();
    void killsAGuestThatSendsAFileWithoutItsName();
    void killsAGuestThatMissesItsDeadline();
    void keepsOutputWhenTheVmIsLost();
    void asksTheGuestFirstWhenCancelled();
    void endsACancelledCallThatDoesNotEnd();
    void saysThatVariablesAreGone();
    void deliversFiles();
    void saysWhichLimitsWereHit();
    void aTimeLimitIsSaidOnce();
    void stopsACallThatPrintsTooMuch();
    void endsAGuestThatDoesNotStopPrinting();

private:
    [[nodiscard]] protocol::Exec started();
    [[nodiscard]] ExecResult result();
    void print(const std::string &text, quint32 id = 5)
    {
        m_vm->say(protocol::Output{id, protocol::OutputStream::Stdout, text});
    }
    void finish(protocol::Outcome outcome = protocol::Outcome::Completed, int exitCode = 0,
                bool stateLost = false)
    {
        m_vm->say(protocol::ExecDone{5, outcome, exitCode, 1, stateLost});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeVm> m_vm;
    std::unique_ptr<Execution> m_execution;
    std::unique_ptr<QSignalSpy> m_finished;
    ExecRequest m_request;
};

void ExecutionTest::init()
{
    m_execution.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_vm = std::make_unique<FakeVm>();
    m_request = {};
    m_request.language = QStringLiteral("python");
    m_request.code = "print(1)";
}

protocol::Exec ExecutionTest::started()
{
    m_execution =
        std::make_unique<Execution>(*m_vm, 5, m_request, ArtifactFolders{m_folder->path(), m_folder->path()});
    m_finished = std::make_unique<QSignalSpy>(m_execution.get(), &Execution::finished);
    m_execution->start();
    return m_vm->last<protocol::Exec>();
}

ExecResult ExecutionTest::result()
{
    if (m_finished->isEmpty() && !m_finished->wait())
        return {};
    return m_finished->at(0).at(0).value<ExecResult>();
}

void ExecutionTest::sendsTheCodeWithItsLimits()
{
    m_request.limits.callTimeoutMs = 1234;
    m_request.limits.processes = 7;
    m_request.limits.clearOutputPerCall = true;
    const protocol::Exec exec = started();
    QCOMPARE(exec.id, 5U);
    QCOMPARE(exec.code, std::string("print(1)"));
    QCOMPARE(exec.timeoutMs, 1234U);
    QCOMPARE(exec.processes, 7U);
    QVERIFY(exec.clearOutput);
    QVERIFY(exec.credit > 0);
}

void ExecutionTest::streamsOutputAsItComes()
{
    (void)started();
    QSignalSpy output(m_execution.get(), &Execution::outputReceived);
    print("one\n");
    QCOMPARE(output.size(), 1);
    QCOMPARE(output.at(0).at(1).toByteArray(), QByteArray("one\n"));
    QVERIFY(m_finished->isEmpty());
    print("two\n");
    finish();
    QCOMPARE(result().standardOutput, QByteArray("one\ntwo\n"));
}

void ExecutionTest::translatesTheOutcome_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<int>("ending");
    QTest::newRow("good") << int(protocol::Outcome::Completed) << 0 << int(Ending::Completed);
    QTest::newRow("traceback") << int(protocol::Outcome::Completed) << 1 << int(Ending::Failed);
    QTest::newRow("timeout") << int(protocol::Outcome::TimedOut) << 137 << int(Ending::TimedOut);
    QTest::newRow("memory") << int(protocol::Outcome::OutOfMemory) << 137 << int(Ending::OutOfMemory);
    QTest::newRow("cancelled") << int(protocol::Outcome::Cancelled) << 130 << int(Ending::Cancelled);
    QTest::newRow("died") << int(protocol::Outcome::Died) << 3 << int(Ending::Failed);
}

void ExecutionTest::translatesTheOutcome()
{
    QFETCH(int, outcome);
    QFETCH(int, exitCode);
    QFETCH(int, ending);
    (void)started();
    finish(static_cast<protocol::Outcome>(outcome), exitCode);
    QCOMPARE(int(result().ending), ending);
    QCOMPARE(result().exitCode, exitCode);
}

void ExecutionTest::grantsCreditForWhatItConsumed()
{
    const qint64 granted = started().credit;
    qint64 sent = 0;
    while (sent + (32 << 10) <= granted && m_vm->count<protocol::Credit>() == 0) {
        print(std::string(32 << 10, 'x'));
        sent += 32 << 10;
    }
    QCOMPARE(m_vm->count<protocol::Credit>(), 1);
    QCOMPARE(qint64(m_vm->last<protocol::Credit>().bytes), sent);
}

void ExecutionTest::killsAGuestThatSendsMoreThanGranted()
{
    m_request.limits.outputCharacters = 10;
    const quint32 granted = started().credit;
    print(std::string(granted + 1, 'x'));
    QVERIFY(m_vm->killReason.contains(u"protocol violation"));
    QCOMPARE(int(result().ending), int(Ending::Lost));
}

void ExecutionTest::killsAGuestThatSpeaksOfAnotherExecution()
{
    (void)started();
    print("x", 4);
    QVERIFY(m_vm->killReason.contains(u"protocol violation"));
}

void ExecutionTest::killsAGuestThatSendsAFileWithoutItsName()
{
    (void)started();
    m_vm->say(protocol::ArtifactData{5, "x"});
    QVERIFY(m_vm->killReason.contains(u"protocol violation"));
}

void ExecutionTest::killsAGuestThatMissesItsDeadline()
{
    m_request.limits.callTimeoutMs = -2950; // 50 ms with the grace for the guest
    (void)started();
    print("partial");
    QCOMPARE(int(result().ending), int(Ending::TimedOut));
    QCOMPARE(result().standardOutput, QByteArray("partial"));
    QVERIFY(!m_vm->killReason.isEmpty());
}

void ExecutionTest::keepsOutputWhenTheVmIsLost()
{
    (void)started();
    print("partial");
    m_vm->die();
    QCOMPARE(int(result().ending), int(Ending::Lost));
    QCOMPARE(result().standardOutput, QByteArray("partial"));
    QVERIFY(result().standardError.contains("ended unexpectedly"));
}

void ExecutionTest::asksTheGuestFirstWhenCancelled()
{
    (void)started();
    m_execution->cancel();
    QCOMPARE(m_vm->count<protocol::Cancel>(), 1);
    QVERIFY(m_vm->killReason.isEmpty());
    finish(protocol::Outcome::Cancelled, 130);
    QCOMPARE(int(result().ending), int(Ending::Cancelled));
}

void ExecutionTest::endsACancelledCallThatDoesNotEnd()
{
    (void)started();
    m_execution->abort(QStringLiteral("The sandbox was reset."));
    QCOMPARE(int(result().ending), int(Ending::Cancelled));
}

void ExecutionTest::saysThatVariablesAreGone()
{
    (void)started();
    finish(protocol::Outcome::Died, 3, true);
    QVERIFY(result().standardError.contains("variables of earlier calls are gone"));
}

void ExecutionTest::deliversFiles()
{
    (void)started();
    m_vm->say(protocol::ArtifactBegin{5, "a.txt", 5});
    m_vm->say(protocol::ArtifactData{5, "hello"});
    m_vm->say(protocol::ArtifactEnd{5, ""});
    m_vm->say(protocol::ArtifactRefused{5, "link", "it is a symbolic link"});
    finish();
    QCOMPARE(result().files.size(), 1);
    QCOMPARE(result().files.at(0).name, QStringLiteral("a.txt"));
    QCOMPARE(result().refused,
             (QVector<RefusedFile>{{QStringLiteral("link"), QStringLiteral("it is a symbolic link")}}));
}

void ExecutionTest::saysWhichLimitsWereHit()
{
    m_request.limits.processes = 7;
    (void)started();
    protocol::ExecDone done{5, protocol::Outcome::Completed, 0, 1, false};
    done.limits = quint32(protocol::HitLimit::Processes) | quint32(protocol::HitLimit::OutputFiles);
    m_vm->say(done);
    QCOMPARE(result().limitsHit, QVector<LimitHit>({limitHit(Limit::Processes, m_request.limits),
                                                    limitHit(Limit::OutputFiles, m_request.limits)}));
    QVERIFY(result().limitsHit.first().sentence.contains(QStringLiteral("more than 7 processes")));
}

void ExecutionTest::aTimeLimitIsSaidOnce()
{
    (void)started();
    finish(protocol::Outcome::TimedOut, 130);
    QCOMPARE(result().limitsHit, QVector<LimitHit>{limitHit(Limit::WallTime, m_request.limits)});
    (void)started();
    protocol::ExecDone done{5, protocol::Outcome::TimedOut, 130, 1, false};
    done.limits = quint32(protocol::HitLimit::CpuTime);
    m_vm->say(done);
    QCOMPARE(result().limitsHit, QVector<LimitHit>{limitHit(Limit::CpuTime, m_request.limits)});
}

void ExecutionTest::stopsACallThatPrintsTooMuch()
{
    m_request.limits.printedBytes = 10;
    (void)started();
    print("0123456789");
    QCOMPARE(m_vm->count<protocol::Cancel>(), 0);
    print("x");
    print("y");
    QCOMPARE(m_vm->count<protocol::Cancel>(), 1);
    QCOMPARE(m_execution->printedBytes(), 12);
    finish(protocol::Outcome::Cancelled, 143);
    QCOMPARE(result().ending, Ending::Failed);
    QCOMPARE(result().limitsHit, QVector<LimitHit>{limitHit(Limit::PrintedBytes, m_request.limits)});
}

void ExecutionTest::endsAGuestThatDoesNotStopPrinting()
{
    m_request.limits.printedBytes = 1;
    (void)started();
    print("xx");
    QTRY_VERIFY_WITH_TIMEOUT(!m_vm->killReason.isEmpty(), 20'000);
    QCOMPARE(result().ending, Ending::Failed);
    QCOMPARE(result().limitsHit, QVector<LimitHit>{limitHit(Limit::PrintedBytes, m_request.limits)});
}

QTEST_GUILESS_MAIN(ExecutionTest)
#include "execution_test.moc"
