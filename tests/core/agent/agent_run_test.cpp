#include "tests/core/agent/agent_run_case.h"

#include <algorithm>

using namespace glasshouse;
using namespace glasshouse::test;
namespace type = glasshouse::trace::event_type;

class AgentRunTest : public AgentRunCase
{
    Q_OBJECT

private Q_SLOTS:
    void answersWithoutTools();
    void malformedArgumentsGoBackToTheModel();
    void unknownToolGoesBackToTheModel();
    void endlessMalformedCallsStopAtTheIterationLimit();
    void repeatedCallIdsAreMadeUnique();
    void toolThatTheAgentListsButNobodyHasFailsTheRunByName();
    void unknownAgentFailsTheRun();
    void modelErrorFailsTheRunWithItsCode();
    void unavailableSandboxFailsTheRunWithItsCode();
    void toolWaitsUntilItsStartIsStored();
    void artifactsAreRecordedAndAnswered();
    void floodOfOutputIsNotRecordedWithoutBound();
    void foldOfTheEventsIsTheLiveStateAtEveryStep();
};

void AgentRunTest::answersWithoutTools()
{
    m_fixture->model().willSay(QStringLiteral("Hi there."));
    begin();

    const auto result = end();

    QCOMPARE(toString(result.status), QStringLiteral("completed"));
    QCOMPARE(result.stopReason, QStringLiteral("model finished"));
    QCOMPARE(result.output, QStringLiteral("Hi there."));
    QCOMPARE(result.usage, (Usage{10, 5}));
    QCOMPARE(m_fixture->eventTypes(),
             (QStringList{type::RunStarted, type::MessageAdded, type::ModelCallStarted, type::TextDelta,
                          type::MessageAdded, type::ModelCallFinished, type::RunFinished}));
}

void AgentRunTest::malformedArgumentsGoBackToTheModel()
{
    m_fixture->model().willCall(
        {{QStringLiteral("c1"), QStringLiteral("execute_code"), QStringLiteral("{\"code\": pri")}});
    m_fixture->model().willSay(QStringLiteral("Sorry."));
    begin();

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    const auto answer = m_fixture->model().requests().last().messages.last();
    QVERIFY(answer.isError);
    QVERIFY(answer.text.contains(u"not valid JSON"));
    QCOMPARE(m_fixture->count(type::ApprovalRequested), 0);
}

void AgentRunTest::unknownToolGoesBackToTheModel()
{
    m_fixture->model().willCall(
        {{QStringLiteral("c1"), QStringLiteral("launch"), QStringLiteral("{}")},
         {QStringLiteral("c2"), QStringLiteral("execute_bash"), QStringLiteral("{\"command\":\"ls\"}")}});
    m_fixture->model().willSay(QStringLiteral("Sorry."));
    begin();

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    const auto messages = m_fixture->model().requests().last().messages;
    QVERIFY(messages.at(2).text.contains(u"no tool named \"launch\""));
    QVERIFY(messages.at(3).text.contains(u"not among the tools of Analyst"));
    QVERIFY(m_fixture->runner.requests().isEmpty());
}

void AgentRunTest::endlessMalformedCallsStopAtTheIterationLimit()
{
    m_fixture->project.agents.first().maxIterations = 3;
    for (int i = 0; i < 5; ++i)
        m_fixture->model().willCall(
            {{QString::number(i), QStringLiteral("execute_code"), QStringLiteral("nonsense")}});
    begin();

    const auto result = end();
    QCOMPARE(toString(result.status), QStringLiteral("failed"));
    QCOMPARE(result.stopReason, QStringLiteral("max iterations reached"));
    QCOMPARE(m_fixture->model().requests().size(), 3);
}

void AgentRunTest::repeatedCallIdsAreMadeUnique()
{
    m_fixture->policy = [](const ApprovalRequest &, ApprovalMode) {
        return PolicyAnswer{PolicyAnswer::Kind::Approve, QStringLiteral("policy"), {}};
    };
    const auto same = pythonCall(QStringLiteral("call_0"), QStringLiteral("1"));
    m_fixture->model().willCall({same, same, pythonCall({}, QStringLiteral("2"))});
    m_fixture->model().willCall({same});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QSet<QString> ids;
    for (const auto &message : m_run->state().messages) {
        for (const auto &call : message.toolCalls)
            ids.insert(call.id);
    }
    QCOMPARE(ids.size(), 4);
    QCOMPARE(m_fixture->runner.requests().size(), 4);
}

void AgentRunTest::toolThatTheAgentListsButNobodyHasFailsTheRunByName()
{
    m_fixture->project.agents.first().tools.append({QStringLiteral("weather"), {}});
    begin();

    const auto result = end();
    QCOMPARE(toString(result.status), QStringLiteral("failed"));
    QVERIFY(result.error->code == ErrorCode::BadProject);
    QVERIFY(result.error->message.contains(u"weather"));
    QVERIFY(m_fixture->model().requests().isEmpty());
}

void AgentRunTest::unknownAgentFailsTheRun()
{
    m_fixture->project.agents.clear();
    begin();

    const auto result = end();
    QVERIFY(result.error->code == ErrorCode::BadProject);
    QVERIFY(result.error->message.contains(u"Analyst"));
}

void AgentRunTest::modelErrorFailsTheRunWithItsCode()
{
    m_fixture->model().willFail({QStringLiteral("The key is wrong."), ErrorCode::ModelUnavailable});
    begin();

    const auto result = end();
    QCOMPARE(toString(result.status), QStringLiteral("failed"));
    QCOMPARE(*result.error, (Error{QStringLiteral("The key is wrong."), ErrorCode::ModelUnavailable}));
}

void AgentRunTest::unavailableSandboxFailsTheRunWithItsCode()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    m_fixture->runner.willAnswer(fail(QStringLiteral("There is no image."), ErrorCode::SandboxUnavailable));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id, approved());

    QCOMPARE(*end().error, (Error{QStringLiteral("There is no image."), ErrorCode::SandboxUnavailable}));
}

void AgentRunTest::toolWaitsUntilItsStartIsStored()
{
    m_fixture->project.agents.first().tools.first().approval = ApprovalMode::NeverRequire;
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    std::function<void()> stored;
    auto environment = m_fixture->environment();
    environment.whenStored = [&](const std::function<void()> &callback) { stored = callback; };
    m_run = std::make_unique<AgentRun>(RunIdentity{QStringLiteral("run_1"), {}, {}},
                                       AgentTask{QStringLiteral("Analyst"), QStringLiteral("Go"), {}, {}},
                                       environment);
    m_finished = std::make_unique<QSignalSpy>(m_run.get(), &Run::finished);
    m_run->start();
    QTRY_VERIFY(stored);

    QCOMPARE(m_fixture->events.last().type, QString(type::ToolCallStarted));
    QVERIFY(m_fixture->runner.requests().isEmpty());
    stored();

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(m_fixture->runner.requests().size(), 1);
}

void AgentRunTest::artifactsAreRecordedAndAnswered()
{
    m_fixture->project.agents.first().tools.first().approval = ApprovalMode::NeverRequire;
    CodeOutcome outcome;
    outcome.artifacts = {{QStringLiteral("chart.png"), QStringLiteral("/a/1"), 9, QStringLiteral("image/png"),
                          QStringLiteral("ab")}};
    outcome.refused = {{QStringLiteral("link"), QStringLiteral("It is a symbolic link.")}};
    m_fixture->runner.willAnswer(outcome);
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();

    QCOMPARE(end().artifacts, outcome.artifacts);
    QCOMPARE(m_fixture->lastData(type::ArtifactAdded).value(u"name").toString(), QStringLiteral("chart.png"));
    QCOMPARE(m_fixture->lastData(type::ArtifactRefused).value(u"name").toString(), QStringLiteral("link"));
    QCOMPARE(m_run->state().messages.at(2).artifacts, outcome.artifacts);
}

void AgentRunTest::floodOfOutputIsNotRecordedWithoutBound()
{
    m_fixture->project.agents.first().tools.first().approval = ApprovalMode::NeverRequire;
    m_fixture->runner.willPrint(QString(3 << 20, u'x'));
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    qsizetype recorded = 0;
    for (const auto &event : m_fixture->events) {
        if (event.type == type::ExecOutput)
            recorded += event.data.value(u"text").toString().size();
    }
    QCOMPARE(recorded, qsizetype(1) << 20);
}

void AgentRunTest::foldOfTheEventsIsTheLiveStateAtEveryStep()
{
    RunState folded;
    int compared = 0;
    m_fixture->model().willCall({pythonCall(QStringLiteral("a"), QStringLiteral("1")),
                                 pythonCall(QStringLiteral("b"), QStringLiteral("2")),
                                 {QStringLiteral("c"), QStringLiteral("nothing"), QStringLiteral("{")}});
    m_fixture->model().willSay(QStringLiteral("Done."));
    CodeOutcome outcome;
    outcome.artifacts = {{QStringLiteral("a.csv"), QStringLiteral("/a/2"), 3, QStringLiteral("text/csv"),
                          QStringLiteral("cd")}};
    m_fixture->runner.willAnswer(outcome);
    begin();
    connect(&m_fixture->recorder, &trace::Recorder::recorded, this, [&](const trace::Event &event) {
        const auto stored = trace::Event::fromJson(event.toJson());
        if (const auto decoded = runEventFrom(stored.value()))
            folded = advance(folded, *decoded).state;
        QCOMPARE(folded, m_run->state());
        QCOMPARE(RunState::fromJson(folded.toJson()).value(), folded);
        ++compared;
    });
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 2);
    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id, edited(QStringLiteral("3")));
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id, rejected(QStringLiteral("No.")));

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(compared, m_fixture->events.size());
    QVERIFY(isOver(folded.status));
}

QTEST_GUILESS_MAIN(AgentRunTest)
#include "agent_run_test.moc"
