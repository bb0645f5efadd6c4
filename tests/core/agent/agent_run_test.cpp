#include "core/agent/agent_run.h"
#include "tests/fakes/engine_fixture.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace glasshouse;
using namespace glasshouse::test;
namespace type = glasshouse::trace::event_type;

class AgentRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void answersWithoutTools();
    void waitsForApprovalThenRunsExactlyTheApprovedCode();
    void editedCodeIsBoundAnewAndTold();
    void editThatChangesNothingCountsAsApproval();
    void rejectionReachesTheModelWithItsReason();
    void asksForAllCallsOfATurnAtOnceAndRunsThemInOrder();
    void malformedArgumentsGoBackToTheModel();
    void unknownToolGoesBackToTheModel();
    void endlessMalformedCallsStopAtTheIterationLimit();
    void repeatedCallIdsAreMadeUnique();
    void toolThatTheAgentListsButNobodyHasFailsTheRunByName();
    void unknownAgentFailsTheRun();
    void modelErrorFailsTheRunWithItsCode();
    void unavailableSandboxFailsTheRunWithItsCode();
    void cancelWhileTheModelAnswersLeavesNoJob();
    void cancelWhileCodeRunsLeavesNoJob();
    void cancelWhileWaitingWithdrawsTheApproval();
    void cancelBeforeTheFirstEventStillTellsTheWholeStory();
    void cancelByAListenerStopsTheRunThere();
    void decisionAfterCancelRunsNothing();
    void policyApprovesWithoutAsking();
    void optionThatRejectsNeverRunsCode();
    void approvalOverrideOfTheAgentWins();
    void toolWaitsUntilItsStartIsStored();
    void artifactsAreRecordedAndAnswered();
    void floodOfOutputIsNotRecordedWithoutBound();
    void windowsLineEndsAreReviewedAndRunAsOne();
    void foldOfTheEventsIsTheLiveStateAtEveryStep();

private:
    void begin(const QString &input = QStringLiteral("Hello"));
    [[nodiscard]] RunResult end();

    std::unique_ptr<EngineFixture> m_fixture;
    std::unique_ptr<AgentRun> m_run;
    std::unique_ptr<QSignalSpy> m_finished;
};

void AgentRunTest::init()
{
    m_finished.reset();
    m_run.reset();
    m_fixture = std::make_unique<EngineFixture>();
}

void AgentRunTest::begin(const QString &input)
{
    m_run = std::make_unique<AgentRun>(
        RunIdentity{QStringLiteral("run_1"), QStringLiteral("thread_1"), QStringLiteral("thread_1")},
        AgentTask{QStringLiteral("Analyst"), input, {}, {}}, m_fixture->environment());
    m_finished = std::make_unique<QSignalSpy>(m_run.get(), &Run::finished);
    m_run->start();
}

RunResult AgentRunTest::end()
{
    if (m_finished->isEmpty() && !m_finished->wait(5000))
        return {};
    return m_finished->first().first().value<RunResult>();
}

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

void AgentRunTest::waitsForApprovalThenRunsExactlyTheApprovedCode()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("print(1)"))},
                                QStringLiteral("I count."));
    m_fixture->model().willSay(QStringLiteral("It is 1."));
    m_fixture->runner.willPrint(QStringLiteral("1\n"));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    const auto request = m_fixture->approvals.pending().first();

    QCOMPARE(toString(m_run->status()), QStringLiteral("waiting"));
    QCOMPARE(m_fixture->events.last().type, QString(type::RunWaiting));
    QCOMPARE(request.code(), QStringLiteral("print(1)"));
    QCOMPARE(request.words, QStringLiteral("I count."));
    QVERIFY(m_fixture->runner.requests().isEmpty());
    QVERIFY(m_fixture->approvals.decide(request.id, approved()));

    QCOMPARE(end().output, QStringLiteral("It is 1."));
    QCOMPARE(m_fixture->runner.requests().size(), 1);
    QCOMPARE(m_fixture->runner.requests().first().code, QStringLiteral("print(1)"));
    QCOMPARE(m_fixture->runner.requests().first().language, QStringLiteral("python"));
    QCOMPARE(m_fixture->lastData(type::ExecStarted).value(u"sha256").toString(),
             bindingHash(request.arguments, QStringLiteral("code")));
    QCOMPARE(m_fixture->model().requests().last().messages.last().text, QStringLiteral("1"));
}

void AgentRunTest::editedCodeIsBoundAnewAndTold()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("print(1)"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    m_fixture->runner.willPrint(QStringLiteral("2\n"));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    QSignalSpy audit(m_run.get(), &Run::approvalAudited);

    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id,
                                edited(QStringLiteral("print(2)")));

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    const auto record = audit.first().first().value<ApprovalRecord>();
    const auto hash =
        bindingHash({{QStringLiteral("code"), QStringLiteral("print(2)")}}, QStringLiteral("code"));
    QCOMPARE(record.sha256, hash);
    QCOMPARE(record.by, QStringLiteral("person"));
    QCOMPARE(record.request.code(), QStringLiteral("print(1)"));
    QCOMPARE(m_fixture->lastData(type::ExecStarted).value(u"sha256").toString(), hash);
    QCOMPARE(m_fixture->runner.requests().first().code, QStringLiteral("print(2)"));
    const auto answer = m_fixture->model().requests().last().messages.last().text;
    QVERIFY(answer.contains(u"edited"));
    QVERIFY(answer.contains(u"print(2)"));
}

void AgentRunTest::editThatChangesNothingCountsAsApproval()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("print(1)"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);

    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id,
                                edited(QStringLiteral("print(1)")));

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(m_fixture->lastData(type::ApprovalDecided).value(u"decision").toString(),
             QStringLiteral("approved"));
}

void AgentRunTest::rejectionReachesTheModelWithItsReason()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("rm()"))});
    m_fixture->model().willSay(QStringLiteral("Understood."));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);

    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id,
                                rejected(QStringLiteral("It deletes files.")));

    const auto result = end();
    QVERIFY(result.refused);
    QVERIFY(m_fixture->runner.requests().isEmpty());
    QCOMPARE(m_fixture->count(type::ExecStarted), 0);
    const auto answer = m_fixture->model().requests().last().messages.last();
    QVERIFY(answer.isError);
    QVERIFY(answer.text.contains(u"It deletes files."));
}

void AgentRunTest::asksForAllCallsOfATurnAtOnceAndRunsThemInOrder()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("a"), QStringLiteral("1")),
                                 pythonCall(QStringLiteral("b"), QStringLiteral("2"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 2);
    const auto pending = m_fixture->approvals.pending();

    m_fixture->approvals.decide(pending.at(1).id, approved());
    QVERIFY(m_fixture->runner.requests().isEmpty());
    QCOMPARE(toString(m_run->status()), QStringLiteral("waiting"));
    m_fixture->approvals.decide(pending.at(0).id, approved());

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(m_fixture->runner.requests().size(), 2);
    QCOMPARE(m_fixture->runner.requests().at(0).code, QStringLiteral("1"));
    QCOMPARE(m_fixture->runner.requests().at(1).code, QStringLiteral("2"));
    const auto messages = m_fixture->model().requests().last().messages;
    QCOMPARE(m_fixture->model().requests().size(), 2);
    QCOMPARE(messages.at(2).toolCallId, QStringLiteral("a"));
    QCOMPARE(messages.at(3).toolCallId, QStringLiteral("b"));
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

void AgentRunTest::cancelWhileTheModelAnswersLeavesNoJob()
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

void AgentRunTest::cancelWhileCodeRunsLeavesNoJob()
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

void AgentRunTest::cancelWhileWaitingWithdrawsTheApproval()
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

void AgentRunTest::cancelBeforeTheFirstEventStillTellsTheWholeStory()
{
    begin();
    m_run->cancel();

    QCOMPARE(toString(end().status), QStringLiteral("cancelled"));
    QCOMPARE(m_fixture->eventTypes(), (QStringList{type::RunStarted, type::RunFinished}));
}

void AgentRunTest::cancelByAListenerStopsTheRunThere()
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

void AgentRunTest::decisionAfterCancelRunsNothing()
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

void AgentRunTest::policyApprovesWithoutAsking()
{
    m_fixture->project.agents.first().tools.first().approval = ApprovalMode::NeverRequire;
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(m_fixture->count(type::ApprovalRequested), 0);
    QCOMPARE(m_fixture->lastData(type::ApprovalDecided).value(u"by").toString(), QStringLiteral("policy"));
}

void AgentRunTest::optionThatRejectsNeverRunsCode()
{
    m_fixture->policy = [](const ApprovalRequest &, ApprovalMode) {
        return PolicyAnswer{PolicyAnswer::Kind::Reject, QStringLiteral("option"),
                            QStringLiteral("Not allowed here.")};
    };
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();

    QVERIFY(end().refused);
    QCOMPARE(m_fixture->count(type::ApprovalRequested), 1);
    QCOMPARE(m_fixture->count(type::ExecStarted), 0);
    QVERIFY(m_fixture->approvals.pending().isEmpty());
}

void AgentRunTest::approvalOverrideOfTheAgentWins()
{
    auto seen = ApprovalMode::AlwaysRequire;
    m_fixture->project.agents.first().tools.first().approval = ApprovalMode::AskOnce;
    m_fixture->policy = [&](const ApprovalRequest &, ApprovalMode mode) {
        seen = mode;
        return PolicyAnswer{PolicyAnswer::Kind::Approve, QStringLiteral("policy"), {}};
    };
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QVERIFY(seen == ApprovalMode::AskOnce);
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

void AgentRunTest::windowsLineEndsAreReviewedAndRunAsOne()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("a=1\r\nprint(a)"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    const auto request = m_fixture->approvals.pending().first();
    m_fixture->approvals.decide(request.id, approved());

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(request.code(), QStringLiteral("a=1\nprint(a)"));
    QCOMPARE(m_fixture->runner.requests().first().code, request.code());
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
