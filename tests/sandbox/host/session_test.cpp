#include "sandbox/host/session.h"
#include "tests/sandbox/host/fake_vm.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

namespace {

ExecRequest request(const QByteArray &code = "x")
{
    ExecRequest request;
    request.session = QStringLiteral("s");
    request.language = QStringLiteral("python");
    request.code = code;
    return request;
}

} // namespace

class SessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void asksForAVmOnceAndKeepsIt();
    void runsCallsOneAfterTheOther();
    void reportsTheStartWithTheTimeToGetAVm();
    void startsFreshAfterTheVmWasLost();
    void neverRepeatsALostCall();
    void triesAgainWhenTheGuestNeverAnswered();
    void givesUpAfterThreeTries();
    void triesAgainWhenTheVmEndsBeforeTheCallStarts();
    void neverTriesAgainWhatWasCancelled();
    void endsTheVmAtTheEndOfItsLifetime();
    void asksForUsageWhileSomebodyWatches();
    void figuresThatNobodyAskedForEndTheVm();
    void aVisitorHasTheVmForItself();
    void aVisitorFindsNoVm();
    void goesOnInARestoredVm();
    void saysWhyItCouldNotBeRestored();
    void aResetEndsARestore();
    void resetsBetweenCalls();
    void resetEndsTheRunningCall();
    void letsGoOfAnIdleVm();
    void deletingARunningJobCancelsIt();
    void deletingAWaitingJobRemovesIt();
    void cancelBeforeTheVmIsThere();
    void asksForAnotherVmWhenTheNeedsChange();
    void replenishesAfterTheFirstOutput();
    void reportsThatThereIsNoSandbox();
    void passesOnWhyItWaits();
    void saysWhyTheVmEndedByItself();
    void jobsThatOutliveItAreFinished();

private:
    [[nodiscard]] protocol::Exec running() const
    {
        const FakeVm *vm = m_source->vm.data();
        return vm ? vm->last<protocol::Exec>() : protocol::Exec();
    }
    [[nodiscard]] bool waitFor(const char *code)
    {
        return QTest::qWaitFor([&] { return running().code == code; });
    }
    void say(const protocol::Message &message)
    {
        if (FakeVm *vm = m_source->vm.data())
            vm->say(message);
    }
    void die()
    {
        if (FakeVm *vm = m_source->vm.data())
            vm->die();
    }
    template<typename Kind> [[nodiscard]] qsizetype sent() const
    {
        const FakeVm *vm = m_source->vm.data();
        return vm ? vm->count<Kind>() : 0;
    }
    void dieUnheard()
    {
        if (FakeVm *vm = m_source->vm.data()) {
            vm->answered = false;
            vm->die();
        }
    }
    [[nodiscard]] bool waitForAnotherVm(const QPointer<FakeVm> &old)
    {
        return QTest::qWaitFor([&] { return m_source->vm && m_source->vm != old; });
    }
    [[nodiscard]] Session::MakeRequest copy()
    {
        return [this] { return m_source->requestVm({QStringLiteral("base"), 256}); };
    }
    void finish() { say(protocol::ExecDone{running().id, protocol::Outcome::Completed, 0, 1, false}); }

    QTemporaryDir m_folder;
    std::unique_ptr<FakeVmSource> m_source;
    std::unique_ptr<Session> m_session;
};

void SessionTest::init()
{
    m_source = std::make_unique<FakeVmSource>();
    m_session = std::make_unique<Session>(QStringLiteral("s"), *m_source,
                                          ArtifactFolders{m_folder.path(), m_folder.path()});
}

void SessionTest::cleanup()
{
    m_session.reset();
    m_source.reset();
}

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

void SessionTest::startsFreshAfterTheVmWasLost()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    QSignalSpy finished(first.get(), &ExecJob::finished);
    die();
    QCOMPARE(finished.size(), 1);
    const auto second = m_session->execute(request("2"));
    QVERIFY(waitFor("2"));
    QCOMPARE(m_source->requested.size(), 2);
}

void SessionTest::neverRepeatsALostCall()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    die();
    QCoreApplication::processEvents();
    QCOMPARE(m_source->requested.size(), 1);
}

// Such a guest cannot have looked at the code.
void SessionTest::triesAgainWhenTheGuestNeverAnswered()
{
    const auto job = m_session->execute(request("1"));
    QSignalSpy finished(job.get(), &ExecJob::finished);
    QVERIFY(waitFor("1"));
    const auto first = m_source->vm;
    dieUnheard();
    QVERIFY(waitForAnotherVm(first));
    QCOMPARE(m_source->requested.size(), 2);
    QVERIFY(waitFor("1"));
    QVERIFY(finished.isEmpty());
    finish();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(finished.first().first().value<Result<ExecResult>>()->ending, Ending::Completed);
}

void SessionTest::givesUpAfterThreeTries()
{
    const auto job = m_session->execute(request("1"));
    QSignalSpy finished(job.get(), &ExecJob::finished);
    QPointer<FakeVm> before;
    for (int i = 1; i <= 3; ++i) {
        QVERIFY(waitForAnotherVm(before));
        QCOMPARE(m_source->requested.size(), i);
        QVERIFY(waitFor("1"));
        before = m_source->vm;
        dieUnheard();
    }
    QCOMPARE(finished.size(), 1);
    const auto result = finished.first().first().value<Result<ExecResult>>();
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::SandboxUnavailable);
    QCOMPARE(result.error().message, QStringLiteral("The sandbox ended unexpectedly."));
    // and the next call has its own
    const auto next = m_session->execute(request("2"));
    QTRY_COMPARE(m_source->requested.size(), 4);
}

void SessionTest::triesAgainWhenTheVmEndsBeforeTheCallStarts()
{
    ExecRequest mounting = request("1");
    mounting.setup.mounts = {{QStringLiteral("/input"), {m_folder.path(), false, {}}}};
    const auto job = m_session->execute(mounting);
    QTRY_COMPARE(sent<protocol::Mount>(), 1);
    const auto first = m_source->vm;
    die();
    QVERIFY(waitForAnotherVm(first));
    QTRY_COMPARE(sent<protocol::Mount>(), 1);
    QCOMPARE(sent<protocol::Exec>(), 0);
    const auto stream = m_source->vm->last<protocol::Mount>().stream;
    say(protocol::Mounted{stream, true, {}});
    QVERIFY(waitFor("1"));
}

void SessionTest::neverTriesAgainWhatWasCancelled()
{
    const auto job = m_session->execute(request("1"));
    QSignalSpy finished(job.get(), &ExecJob::finished);
    QVERIFY(waitFor("1"));
    job->cancel();
    dieUnheard();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(finished.first().first().value<Result<ExecResult>>()->ending, Ending::Cancelled);
    QCOMPARE(m_source->requested.size(), 1);
}

void SessionTest::endsTheVmAtTheEndOfItsLifetime()
{
    ExecRequest brief = request("1");
    brief.limits.lifetimeMs = 1;
    const auto job = m_session->execute(brief);
    QSignalSpy ended(m_session.get(), &Session::vmEnded);
    QVERIFY(waitFor("1"));
    QVERIFY(!ended.wait(50)); // not under the call
    finish();
    QCOMPARE(ended.size(), 1);
    QVERIFY(!m_session->vm());
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

void SessionTest::figuresThatNobodyAskedForEndTheVm()
{
    m_session->watchUsage(true);
    const auto job = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    say(protocol::Usage{});
    QVERIFY(m_source->vm->killReason.isEmpty());
    say(protocol::Usage{});
    QVERIFY(m_source->vm->killReason.contains(QStringLiteral("protocol violation")));
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

void SessionTest::goesOnInARestoredVm()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    finish();
    const QPointer<FakeVm> before = m_source->vm;
    QSignalSpy restored(m_session.get(), &Session::restored);
    m_session->restore(QStringLiteral("snapshot_1"), {QStringLiteral("base"), 256}, copy());
    QVERIFY(restored.wait());
    QCOMPARE(restored.first().first().toString(), QStringLiteral("snapshot_1"));
    QTRY_VERIFY(!before);
    ExecRequest next = request("2");
    next.image = QStringLiteral("base");
    next.limits.memoryMb = 256;
    const auto second = m_session->execute(next);
    QVERIFY(waitFor("2"));
    QCOMPARE(m_source->requested.size(), 2);
}

void SessionTest::saysWhyItCouldNotBeRestored()
{
    m_source->held = true;
    QSignalSpy failed(m_session.get(), &Session::restoreFailed);
    m_session->restore(QStringLiteral("snapshot_1"), {}, copy());
    QTRY_VERIFY(m_source->pending);
    Q_EMIT m_source->pending->failed({QStringLiteral("It is damaged.")});
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().toString(), QStringLiteral("It is damaged."));
    m_source->held = false;
    const auto job = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
}

void SessionTest::aResetEndsARestore()
{
    m_source->held = true;
    QSignalSpy failed(m_session.get(), &Session::restoreFailed);
    m_session->restore(QStringLiteral("snapshot_1"), {}, copy());
    QTRY_VERIFY(m_source->pending);
    m_session->reset(QStringLiteral("The sandbox was reset."));
    QCOMPARE(failed.size(), 1);
    m_source->held = false;
    const auto job = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
}

void SessionTest::resetsBetweenCalls()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    finish();
    QVERIFY(m_session->vm());
    QSignalSpy ended(m_session.get(), &Session::vmEnded);
    m_session->reset(QStringLiteral("The sandbox was reset."));
    QVERIFY(!m_session->vm());
    QCOMPARE(ended.size(), 0);
    const auto second = m_session->execute(request("2"));
    QVERIFY(waitFor("2"));
    QCOMPARE(m_source->requested.size(), 2);
}

void SessionTest::resetEndsTheRunningCall()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    QSignalSpy finished(first.get(), &ExecJob::finished);
    m_session->reset(QStringLiteral("The sandbox was reset."));
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(int(finished.at(0).at(0).value<Result<ExecResult>>()->ending), int(Ending::Cancelled));
    QVERIFY(!m_session->vm());
}

void SessionTest::letsGoOfAnIdleVm()
{
    ExecRequest one = request("1");
    one.limits.timeToLiveMs = 10;
    const auto first = m_session->execute(one);
    QVERIFY(waitFor("1"));
    QSignalSpy ended(m_session.get(), &Session::vmEnded);
    finish();
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(!m_session->vm());
    QVERIFY(ended.at(0).at(1).toString().contains(u"idle"));
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

void SessionTest::saysWhyTheVmEndedByItself()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    finish();
    QSignalSpy ended(m_session.get(), &Session::vmEnded);
    die();
    QCOMPARE(ended.size(), 1);
    QVERIFY(!m_session->vm());
}

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
