#include "core/workflow/workflow_run.h"
#include "tests/fakes/engine_fixture.h"
#include "tests/fakes/workflow_builder.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::test;
namespace type = glasshouse::trace::event_type;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

// start -> split -> { left, right } -> join -> end
Workflow diamond()
{
    return WorkflowBuilder()
        .node(text("start"), node_kind::Start)
        .node(text("split"), node_kind::FanOut)
        .agent(text("left"), text("Left"))
        .agent(text("right"), text("Right"))
        .node(text("join"), node_kind::FanIn)
        .node(text("end"), node_kind::Output)
        .edge(text("start"), text("split"))
        .edge(text("split"), text("left"))
        .edge(text("split"), text("right"))
        .edge(text("left"), text("join"))
        .edge(text("right"), text("join"))
        .edge(text("join"), text("end"))
        .build();
}

} // namespace

class WorkflowRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void passesTextFromAgentToAgent();
    void fanInWaitsForAllAndMerges();
    void approvalInOneBranchLetsTheOtherGoOn();
    void agentsShareOneSandboxSession();
    void switchChoosesTheFirstCaseThatHolds();
    void failedNodeFailsTheRunAndStopsTheOthers();
    void cancelStopsAllAgents();
    void cancelByAListenerStopsTheRunThere();
    void unknownWorkflowFailsTheRun();
    void workflowThatCannotRunFailsBeforeAnythingStarts();
    void takesACheckpointAtTheEndOfEachSuperstep();
    void addsUpUsageAndArtifacts();
    void foldOfTheEventsIsTheLiveStateAtEveryStep();
    void agentThatWaitedForApprovalGoesOnAfterARestart();
    void restartAtEveryEventComesToTheSameEnd();
    void restartAfterTheRunningNodeWasRemovedFailsWithASentence();

private:
    void make(const Workflow &workflow);
    void begin(const Workflow &workflow);
    [[nodiscard]] RunResult end();

    std::unique_ptr<EngineFixture> m_fixture;
    std::unique_ptr<WorkflowRun> m_run;
    std::unique_ptr<QSignalSpy> m_finished;
};

void WorkflowRunTest::init()
{
    m_finished.reset();
    m_run.reset();
    m_fixture = std::make_unique<EngineFixture>();
    m_fixture->addAgent(text("Left"));
    m_fixture->addAgent(text("Right"));
}

void WorkflowRunTest::make(const Workflow &workflow)
{
    m_fixture->project.workflows = {workflow};
    m_run = std::make_unique<WorkflowRun>(RunIdentity{text("run_1"), text("thread_1"), text("session_1")},
                                          WorkflowTask{text("flow"), text("Go")}, m_fixture->environment());
    m_finished = std::make_unique<QSignalSpy>(m_run.get(), &Run::finished);
}

void WorkflowRunTest::begin(const Workflow &workflow)
{
    make(workflow);
    m_run->start();
}

RunResult WorkflowRunTest::end()
{
    if (m_finished->isEmpty() && !m_finished->wait(5000))
        return {};
    return m_finished->first().first().value<RunResult>();
}

void WorkflowRunTest::passesTextFromAgentToAgent()
{
    m_fixture->model(text("Left")).willSay(text("facts"));
    m_fixture->model(text("Right")).willSay(text("report"));
    begin(WorkflowBuilder()
              .node(text("start"), node_kind::Start)
              .agent(text("a"), text("Left"))
              .agent(text("b"), text("Right"))
              .node(text("end"), node_kind::Output)
              .edge(text("start"), text("a"))
              .edge(text("a"), text("b"))
              .edge(text("b"), text("end"))
              .build());

    const auto result = end();
    QCOMPARE(toString(result.status), text("completed"));
    QCOMPARE(result.output, text("report"));
    QCOMPARE(m_fixture->model(text("Left")).requests().first().messages.first().text, text("Go"));
    QCOMPARE(m_fixture->model(text("Right")).requests().first().messages.first().text, text("facts"));
    QCOMPARE(m_fixture->count(type::SuperstepFinished), 4);
}

void WorkflowRunTest::fanInWaitsForAllAndMerges()
{
    m_fixture->model(text("Left")).willSay(text("L"));
    m_fixture->model(text("Right")).willSay(text("R"));
    begin(diamond());

    QCOMPARE(end().output, text("## left\n\nL\n\n## right\n\nR"));
}

void WorkflowRunTest::approvalInOneBranchLetsTheOtherGoOn()
{
    m_fixture->model(text("Left")).willCall({pythonCall(text("c1"), text("1"))});
    m_fixture->model(text("Left")).willSay(text("L"));
    m_fixture->model(text("Right")).hold();
    m_fixture->model(text("Right")).willSay(text("R"));
    begin(diamond());
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    QTRY_VERIFY(m_fixture->model(text("Right")).isHolding());
    const auto request = m_fixture->approvals.pending().first();

    QCOMPARE(request.node, text("left"));
    QCOMPARE(toString(m_run->status()), text("in_progress"));
    m_fixture->model(text("Right")).finishHeld();
    QTRY_COMPARE(toString(m_run->status()), text("waiting"));
    QTRY_COMPARE(m_fixture->count(type::RunWaiting), 1);
    m_fixture->approvals.decide(request.id, approved());

    QCOMPARE(toString(end().status), text("completed"));
}

void WorkflowRunTest::agentsShareOneSandboxSession()
{
    for (const auto *name : {"Left", "Right"}) {
        m_fixture->model(text(name)).willCall({pythonCall(text("c"), text(name))});
        m_fixture->model(text(name)).willSay(text("done"));
    }
    m_fixture->policy = [](const ApprovalRequest &, ApprovalMode) {
        return PolicyAnswer{PolicyAnswer::Kind::Approve, text("policy"), {}};
    };
    begin(diamond());

    QCOMPARE(toString(end().status), text("completed"));
    QCOMPARE(m_fixture->runner.requests().size(), 2);
    QCOMPARE(m_fixture->runner.requests().at(0).session, text("session_1"));
    QCOMPARE(m_fixture->runner.requests().at(1).session, text("session_1"));
}

void WorkflowRunTest::switchChoosesTheFirstCaseThatHolds()
{
    const QJsonObject billing{{text("port"), text("billing")},
                              {text("condition"), textStartsWith(text("category: billing"))}};
    m_fixture->model(text("Left")).willSay(text("Category: BILLING\nrefund"));
    begin(WorkflowBuilder()
              .node(text("start"), node_kind::Start)
              .agent(text("sort"), text("Left"))
              .node(text("route"), node_kind::Switch,
                    {{text("cases"), QJsonArray{billing}}, {text("default"), text("other")}})
              .node(text("money"), node_kind::Output)
              .agent(text("rest"), text("Right"))
              .edge(text("start"), text("sort"))
              .edge(text("sort"), text("route"))
              .edge(text("route"), text("money"), {}, text("billing"))
              .edge(text("route"), text("rest"), {}, text("other"))
              .build());

    QCOMPARE(end().output, text("Category: BILLING\nrefund"));
    QVERIFY(m_fixture->model(text("Right")).requests().isEmpty());
}

void WorkflowRunTest::failedNodeFailsTheRunAndStopsTheOthers()
{
    m_fixture->model(text("Left")).willFail({text("No such model."), ErrorCode::ModelUnavailable});
    m_fixture->model(text("Right")).hold();
    begin(diamond());

    const auto result = end();
    QCOMPARE(toString(result.status), text("failed"));
    QVERIFY(result.error->code == ErrorCode::ModelUnavailable);
    QCOMPARE(result.error->message, text("left: No such model."));
    QTRY_VERIFY(!m_fixture->model(text("Right")).isHolding());
    QCOMPARE(m_fixture->events.last().type, QString(type::RunFinished));
}

void WorkflowRunTest::cancelStopsAllAgents()
{
    m_fixture->model(text("Left")).willCall({pythonCall(text("c1"), text("1"))});
    m_fixture->model(text("Right")).hold();
    begin(diamond());
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    QTRY_VERIFY(m_fixture->model(text("Right")).isHolding());

    m_run->cancel();

    QCOMPARE(toString(end().status), text("cancelled"));
    QVERIFY(m_fixture->approvals.pending().isEmpty());
    QTRY_VERIFY(!m_fixture->model(text("Right")).isHolding());
    QCOMPARE(m_fixture->events.last().type, QString(type::RunFinished));
}

void WorkflowRunTest::cancelByAListenerStopsTheRunThere()
{
    begin(diamond());
    connect(&m_fixture->recorder, &trace::Recorder::recorded, this, [this](const trace::Event &event) {
        if (event.type == type::EdgeDelivered)
            m_run->cancel();
    });

    QCOMPARE(toString(end().status), text("cancelled"));
    QCOMPARE(m_fixture->count(type::EdgeDelivered), 1);
    QCOMPARE(m_fixture->events.last().type, QString(type::RunFinished));
}

void WorkflowRunTest::unknownWorkflowFailsTheRun()
{
    begin(WorkflowBuilder().build(text("another")));

    QVERIFY(end().error->code == ErrorCode::BadProject);
}

void WorkflowRunTest::workflowThatCannotRunFailsBeforeAnythingStarts()
{
    begin(WorkflowBuilder()
              .node(text("start"), node_kind::Start)
              .node(text("talk"), QLatin1String("group_chat"))
              .edge(text("start"), text("talk"))
              .build());

    const auto result = end();
    QVERIFY(result.error->message.contains(u"group_chat"));
    QCOMPARE(m_fixture->eventTypes(), (QStringList{type::RunStarted, type::RunFinished}));
}

void WorkflowRunTest::takesACheckpointAtTheEndOfEachSuperstep()
{
    m_fixture->model(text("Left")).willSay(text("L"));
    m_fixture->model(text("Right")).willSay(text("R"));
    make(diamond());
    QSignalSpy checkpoints(m_run.get(), &WorkflowRun::checkpointTaken);
    m_run->start();

    QCOMPARE(toString(end().status), text("completed"));
    QCOMPARE(checkpoints.size(), 5);
    QCOMPARE(m_fixture->count(type::CheckpointSaved), 5);
    const auto third = WorkflowState::fromJson(checkpoints.at(2).at(2).toJsonObject());
    QVERIFY(third.has_value());
    QCOMPARE(third->step, 3);
    QCOMPARE(third->inboxes.value(text("join")).size(), 2);
    QVERIFY(std::holds_alternative<workflow_effect::BeginSuperstep>(*nextEffect(diamond(), *third)));
}

void WorkflowRunTest::addsUpUsageAndArtifacts()
{
    CodeOutcome outcome;
    outcome.artifacts = {{text("chart.png"), text("/a"), 1, text("image/png"), text("ff")}};
    m_fixture->runner.willAnswer(outcome);
    m_fixture->policy = [](const ApprovalRequest &, ApprovalMode) {
        return PolicyAnswer{PolicyAnswer::Kind::Approve, text("policy"), {}};
    };
    m_fixture->model(text("Left")).willCall({pythonCall(text("c1"), text("1"))});
    m_fixture->model(text("Left")).willSay(text("L"));
    m_fixture->model(text("Right")).willSay(text("R"));
    begin(diamond());

    const auto result = end();
    QCOMPARE(result.usage, (Usage{30, 15}));
    QCOMPARE(result.artifacts, outcome.artifacts);
}

void WorkflowRunTest::foldOfTheEventsIsTheLiveStateAtEveryStep()
{
    m_fixture->model(text("Left")).willCall({pythonCall(text("c1"), text("1"))});
    m_fixture->model(text("Left")).willSay(text("L"));
    m_fixture->model(text("Right")).willSay(text("R"));
    WorkflowState folded;
    int compared = 0;
    begin(diamond());
    connect(&m_fixture->recorder, &trace::Recorder::recorded, this, [&](const trace::Event &event) {
        const auto stored = trace::Event::fromJson(event.toJson());
        if (const auto decoded = workflowEventFrom(stored.value()))
            evolve(folded, *decoded);
        QCOMPARE(folded, m_run->state());
        QCOMPARE(WorkflowState::fromJson(folded.toJson()).value(), folded);
        ++compared;
    });
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id, rejected(text("No.")));

    QVERIFY(end().refused);
    QCOMPARE(compared, m_fixture->events.size());
}

void WorkflowRunTest::agentThatWaitedForApprovalGoesOnAfterARestart()
{
    m_fixture->model(text("Left")).willCall({pythonCall(text("c1"), text("print(1)"))});
    m_fixture->model(text("Right")).willSay(text("R"));
    begin(diamond());
    QTRY_COMPARE(toString(m_run->status()), text("waiting"));
    const auto events = m_fixture->events;
    const auto before = m_fixture->approvals.pending().first();

    init(); // another process
    m_fixture->model(text("Left")).willSay(text("L"));
    make(diamond());
    QVERIFY(m_run->restore(events).has_value());
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    QCOMPARE(m_fixture->approvals.pending().first(), before);
    QCOMPARE(toString(m_run->status()), text("waiting"));
    QVERIFY(m_fixture->events.first().sequence == events.last().sequence + 1);
    m_fixture->approvals.decide(before.id, approved());

    QCOMPARE(end().output, text("## left\n\nL\n\n## right\n\nR"));
    QCOMPARE(m_fixture->runner.requests().size(), 1);
    QVERIFY(m_fixture->model(text("Right")).requests().isEmpty());
}

void WorkflowRunTest::restartAtEveryEventComesToTheSameEnd()
{
    m_fixture->model(text("Left")).willSay(text("L"));
    m_fixture->model(text("Right")).willSay(text("R"));
    begin(diamond());
    const auto expected = end().output;
    const auto events = m_fixture->events;

    for (qsizetype kept = 1; kept < events.size(); ++kept) {
        init();
        m_fixture->model(text("Left")).willSay(text("L"));
        m_fixture->model(text("Right")).willSay(text("R"));
        make(diamond());
        QVERIFY(m_run->restore(events.first(kept)).has_value());
        const auto result = end();
        QVERIFY2(result.output == expected && result.status == RunStatus::Completed,
                 qPrintable(QStringLiteral("after %1 events").arg(kept)));
    }
}

void WorkflowRunTest::restartAfterTheRunningNodeWasRemovedFailsWithASentence()
{
    m_fixture->model(text("Left")).willCall({pythonCall(text("c1"), text("print(1)"))});
    m_fixture->model(text("Right")).willSay(text("R"));
    begin(diamond());
    QTRY_COMPARE(toString(m_run->status()), text("waiting"));
    const auto events = m_fixture->events;

    init();
    make(WorkflowBuilder().node(text("start"), node_kind::Start).build());
    QVERIFY(m_run->restore(events).has_value());

    const auto result = end();
    QCOMPARE(toString(result.status), text("failed"));
    QVERIFY(result.error->message.contains(u"was removed"));
}

QTEST_GUILESS_MAIN(WorkflowRunTest)
#include "workflow_run_test.moc"
