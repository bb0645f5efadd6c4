#include "tests/sandbox/host/session_case.h"

using namespace glasshouse;
using namespace glasshouse::sandbox;

class SessionTest : public SessionCase
{
    Q_OBJECT

private Q_SLOTS:
    void asksForAVmOnceAndKeepsIt();
    void runsCallsOneAfterTheOther();
    void reportsTheStartWithTheTimeToGetAVm();
    void asksForUsageWhileSomebodyWatches();
    void aVisitorHasTheVmForItself();
    void aVisitorFindsNoVm();
    void deletingARunningJobCancelsIt();
    void deletingAWaitingJobRemovesIt();
    void cancelBeforeTheVmIsThere();
    void asksForAnotherVmWhenTheNeedsChange();
    void replenishesAfterTheFirstOutput();
    void reportsThatThereIsNoSandbox();
    void passesOnWhyItWaits();
    void jobsThatOutliveItAreFinished();
};

void SessionTest::asksForAVmOnceAndKeepsIt()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    QSignalSpy finished(first.get(), &ExecJob::finished);
    finish();
    QCOMPARE(finished.size(), 1);
    const auto second = m_session->execute(request("2"));
    QVERIFY(waitFor("2"));
    QCOMPARE(m_source->requested.size(), 1);
}

void SessionTest::runsCallsOneAfterTheOther()
{
    const auto first = m_session->execute(request("1"));
    const auto second = m_session->execute(request("2"));
    QVERIFY(waitFor("1"));
    QCoreApplication::processEvents();
    QCOMPARE(sent<protocol::Exec>(), 1);
    finish();
    QVERIFY(waitFor("2"));
}

void SessionTest::reportsTheStartWithTheTimeToGetAVm()
{
    const auto first = m_session->execute(request("1"));
    QSignalSpy started(first.get(), &ExecJob::started);
    QVERIFY(waitFor("1"));
    QTRY_COMPARE(started.size(), 1);
    const auto start = started.at(0).at(0).value<ExecStart>();
    QVERIFY(start.restoredMs > 0);
    QVERIFY(start.confined);
    finish();
    const auto second = m_session->execute(request("2"));
    QSignalSpy again(second.get(), &ExecJob::started);
    QTRY_COMPARE(again.size(), 1);
    QCOMPARE(again.at(0).at(0).value<ExecStart>().restoredMs, 0);
}

void SessionTest::asksForUsageWhileSomebodyWatches()
{
    QSignalSpy measured(m_session.get(), &Session::usageMeasured);
    m_session->watchUsage(true);
    ExecRequest limited = request("1");
    limited.limits.cpuTimeMs = 5'000;
    const auto job = m_session->execute(limited);
    QVERIFY(waitFor("1"));
    QCOMPARE(sent<protocol::AskUsage>(), 1);
    say(protocol::Output{running().id, protocol::OutputStream::Stdout, "four"});
    protocol::Usage usage;
    usage.cpuUs = 3'000;
    usage.memoryBytes = 17;
    say(usage);
    QCOMPARE(measured.size(), 1);
    const auto told = measured.first().first().value<Usage>();
    QCOMPARE(told.cpuMs, 3);
    QCOMPARE(told.memoryBytes, 17);
    QCOMPARE(told.printedBytes, 4);
    QCOMPARE(told.callCpuLimitMs, 5'000);
    QTRY_COMPARE(sent<protocol::AskUsage>(), 2);
    m_session->watchUsage(false);
    say(usage); // which was on its way
    QCOMPARE(measured.size(), 1);
    QVERIFY(m_source->vm->killReason.isEmpty());
}

void SessionTest::aVisitorHasTheVmForItself()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    const auto second = m_session->execute(request("2"));
    Vm *visited = nullptr;
    m_session->visit([&](Vm *vm) { visited = vm; });
    QCOMPARE(visited, nullptr);
    finish();
    QTRY_COMPARE(visited, m_source->vm.data());
    QCOMPARE(running().code, std::string("1"));
    m_session->endVisit();
    QVERIFY(waitFor("2"));
}

void SessionTest::aVisitorFindsNoVm()
{
    bool came = false;
    m_session->visit([&](Vm *vm) {
        QCOMPARE(vm, nullptr);
        came = true;
        m_session->endVisit();
    });
    QTRY_VERIFY(came);
}

void SessionTest::deletingARunningJobCancelsIt()
{
    auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    first.reset();
    QCOMPARE(sent<protocol::Cancel>(), 1);
    const auto second = m_session->execute(request("2"));
    finish();
    QVERIFY(waitFor("2"));
}

void SessionTest::deletingAWaitingJobRemovesIt()
{
    const auto first = m_session->execute(request("1"));
    auto second = m_session->execute(request("2"));
    const auto third = m_session->execute(request("3"));
    QVERIFY(waitFor("1"));
    second.reset();
    finish();
    QVERIFY(waitFor("3"));
    QCOMPARE(sent<protocol::Exec>(), 2);
}

void SessionTest::cancelBeforeTheVmIsThere()
{
    m_source->held = true;
    const auto first = m_session->execute(request("1"));
    QTRY_COMPARE(m_source->requested.size(), 1);
    QSignalSpy finished(first.get(), &ExecJob::finished);
    first->cancel();
    first->cancel();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(int(finished.at(0).at(0).value<Result<ExecResult>>()->ending), int(Ending::Cancelled));
    m_source->held = false;
    const auto second = m_session->execute(request("2"));
    QVERIFY(waitFor("2"));
}

void SessionTest::asksForAnotherVmWhenTheNeedsChange()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    finish();
    ExecRequest bigger = request("2");
    bigger.limits.memoryMb = 1024;
    const auto second = m_session->execute(bigger);
    QVERIFY(waitFor("2"));
    QCOMPARE(m_source->requested.size(), 2);
    QCOMPARE(m_source->requested.at(1).memoryMb, 1024);
}

void SessionTest::replenishesAfterTheFirstOutput()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    QCOMPARE(m_source->replenished, 0);
    say(protocol::Output{running().id, protocol::OutputStream::Stdout, "x"});
    say(protocol::Output{running().id, protocol::OutputStream::Stdout, "y"});
    finish();
    QCOMPARE(m_source->replenished, 1);
}

void SessionTest::reportsThatThereIsNoSandbox()
{
    m_source->held = true;
    const auto first = m_session->execute(request("1"));
    QSignalSpy finished(first.get(), &ExecJob::finished);
    QTRY_VERIFY(m_source->pending);
    Q_EMIT m_source->pending.data()->failed({QStringLiteral("No QEMU."), ErrorCode::SandboxUnavailable});
    QTRY_COMPARE(finished.size(), 1);
    const auto result = finished.at(0).at(0).value<Result<ExecResult>>();
    QVERIFY(!result);
    QVERIFY(result.error().code == ErrorCode::SandboxUnavailable);
}

void SessionTest::passesOnWhyItWaits()
{
    m_source->held = true;
    const auto first = m_session->execute(request("1"));
    QSignalSpy waiting(first.get(), &ExecJob::waiting);
    QTRY_VERIFY(m_source->pending);
    Q_EMIT m_source->pending.data()->delayed(QStringLiteral("The image is being built."));
    QCOMPARE(waiting.size(), 1);
}

void SessionTest::jobsThatOutliveItAreFinished()
{
    const auto running = m_session->execute(request("1"));
    const auto waiting = m_session->execute(request("2"));
    QVERIFY(waitFor("1"));
    QSignalSpy runningFinished(running.get(), &ExecJob::finished);
    QSignalSpy waitingFinished(waiting.get(), &ExecJob::finished);
    m_session.reset();
    QCOMPARE(runningFinished.size() + waitingFinished.size(), 0); // not in the middle of the destruction
    for (QSignalSpy *finished : {&runningFinished, &waitingFinished}) {
        QTRY_COMPARE(finished->size(), 1);
        const auto result = finished->at(0).at(0).value<Result<ExecResult>>();
        QVERIFY(!result);
        QVERIFY(result.error().message.contains(u"before the call was done"));
    }
}

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
