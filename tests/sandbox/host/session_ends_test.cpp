// How a session loses its VM, gets another one, and what becomes of the calls.
#include "tests/sandbox/host/session_case.h"

using namespace glasshouse;
using namespace glasshouse::sandbox;

class SessionEndsTest : public SessionCase
{
    Q_OBJECT

private Q_SLOTS:
    void startsFreshAfterTheVmWasLost();
    void neverRepeatsALostCall();
    void triesAgainWhenTheGuestNeverAnswered();
    void givesUpAfterThreeTries();
    void triesAgainWhenTheVmEndsBeforeTheCallStarts();
    void neverTriesAgainWhatWasCancelled();
    void endsTheVmAtTheEndOfItsLifetime();
    void figuresThatNobodyAskedForEndTheVm();
    void goesOnInARestoredVm();
    void saysWhyItCouldNotBeRestored();
    void aResetEndsARestore();
    void resetsBetweenCalls();
    void resetEndsTheRunningCall();
    void letsGoOfAnIdleVm();
    void saysWhyTheVmEndedByItself();
};

void SessionEndsTest::startsFreshAfterTheVmWasLost()
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

void SessionEndsTest::neverRepeatsALostCall()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    die();
    QCoreApplication::processEvents();
    QCOMPARE(m_source->requested.size(), 1);
}

// Such a guest cannot have looked at the code.
void SessionEndsTest::triesAgainWhenTheGuestNeverAnswered()
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

void SessionEndsTest::givesUpAfterThreeTries()
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

void SessionEndsTest::triesAgainWhenTheVmEndsBeforeTheCallStarts()
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

void SessionEndsTest::neverTriesAgainWhatWasCancelled()
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

void SessionEndsTest::endsTheVmAtTheEndOfItsLifetime()
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

void SessionEndsTest::figuresThatNobodyAskedForEndTheVm()
{
    m_session->watchUsage(true);
    const auto job = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    say(protocol::Usage{});
    QVERIFY(m_source->vm->killReason.isEmpty());
    say(protocol::Usage{});
    QVERIFY(m_source->vm->killReason.contains(QStringLiteral("protocol violation")));
}

void SessionEndsTest::goesOnInARestoredVm()
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

void SessionEndsTest::saysWhyItCouldNotBeRestored()
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

void SessionEndsTest::aResetEndsARestore()
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

void SessionEndsTest::resetsBetweenCalls()
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

void SessionEndsTest::resetEndsTheRunningCall()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    QSignalSpy finished(first.get(), &ExecJob::finished);
    m_session->reset(QStringLiteral("The sandbox was reset."));
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(int(finished.at(0).at(0).value<Result<ExecResult>>()->ending), int(Ending::Cancelled));
    QVERIFY(!m_session->vm());
}

void SessionEndsTest::letsGoOfAnIdleVm()
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

void SessionEndsTest::saysWhyTheVmEndedByItself()
{
    const auto first = m_session->execute(request("1"));
    QVERIFY(waitFor("1"));
    finish();
    QSignalSpy ended(m_session.get(), &Session::vmEnded);
    die();
    QCOMPARE(ended.size(), 1);
    QVERIFY(!m_session->vm());
}

QTEST_GUILESS_MAIN(SessionEndsTest)
#include "session_ends_test.moc"
