#include "core/agent/agent_run.h"
#include "tests/fakes/engine_fixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::test;
namespace type = glasshouse::trace::event_type;

// Each test runs an agent in one "process", keeps the events that were stored, and goes on in another one.
class AgentRestartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void approvalIsThereAgainWithTheSameId();
    void toolThatRanIsUnknownAndNotRepeated();
    void modelCallIsMadeAgainAndCountsOnce();
    void toolThatRanIsStillUnknownAfterASecondRestart();
    void answerThatCameBeforeTheEndIsNotAskedForAgain();
    void changedApprovalInTheStoreRunsNothing();
    void refusesEventsOfAnotherRun();
    void refusesARunThatIsOver();
    void restartAfterEachEventNeverRunsCodeTwice();

private:
    void make();
    void restart();
    [[nodiscard]] RunResult end();
    [[nodiscard]] QVector<trace::Event> eventsUntil(QLatin1String type) const;

    std::unique_ptr<EngineFixture> m_fixture;
    std::unique_ptr<AgentRun> m_run;
    std::unique_ptr<QSignalSpy> m_finished;
};

void AgentRestartTest::init()
{
    restart();
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("print(1)"))},
                                QStringLiteral("I count."));
}

void AgentRestartTest::make()
{
    m_run = std::make_unique<AgentRun>(
        RunIdentity{QStringLiteral("run_1"), QStringLiteral("thread_1"), QStringLiteral("s")},
        AgentTask{QStringLiteral("Analyst"), QStringLiteral("Go"), {}, {}}, m_fixture->environment());
    m_finished = std::make_unique<QSignalSpy>(m_run.get(), &Run::finished);
}

void AgentRestartTest::restart()
{
    m_finished.reset();
    m_run.reset();
    m_fixture = std::make_unique<EngineFixture>();
    make();
}

RunResult AgentRestartTest::end()
{
    if (m_finished->isEmpty() && !m_finished->wait(5000))
        return {};
    return m_finished->first().first().value<RunResult>();
}

QVector<trace::Event> AgentRestartTest::eventsUntil(QLatin1String type) const
{
    QVector<trace::Event> events;
    for (const auto &event : m_fixture->events) {
        events.append(event);
        if (event.type == type)
            break;
    }
    return events;
}

void AgentRestartTest::approvalIsThereAgainWithTheSameId()
{
    m_run->start();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    const auto before = m_fixture->approvals.pending().first();
    const auto events = m_fixture->events;

    restart();
    m_fixture->model().willSay(QStringLiteral("It is 1."));
    QVERIFY(m_run->restore(events).has_value());
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    QCOMPARE(m_fixture->approvals.pending().first(), before);
    QCOMPARE(m_fixture->eventTypes(), (QStringList{type::RunResumed, type::RunWaiting}));
    QCOMPARE(m_fixture->events.first().sequence, events.last().sequence + 1);
    m_fixture->approvals.decide(before.id, approved());

    QCOMPARE(end().output, QStringLiteral("It is 1."));
    QCOMPARE(m_fixture->runner.requests().size(), 1);
}

void AgentRestartTest::toolThatRanIsUnknownAndNotRepeated()
{
    m_fixture->runner.hold();
    m_run->start();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id, approved());
    QTRY_COMPARE(m_fixture->count(type::ExecStarted), 1);
    const auto events = m_fixture->events;

    restart();
    m_fixture->model().willSay(QStringLiteral("I shall look."));
    QVERIFY(m_run->restore(events).has_value());

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QVERIFY(m_fixture->runner.requests().isEmpty());
    QVERIFY(m_fixture->model().requests().first().messages.last().text.contains(u"outcome is unknown"));
    QCOMPARE(m_fixture->lastData(type::ExecFinished).value(u"outcome").toString(), QStringLiteral("lost"));
}

void AgentRestartTest::toolThatRanIsStillUnknownAfterASecondRestart()
{
    m_fixture->runner.hold();
    m_run->start();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id, approved());
    QTRY_COMPARE(m_fixture->count(type::ExecStarted), 1);
    auto events = m_fixture->events;

    restart();
    QVERIFY(m_run->restore(events).has_value());
    QTRY_VERIFY(!m_fixture->events.isEmpty());
    events.append(m_fixture->events.first()); // run_resumed, and then the program ends again

    restart();
    m_fixture->model().willSay(QStringLiteral("I shall look."));
    QVERIFY(m_run->restore(events).has_value());

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QVERIFY(m_fixture->runner.requests().isEmpty());
}

void AgentRestartTest::modelCallIsMadeAgainAndCountsOnce()
{
    m_run->start();
    QTRY_VERIFY(m_fixture->count(type::ModelCallStarted) == 1);
    const auto events = eventsUntil(type::ModelCallStarted);

    restart();
    m_fixture->model().willSay(QStringLiteral("Hello."));
    QVERIFY(m_run->restore(events).has_value());

    QCOMPARE(end().output, QStringLiteral("Hello."));
    QCOMPARE(m_fixture->lastData(type::ModelCallStarted).value(u"iteration").toInt(), 1);
    QCOMPARE(m_run->state().iteration, 1);
}

void AgentRestartTest::answerThatCameBeforeTheEndIsNotAskedForAgain()
{
    m_run->start();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    auto events = eventsUntil(type::ModelCallFinished);
    events.removeLast(); // the message was stored, the end of the call was not

    restart();
    QVERIFY(m_run->restore(events).has_value());
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);

    QCOMPARE(m_fixture->approvals.pending().first().code(), QStringLiteral("print(1)"));
    QVERIFY(m_fixture->model().requests().isEmpty());
}

void AgentRestartTest::changedApprovalInTheStoreRunsNothing()
{
    m_fixture->runner.hold();
    m_run->start();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id, approved());
    QTRY_COMPARE(m_fixture->count(type::ExecStarted), 1);
    auto events = eventsUntil(type::ApprovalDecided);
    events.last().data.insert(QStringLiteral("arguments"),
                              QJsonObject{{QStringLiteral("code"), QStringLiteral("evil()")}});

    restart();
    m_fixture->model().willSay(QStringLiteral("Done."));
    QVERIFY(m_run->restore(events).has_value());

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QVERIFY(m_fixture->runner.requests().isEmpty());
    QVERIFY(m_fixture->model().requests().first().messages.last().text.contains(
        u"not the ones that were approved"));
}

void AgentRestartTest::refusesEventsOfAnotherRun()
{
    m_run->start();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    auto events = m_fixture->events;
    events.last().run = QStringLiteral("run_2");
    restart();

    QVERIFY(!m_run->restore(events).has_value());
    QVERIFY(!m_run->restore({}).has_value());
}

void AgentRestartTest::refusesARunThatIsOver()
{
    m_run->start();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    m_run->cancel();
    const auto events = m_fixture->events;
    restart();

    QVERIFY(!m_run->restore(events).has_value());
}

void AgentRestartTest::restartAfterEachEventNeverRunsCodeTwice()
{
    m_fixture->project.agents.first().tools.first().approval = ApprovalMode::NeverRequire;
    make();
    m_fixture->model().willSay(QStringLiteral("Done."));
    m_run->start();
    QCOMPARE(end().output, QStringLiteral("Done."));
    const auto events = m_fixture->events;
    const auto start = m_fixture->eventTypes().indexOf(QString(type::ToolCallStarted));

    for (qsizetype kept = start + 1; kept < events.size(); ++kept) {
        restart();
        m_fixture->model().willSay(QStringLiteral("Done."));
        QVERIFY(m_run->restore(events.first(kept)).has_value());
        QCOMPARE(end().output, QStringLiteral("Done."));
        QVERIFY(m_fixture->runner.requests().isEmpty());
    }
}

QTEST_GUILESS_MAIN(AgentRestartTest)
#include "agent_restart_test.moc"
