// advance() as a table: every state an agent run can be in, against every event that can come.
#include "core/agent/advance.h"

#include <QStringBuilder>
#include <QTest>

#include <map>

using namespace glasshouse;

namespace {

// Short for what the table says about a state.
QString describe(const RunState &state)
{
    static constexpr std::array Stages{"proposed", "waiting",  "approved", "running",
                                       "lost",     "finished", "answered"};
    QString text = toString(state.status);
    if (state.modelAtWork)
        text += QStringLiteral(" model");
    for (const auto &call : state.calls)
        text += u' ' % QString::fromLatin1(Stages[static_cast<std::size_t>(call.stage)]);
    return text;
}

struct EffectName
{
    QString operator()(const effect::AddMessage &) const { return QStringLiteral("add"); }
    QString operator()(const effect::CallModel &) const { return QStringLiteral("call"); }
    QString operator()(const effect::ReviewCall &) const { return QStringLiteral("review"); }
    QString operator()(const effect::RunTool &) const { return QStringLiteral("run"); }
    QString operator()(const effect::ReportLost &) const { return QStringLiteral("report"); }
    QString operator()(const effect::Finish &) const { return QStringLiteral("finish"); }
};

QString describe(const Step &step)
{
    return describe(step.state) % u" -> " %
           (step.effect ? std::visit(EffectName{}, *step.effect) : QStringLiteral("-"));
}

Message message(Role role, const QString &text = QStringLiteral("text"))
{
    Message message;
    message.role = role;
    message.text = text;
    return message;
}

Message proposal()
{
    auto proposal = message(Role::Assistant);
    proposal.toolCalls = {{QStringLiteral("c"), QStringLiteral("execute_code"), QStringLiteral("{}")}};
    return proposal;
}

Message answer()
{
    auto answer = message(Role::Tool);
    answer.toolCallId = QStringLiteral("c");
    return answer;
}

run_event::ApprovalDecided decision(Verdict verdict, const QString &approval)
{
    run_event::ApprovalDecided decided;
    decided.approval = approval;
    decided.call = QStringLiteral("c");
    decided.verdict = verdict;
    return decided;
}

const std::vector<std::pair<QString, RunEvent>> &events()
{
    static const std::vector<std::pair<QString, RunEvent>> all{
        {QStringLiteral("started"), run_event::Started{QStringLiteral("A"), QStringLiteral("Go"), 2}},
        {QStringLiteral("user message"), run_event::MessageAdded{message(Role::User)}},
        {QStringLiteral("answer"), run_event::MessageAdded{message(Role::Assistant)}},
        {QStringLiteral("proposal"), run_event::MessageAdded{proposal()}},
        {QStringLiteral("tool message"), run_event::MessageAdded{answer()}},
        {QStringLiteral("model started"), run_event::ModelCallStarted{1}},
        {QStringLiteral("model finished"), run_event::ModelCallFinished{{1, 1}, FinishReason::Stop}},
        {QStringLiteral("model failed"),
         run_event::ModelCallFailed{{QStringLiteral("No."), ErrorCode::ModelUnavailable}}},
        {QStringLiteral("asked"),
         run_event::ApprovalRequested{QStringLiteral("a"), QStringLiteral("c"), {}, {}, {}, 1}},
        {QStringLiteral("approved"), decision(Verdict::Approved, QStringLiteral("a"))},
        {QStringLiteral("approved by policy"), decision(Verdict::Approved, {})},
        {QStringLiteral("edited"), decision(Verdict::Edited, QStringLiteral("a"))},
        {QStringLiteral("rejected"), decision(Verdict::Rejected, QStringLiteral("a"))},
        {QStringLiteral("tool started"), run_event::ToolCallStarted{QStringLiteral("c")}},
        {QStringLiteral("tool finished"),
         run_event::ToolCallFinished{QStringLiteral("c"), QStringLiteral("1"), false, {}}},
        {QStringLiteral("tool broke"),
         run_event::ToolCallFinished{QStringLiteral("c"), QStringLiteral("No VM."), true,
                                     ErrorCode::SandboxUnavailable}},
        {QStringLiteral("other tool finished"),
         run_event::ToolCallFinished{QStringLiteral("x"), {}, false, {}}},
        {QStringLiteral("artifact"),
         run_event::ArtifactAdded{QStringLiteral("c"), {QStringLiteral("f"), {}, 1, {}, {}}}},
        {QStringLiteral("resumed"), run_event::Resumed{}},
        {QStringLiteral("ended"),
         run_event::Finished{RunStatus::Completed, QStringLiteral("model finished"), {}, {}}},
        {QStringLiteral("cancelled"),
         run_event::Finished{RunStatus::Cancelled, QStringLiteral("cancelled"), {}, {}}},
    };
    return all;
}

RunEvent eventNamed(const QString &name)
{
    for (const auto &[key, value] : events()) {
        if (key == name)
            return value;
    }
    qFatal("no such event: %s", qPrintable(name));
}

Step after(const QStringList &names)
{
    Step step;
    for (const auto &name : names)
        step = advance(std::move(step.state), eventNamed(name));
    return step;
}

// A state by the events that lead to it, what it calls for, and the events that change it (and into what).
// Every event that is not listed must leave state and effect as they are.
struct Row
{
    QString name;
    QStringList path;
    QString itself;
    std::map<QString, QString> changes;
};

const std::vector<Row> &rows()
{
    const auto s = [](const char *text) { return QString::fromLatin1(text); };
    const auto begun = QStringList{s("started"), s("user message"), s("model started")};
    const auto proposed = begun + QStringList{s("proposal")};
    const auto running = proposed + QStringList{s("approved by policy"), s("tool started")};
    static const std::vector<Row> all{
        {s("not started"), {}, s("not_started -> -"), {{s("started"), s("in_progress -> add")}}},
        {s("started"),
         {s("started")},
         s("in_progress -> add"),
         {{s("user message"), s("in_progress -> call")}, {s("model started"), s("in_progress model -> -")}}},
        {s("asked by the person"),
         {s("started"), s("user message")},
         s("in_progress -> call"),
         {{s("user message"), s("in_progress -> call")}, {s("model started"), s("in_progress model -> -")}}},
        {s("model at work"),
         begun,
         s("in_progress model -> -"),
         {{s("user message"), s("in_progress model -> -")},
          {s("answer"), s("in_progress -> finish")},
          {s("proposal"), s("in_progress proposed -> review")},
          {s("model failed"), s("in_progress -> finish")},
          {s("resumed"), s("in_progress -> call")}}},
        {s("answered"),
         begun + QStringList{s("answer")},
         s("in_progress -> finish"),
         {{s("user message"), s("in_progress -> call")}, {s("model started"), s("in_progress model -> -")}}},
        {s("model failed"),
         begun + QStringList{s("model failed")},
         s("in_progress -> finish"),
         {{s("user message"), s("in_progress -> finish")},
          {s("model started"), s("in_progress model -> finish")}}},
        {s("call proposed"),
         proposed,
         s("in_progress proposed -> review"),
         {{s("user message"), s("in_progress proposed -> review")},
          {s("asked"), s("waiting waiting -> -")},
          {s("approved by policy"), s("in_progress approved -> run")},
          {s("tool finished"), s("in_progress finished -> add")},
          {s("tool broke"), s("in_progress finished -> finish")}}},
        {s("waiting for a person"),
         proposed + QStringList{s("asked")},
         s("waiting waiting -> -"),
         {{s("user message"), s("waiting waiting -> -")},
          {s("approved"), s("in_progress approved -> run")},
          {s("edited"), s("in_progress approved -> run")},
          {s("rejected"), s("in_progress finished -> add")}}},
        {s("approved"),
         proposed + QStringList{s("approved by policy")},
         s("in_progress approved -> run"),
         {{s("user message"), s("in_progress approved -> run")},
          {s("tool started"), s("in_progress running -> -")},
          {s("tool finished"), s("in_progress finished -> add")},
          {s("tool broke"), s("in_progress finished -> finish")}}},
        {s("tool runs"),
         running,
         s("in_progress running -> -"),
         {{s("user message"), s("in_progress running -> -")},
          {s("tool finished"), s("in_progress finished -> add")},
          {s("tool broke"), s("in_progress finished -> finish")},
          {s("artifact"), s("in_progress running -> -")},
          {s("resumed"), s("in_progress lost -> report")}}},
        {s("tool lost"),
         running + QStringList{s("resumed")},
         s("in_progress lost -> report"),
         {{s("user message"), s("in_progress lost -> report")},
          {s("tool finished"), s("in_progress finished -> add")},
          {s("tool broke"), s("in_progress finished -> finish")}}},
        {s("tool finished"),
         running + QStringList{s("tool finished")},
         s("in_progress finished -> add"),
         {{s("user message"), s("in_progress finished -> add")},
          {s("tool message"), s("in_progress answered -> call")}}},
        {s("tool broke"),
         running + QStringList{s("tool broke")},
         s("in_progress finished -> finish"),
         {{s("user message"), s("in_progress finished -> finish")},
          {s("tool message"), s("in_progress answered -> finish")}}},
        {s("turn done"),
         running + QStringList{s("tool finished"), s("tool message")},
         s("in_progress answered -> call"),
         {{s("user message"), s("in_progress answered -> call")},
          {s("model started"), s("in_progress model answered -> -")}}},
        {s("completed"), begun + QStringList{s("answer"), s("ended")}, s("completed -> -"), {}},
        {s("cancelled"), running + QStringList{s("cancelled")}, s("cancelled running -> -"), {}},
    };
    return all;
}

} // namespace

class AdvanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEventInEveryState_data();
    void everyEventInEveryState();
    void endEndsEveryState_data();
    void endEndsEveryState();
    void lateEventsAfterTheEndChangeNothing();
    void decisionForAnotherRequestIsIgnored();
    void secondDecisionIsIgnored();
    void resultsOfAllCallsPrecedeTheNextModelCall();
    void iterationLimitFailsTheRun();
    void contentFilterFailsTheRun();
    void outputLimitIsTheStopReason();
};

void AdvanceTest::everyEventInEveryState_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("eventName");
    for (int i = 0; i < static_cast<int>(rows().size()); ++i) {
        for (const auto &[name, value] : events())
            QTest::addRow("%s + %s", qPrintable(rows()[static_cast<std::size_t>(i)].name), qPrintable(name))
                << i << name;
    }
}

void AdvanceTest::everyEventInEveryState()
{
    QFETCH(int, row);
    QFETCH(QString, eventName);
    const auto &state = rows()[static_cast<std::size_t>(row)];
    const auto before = after(state.path);
    QCOMPARE(describe(before), state.itself);
    if ((eventName == u"ended" || eventName == u"cancelled") && before.state.status != RunStatus::NotStarted)
        return; // see endEndsEveryState

    const auto result = advance(before.state, eventNamed(eventName));

    const auto change = state.changes.find(eventName);
    if (change != state.changes.end()) {
        QCOMPARE(describe(result), change->second);
        QVERIFY(result.state != before.state);
    } else if (eventName == u"model finished" && !isOver(before.state.status) &&
               before.state.status != RunStatus::NotStarted) {
        QCOMPARE(describe(result), state.itself);
        QCOMPARE(result.state.usage.inputTokens, before.state.usage.inputTokens + 1);
    } else {
        QCOMPARE(result, before);
    }
}

void AdvanceTest::endEndsEveryState_data()
{
    QTest::addColumn<int>("row");
    for (int i = 0; i < static_cast<int>(rows().size()); ++i)
        QTest::addRow("%s", qPrintable(rows()[static_cast<std::size_t>(i)].name)) << i;
}

void AdvanceTest::endEndsEveryState()
{
    QFETCH(int, row);
    const auto before = after(rows()[static_cast<std::size_t>(row)].path);
    const auto result = advance(before.state, eventNamed(QStringLiteral("cancelled")));

    QVERIFY(!result.effect);
    if (before.state.status == RunStatus::NotStarted || isOver(before.state.status))
        QCOMPARE(result.state, before.state);
    else
        QCOMPARE(toString(result.state.status), QStringLiteral("cancelled"));
}

void AdvanceTest::lateEventsAfterTheEndChangeNothing()
{
    const auto over = after({QStringLiteral("started"), QStringLiteral("cancelled")});
    for (const auto &[name, value] : events())
        QVERIFY2(advance(over.state, value) == over, qPrintable(name));
}

void AdvanceTest::decisionForAnotherRequestIsIgnored()
{
    const auto waiting =
        after({QStringLiteral("started"), QStringLiteral("user message"), QStringLiteral("model started"),
               QStringLiteral("proposal"), QStringLiteral("asked")});
    QCOMPARE(advance(waiting.state, decision(Verdict::Approved, QStringLiteral("another"))), waiting);
}

void AdvanceTest::secondDecisionIsIgnored()
{
    const auto rejected =
        after({QStringLiteral("started"), QStringLiteral("user message"), QStringLiteral("model started"),
               QStringLiteral("proposal"), QStringLiteral("asked"), QStringLiteral("rejected")});
    QVERIFY(rejected.state.refused);
    QCOMPARE(advance(rejected.state, eventNamed(QStringLiteral("approved"))), rejected);
}

void AdvanceTest::resultsOfAllCallsPrecedeTheNextModelCall()
{
    auto two = proposal();
    two.toolCalls.append({QStringLiteral("d"), QStringLiteral("execute_code"), QStringLiteral("{}")});
    auto step =
        after({QStringLiteral("started"), QStringLiteral("user message"), QStringLiteral("model started")});
    step = advance(step.state, run_event::MessageAdded{two});
    step = advance(step.state, eventNamed(QStringLiteral("tool finished")));
    step =
        advance(step.state, run_event::ToolCallFinished{QStringLiteral("d"), QStringLiteral("2"), false, {}});
    QCOMPARE(describe(step), QStringLiteral("in_progress finished finished -> add"));
    step = advance(step.state, eventNamed(QStringLiteral("tool message")));
    QCOMPARE(describe(step), QStringLiteral("in_progress answered finished -> add"));
    auto second = answer();
    second.toolCallId = QStringLiteral("d");
    step = advance(step.state, run_event::MessageAdded{second});
    QCOMPARE(describe(step), QStringLiteral("in_progress answered answered -> call"));
}

void AdvanceTest::iterationLimitFailsTheRun()
{
    auto state = after({QStringLiteral("started"), QStringLiteral("user message")}).state;
    state.iteration = state.maxIterations;

    const auto finish = std::get<effect::Finish>(*nextEffect(state)).outcome;
    QCOMPARE(toString(finish.status), QStringLiteral("failed"));
    QCOMPARE(finish.stopReason, QStringLiteral("max iterations reached"));
}

void AdvanceTest::contentFilterFailsTheRun()
{
    auto state = after({QStringLiteral("started"), QStringLiteral("user message"),
                        QStringLiteral("model started"), QStringLiteral("answer")})
                     .state;
    state.finishReason = FinishReason::ContentFilter;

    QCOMPARE(toString(std::get<effect::Finish>(*nextEffect(state)).outcome.status), QStringLiteral("failed"));
}

void AdvanceTest::outputLimitIsTheStopReason()
{
    auto state = after({QStringLiteral("started"), QStringLiteral("user message"),
                        QStringLiteral("model started"), QStringLiteral("answer")})
                     .state;
    state.finishReason = FinishReason::Length;

    QCOMPARE(std::get<effect::Finish>(*nextEffect(state)).outcome.stopReason,
             QStringLiteral("output limit reached"));
}

QTEST_GUILESS_MAIN(AdvanceTest)
#include "advance_test.moc"
