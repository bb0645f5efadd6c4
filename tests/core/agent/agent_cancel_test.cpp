// A run that is stopped leaves nothing behind, whatever it was doing.
#include "tests/core/agent/agent_run_case.h"

using namespace glasshouse;
using namespace glasshouse::test;
namespace type = glasshouse::trace::event_type;

class AgentCancelTest : public AgentRunCase
{
    Q_OBJECT

private Q_SLOTS:
    void cancelWhileTheModelAnswersLeavesNoJob();
    void cancelWhileCodeRunsLeavesNoJob();
    void cancelWhileWaitingWithdrawsTheApproval();
    void cancelBeforeTheFirstEventStillTellsTheWholeStory();
    void cancelByAListenerStopsTheRunThere();
    void decisionAfterCancelRunsNothing();
};

void AgentCancelTest::cancelWhileTheModelAnswersLeavesNoJob()
{
    m_fixture->model().hold();
    m_fixture->model().willSay(QStringLiteral("Too late."));
    begin();
    QTRY_VERIFY(m_fixture->model().isHolding());

    m_run->cancel();
    m_fixture->model().finishHeld(); // a late answer

    QCOMPARE(toString(end().status), QStringLiteral("cancelled"));
    QTRY_VERIFY(!m_fixture->model().isHolding());
    QCOMPARE(m_fixture->events.last().type, QString(type::RunFinished));
    QCOMPARE(m_run->state().messages.size(), 1);
}

void AgentCancelTest::cancelWhileCodeRunsLeavesNoJob()
{
    m_fixture->runner.hold();
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id, approved());
    QTRY_COMPARE(m_fixture->count(type::ExecStarted), 1);

    m_run->cancel();

    QCOMPARE(toString(end().status), QStringLiteral("cancelled"));
    QTRY_VERIFY(!m_fixture->runner.isRunning());
    QCOMPARE(m_fixture->events.last().type, QString(type::RunFinished));
}

void AgentCancelTest::cancelWhileWaitingWithdrawsTheApproval()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    QSignalSpy withdrawn(&m_fixture->approvals, &ApprovalQueue::withdrawn);

    m_run->cancel();

    QCOMPARE(toString(end().status), QStringLiteral("cancelled"));
    QCOMPARE(withdrawn.size(), 1);
    QVERIFY(m_fixture->approvals.pending().isEmpty());
}

void AgentCancelTest::cancelBeforeTheFirstEventStillTellsTheWholeStory()
{
    begin();
    m_run->cancel();

    QCOMPARE(toString(end().status), QStringLiteral("cancelled"));
    QCOMPARE(m_fixture->eventTypes(), (QStringList{type::RunStarted, type::RunFinished}));
}

void AgentCancelTest::cancelByAListenerStopsTheRunThere()
{
    m_fixture->model().willSay(QStringLiteral("Hi."));
    begin();
    connect(&m_fixture->recorder, &trace::Recorder::recorded, this, [this](const trace::Event &event) {
        if (event.type == type::ModelCallStarted)
            m_run->cancel();
    });

    QCOMPARE(toString(end().status), QStringLiteral("cancelled"));
    QVERIFY(m_fixture->model().requests().isEmpty());
    QCOMPARE(m_fixture->events.last().type, QString(type::RunFinished));
}

void AgentCancelTest::decisionAfterCancelRunsNothing()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    const auto id = m_fixture->approvals.pending().first().id;
    m_run->cancel();

    QVERIFY(!m_fixture->approvals.decide(id, approved()));
    QCOMPARE(toString(end().status), QStringLiteral("cancelled"));
    QVERIFY(m_fixture->runner.requests().isEmpty());
}

QTEST_GUILESS_MAIN(AgentCancelTest)
#include "agent_cancel_test.moc"
