#include "core/agent/agent_run.h"
#include "tests/fakes/engine_fixture.h"
#include "tests/fakes/fake_tool.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::test;
namespace type = glasshouse::trace::event_type;

// Code that runs calls the tools "weather" (needs nobody) and "pay" (asks a person).
class NestedCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void codeGetsTheValueThatTheToolAnswers();
    void textThatIsNoJsonBecomesAString();
    void failureOfTheToolIsAnErrorOfTheCall();
    void wrongArgumentsAreAnswered_data();
    void wrongArgumentsAreAnswered();
    void theModelIsNotShownToolsOfTheCode();
    void theModelCannotCallToolsOfTheCode();
    void toolsOfBothAreShownToTheModelToo();
    void codeIsInjectedForAnAgentWithToolsOfTheCodeOnly();
    void codeToolsCannotBeCalledFromCode();
    void aToolThatAlwaysAsksMakesTheCodeAsk();
    void instructionsNameToolsFilesAndNetwork();
    void callThatNeedsApprovalIsAskedOnItsOwn();
    void editedArgumentsAreTheOnesThatRun();
    void rejectionReachesTheCodeWithItsReason();
    void clockIsHeldWhileAPersonDecides();
    void severalCallsWaitAndRunAtOnce();
    void endOfTheCodeWithdrawsWhatItAskedFor();
    void endOfTheCodeCancelsToolsThatStillRun();
    void cancelOfTheRunStopsEverything();
    void startOfAnApprovedCallIsStoredFirst();
    void aThousandCallsDoNotGrowTheState();
    void longArgumentsAreLeftOutOfTheTrace();
    void foldOfTheEventsIsTheLiveStateAtEveryStep();
    void restartWhileACallWaitsLosesTheCode();

private:
    void begin(bool startsCode = true);
    [[nodiscard]] RunResult end();
    [[nodiscard]] FakeCodeJob &code() { return *m_fixture->runner.running(); }
    [[nodiscard]] QByteArray answerOf(quint32 call);
    [[nodiscard]] ApprovalRequest pending();
    [[nodiscard]] Agent &agent() { return m_fixture->project.agents.first(); }
    [[nodiscard]] QVector<trace::Event> nestedEvents(QLatin1String type) const;

    std::unique_ptr<EngineFixture> m_fixture;
    FakeTool *m_weather = nullptr;
    FakeTool *m_pay = nullptr;
    std::unique_ptr<AgentRun> m_run;
    std::unique_ptr<QSignalSpy> m_finished;
};

namespace {

const QString weather = QStringLiteral("weather");
const QString pay = QStringLiteral("pay");
const QByteArray rome = R"({"city":"Rome"})";

ToolRef fromCode(const QString &name)
{
    return {name, std::nullopt, {}, ToolCaller::Code};
}

} // namespace

void NestedCallsTest::init()
{
    m_finished.reset();
    m_run.reset();
    m_fixture = std::make_unique<EngineFixture>();
    auto weatherTool = std::make_unique<FakeTool>(weather, ApprovalMode::NeverRequire);
    auto payTool = std::make_unique<FakeTool>(pay, ApprovalMode::AskOnce);
    m_weather = weatherTool.get();
    m_pay = payTool.get();
    m_fixture->tools.add(std::move(weatherTool));
    m_fixture->tools.add(std::move(payTool));
    agent().tools.first().approval = ApprovalMode::NeverRequire;
    agent().tools += {fromCode(weather), fromCode(pay)};
    m_fixture->runner.hold();
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("call_tool('weather')"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
}

void NestedCallsTest::begin(bool startsCode)
{
    m_run = std::make_unique<AgentRun>(
        RunIdentity{QStringLiteral("run_1"), QStringLiteral("thread_1"), QStringLiteral("s")},
        AgentTask{QStringLiteral("Analyst"), QStringLiteral("Go"), {}, {}}, m_fixture->environment());
    m_finished = std::make_unique<QSignalSpy>(m_run.get(), &Run::finished);
    m_run->start();
    if (startsCode)
        QTRY_VERIFY(m_fixture->runner.isRunning());
}

RunResult NestedCallsTest::end()
{
    m_fixture->runner.finishHeld();
    if (m_finished->isEmpty() && !m_finished->wait(5000))
        return {};
    return m_finished->first().first().value<RunResult>();
}

QByteArray NestedCallsTest::answerOf(quint32 call)
{
    if (!QTest::qWaitFor([&] { return !m_fixture->runner.isRunning() || code().answers.contains(call); }))
        return "no answer";
    const auto answer = code().answers.value(call, fail(QStringLiteral("none")));
    return answer ? *answer : "error: " + answer.error().message.toUtf8();
}

ApprovalRequest NestedCallsTest::pending()
{
    const auto &all = m_fixture->approvals.pending();
    return QTest::qWaitFor([&] { return !all.isEmpty(); }) ? all.first() : ApprovalRequest();
}

QVector<trace::Event> NestedCallsTest::nestedEvents(QLatin1String type) const
{
    QVector<trace::Event> events;
    for (const auto &event : m_fixture->events) {
        if (event.type == type && event.data.contains(u"parent"))
            events << event;
    }
    return events;
}

void NestedCallsTest::codeGetsTheValueThatTheToolAnswers()
{
    begin();
    const auto call = code().callTool(weather, rome);

    QCOMPARE(answerOf(call), QByteArray("21"));
    QCOMPARE(m_weather->invocations.first().arguments,
             (QJsonObject{{QStringLiteral("city"), QStringLiteral("Rome")}}));
    QCOMPARE(m_fixture->runner.requests().first().tools, (QStringList{weather, pay}));
    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    const auto started = nestedEvents(type::ToolCallStarted).value(0).data;
    QCOMPARE(started.value(u"parent").toString(), QStringLiteral("c1"));
    QCOMPARE(started.value(u"call").toString(), QStringLiteral("c1/1"));
    QCOMPARE(started.value(u"by").toString(), QStringLiteral("policy"));
    QCOMPARE(nestedEvents(type::ToolCallFinished).value(0).data.value(u"text").toString(),
             QStringLiteral("21"));
    QVERIFY(m_fixture->count(type::ApprovalRequested) == 0);
}

void NestedCallsTest::textThatIsNoJsonBecomesAString()
{
    m_weather->outcome.text = QStringLiteral("It is \"warm\".");
    begin();

    QCOMPARE(answerOf(code().callTool(weather, rome)), QByteArray(R"("It is \"warm\".")"));
}

void NestedCallsTest::failureOfTheToolIsAnErrorOfTheCall()
{
    m_weather->outcome = {QStringLiteral("There is no such city."), true, {}};
    begin();

    QCOMPARE(answerOf(code().callTool(weather, rome)), QByteArray("error: There is no such city."));
    QVERIFY(nestedEvents(type::ToolCallFinished).value(0).data.value(u"is_error").toBool());
}

void NestedCallsTest::wrongArgumentsAreAnswered_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing") << QByteArray("{}") << QStringLiteral("needs the argument");
    QTest::newRow("no object") << QByteArray("[1]") << QStringLiteral("could not be read");
    QTest::newRow("no JSON") << QByteArray("{\"city\":") << QStringLiteral("could not be read");
    QTest::newRow("deep") << QByteArray("{\"city\":" + QByteArray(70, '[') + QByteArray(70, ']') + "}")
                          << QStringLiteral("more than 64 levels");
    QTest::newRow("long") << QByteArray("{\"city\":\"" + QByteArray(1 << 20, 'x') + "\"}")
                          << QStringLiteral("bytes long");
}

void NestedCallsTest::wrongArgumentsAreAnswered()
{
    QFETCH(QByteArray, arguments);
    QFETCH(QString, says);
    begin();

    const auto answer = QString::fromUtf8(answerOf(code().callTool(weather, arguments)));

    QVERIFY2(answer.startsWith(u"error: ") && answer.contains(says), qUtf8Printable(answer));
    QVERIFY(m_weather->invocations.isEmpty());
    QVERIFY(m_run->state().nested.isEmpty());
}

void NestedCallsTest::theModelIsNotShownToolsOfTheCode()
{
    begin();
    QVector<ToolSpec> shown = m_fixture->model().requests().first().tools;
    QCOMPARE(shown.size(), 1);
    QCOMPARE(shown.first().name, QStringLiteral("execute_code"));
}

void NestedCallsTest::theModelCannotCallToolsOfTheCode()
{
    m_fixture->model().clear();
    m_fixture->model().willCall({{QStringLiteral("c1"), weather, QString::fromUtf8(rome)}});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin(false);

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QVERIFY(m_weather->invocations.isEmpty());
    QVERIFY(m_run->state().messages.at(2).text.contains(u"not among the tools"));
}

void NestedCallsTest::toolsOfBothAreShownToTheModelToo()
{
    agent().tools[1].calledFrom = ToolCaller::Both;
    begin();

    QCOMPARE(m_fixture->model().requests().first().tools.last().name, weather);
    QCOMPARE(answerOf(code().callTool(weather, rome)), QByteArray("21"));
}

void NestedCallsTest::codeIsInjectedForAnAgentWithToolsOfTheCodeOnly()
{
    agent().tools.removeFirst();
    begin(false);
    m_fixture->approvals.decide(pending().id, approved()); // of execute_code, by its own mode
    QTRY_VERIFY(m_fixture->runner.isRunning());

    QCOMPARE(m_fixture->model().requests().first().tools.first().name, QStringLiteral("execute_code"));
    QVERIFY(m_fixture->model().requests().first().instructions.contains(u"your one tool"));
    QCOMPARE(answerOf(code().callTool(weather, rome)), QByteArray("21"));
}

void NestedCallsTest::codeToolsCannotBeCalledFromCode()
{
    agent().tools << fromCode(QStringLiteral("execute_bash"));
    begin(false);

    const auto result = end();

    QCOMPARE(toString(result.status), QStringLiteral("failed"));
    QVERIFY(result.error->message.contains(u"execute_bash"));
}

void NestedCallsTest::aToolThatAlwaysAsksMakesTheCodeAsk()
{
    agent().tools.last().approval = ApprovalMode::AlwaysRequire;
    begin(false);

    QCOMPARE(pending().tool, QStringLiteral("execute_code"));
}

void NestedCallsTest::instructionsNameToolsFilesAndNetwork()
{
    SandboxProfile profile;
    profile.access.mounts = {{QStringLiteral("data"), QStringLiteral("/input"), false}};
    profile.access.allow = {{QStringLiteral("pypi.org"), {QStringLiteral("GET")}}};
    m_fixture->project.sandboxes = {profile};
    m_fixture->project.defaultSandbox = profile.name;
    begin();

    const auto said = m_fixture->model().requests().first().instructions;

    for (const char *part : {"Be exact.", "- weather(city?: string): Says how it is there.",
                             "/input (read-only)", "pypi.org (GET only)", "/output"})
        QVERIFY2(said.contains(QLatin1String(part)), part);
}

void NestedCallsTest::callThatNeedsApprovalIsAskedOnItsOwn()
{
    begin();
    const auto call = code().callTool(pay, rome);
    const auto request = pending();

    QCOMPARE(request.tool, pay);
    QCOMPARE(request.parentCall, QStringLiteral("c1"));
    QCOMPARE(toString(m_run->status()), QStringLiteral("waiting"));
    QCOMPARE(m_run->state().pendingApprovals(), QStringList{request.id});
    QVERIFY(m_pay->invocations.isEmpty());
    m_fixture->approvals.decide(request.id, approved());

    QCOMPARE(answerOf(call), QByteArray("21"));
    QCOMPARE(toString(m_run->status()), QStringLiteral("in_progress"));
    QVERIFY(m_run->state().nested.isEmpty());
    const auto result = end();
    QCOMPARE(toString(result.status), QStringLiteral("completed"));
    QVERIFY(!result.refused);
}

void NestedCallsTest::editedArgumentsAreTheOnesThatRun()
{
    begin();
    const auto call = code().callTool(pay, rome);
    const QJsonObject paris{{QStringLiteral("city"), QStringLiteral("Paris")}};
    m_fixture->approvals.decide(pending().id, {Verdict::Edited, paris, {}, Remember::OnlyThisOnce});

    QCOMPARE(answerOf(call), QByteArray("21"));
    QCOMPARE(m_pay->invocations.first().arguments, paris);
}

void NestedCallsTest::rejectionReachesTheCodeWithItsReason()
{
    begin();
    const auto call = code().callTool(pay, rome);
    m_fixture->approvals.decide(pending().id, rejected(QStringLiteral("Too dear.")));

    const auto answer = answerOf(call);
    QVERIFY(answer.startsWith("error: ") && answer.contains("Too dear."));
    QVERIFY(m_pay->invocations.isEmpty());
    QVERIFY(end().refused);
}

void NestedCallsTest::clockIsHeldWhileAPersonDecides()
{
    begin();
    const auto first = code().callTool(pay, rome);
    QVERIFY(code().clockHeld);
    (void)code().callTool(pay, rome);
    m_fixture->approvals.decide(pending().id, approved());
    QCOMPARE(answerOf(first), QByteArray("21"));
    QVERIFY(code().clockHeld); // the second still waits
    m_fixture->approvals.decide(pending().id, approved());

    QVERIFY(!code().clockHeld);
}

void NestedCallsTest::severalCallsWaitAndRunAtOnce()
{
    m_weather->isHeld = true;
    begin();
    const auto a = code().callTool(weather, rome);
    const auto b = code().callTool(pay, rome);
    const auto c = code().callTool(weather, rome);
    QCOMPARE(m_run->state().nested.size(), 3);
    m_weather->jobs.at(1)->finish({QStringLiteral("3"), false, {}});
    m_fixture->approvals.decide(pending().id, approved());
    m_weather->jobs.at(0)->finish({QStringLiteral("1"), false, {}});

    QCOMPARE(answerOf(a), QByteArray("1"));
    QCOMPARE(answerOf(b), QByteArray("21"));
    QCOMPARE(answerOf(c), QByteArray("3"));
}

void NestedCallsTest::endOfTheCodeWithdrawsWhatItAskedFor()
{
    begin();
    (void)code().callTool(pay, rome);
    QVERIFY(!pending().id.isEmpty());

    const auto result = end();

    QCOMPARE(toString(result.status), QStringLiteral("completed"));
    QVERIFY(m_fixture->approvals.pending().isEmpty());
    QVERIFY(!result.refused);
    QCOMPARE(m_fixture->lastData(type::ApprovalDecided).value(u"by").toString(), QStringLiteral("policy"));
}

void NestedCallsTest::endOfTheCodeCancelsToolsThatStillRun()
{
    m_weather->isHeld = true;
    begin();
    (void)code().callTool(weather, rome);
    const auto job = m_weather->jobs.first();

    QCOMPARE(toString(end().status), QStringLiteral("completed"));

    QVERIFY(nestedEvents(type::ToolCallFinished).value(0).data.value(u"is_error").toBool());
    QTRY_VERIFY(job.isNull());
}

void NestedCallsTest::cancelOfTheRunStopsEverything()
{
    m_weather->isHeld = true;
    begin();
    (void)code().callTool(weather, rome);
    (void)code().callTool(pay, rome);
    const auto job = m_weather->jobs.first();
    m_run->cancel();

    QVERIFY(job->isCancelled);
    QVERIFY(m_fixture->approvals.pending().isEmpty());
    QVERIFY(m_run->state().nested.isEmpty());
    QCOMPARE(m_fixture->events.last().type, QString(type::RunFinished));
}

void NestedCallsTest::startOfAnApprovedCallIsStoredFirst()
{
    QVector<std::function<void()>> stored;
    auto environment = m_fixture->environment();
    environment.whenStored = [&](const std::function<void()> &callback) { stored << callback; };
    m_run = std::make_unique<AgentRun>(RunIdentity{QStringLiteral("run_1"), {}, {}},
                                       AgentTask{QStringLiteral("Analyst"), QStringLiteral("Go"), {}, {}},
                                       environment);
    m_finished = std::make_unique<QSignalSpy>(m_run.get(), &Run::finished);
    m_run->start();
    QTRY_COMPARE(stored.size(), 1);
    stored.takeFirst()();
    QTRY_VERIFY(m_fixture->runner.isRunning());
    (void)code().callTool(pay, rome);
    m_fixture->approvals.decide(pending().id, approved());

    QVERIFY(m_pay->invocations.isEmpty());
    QCOMPARE(stored.size(), 1);
    stored.takeFirst()();
    QCOMPARE(m_pay->invocations.size(), 1);
}

void NestedCallsTest::aThousandCallsDoNotGrowTheState()
{
    begin();
    for (int i = 0; i < 1000; ++i) {
        const auto call = code().callTool(weather, rome);
        QCOMPARE(answerOf(call), QByteArray("21"));
        QVERIFY(m_run->state().nested.isEmpty());
    }
    QCOMPARE(toString(end().status), QStringLiteral("completed"));

    QCOMPARE(nestedEvents(type::ToolCallStarted).size(), 200);
    qint64 counted = 0;
    for (const auto &event : m_fixture->events) {
        if (event.type == type::ToolCallsCounted)
            counted +=
                event.data.value(u"tools").toObject().value(weather).toObject().value(u"calls").toInteger();
    }
    QCOMPARE(counted, qint64(800));
    QVERIFY(m_fixture->events.size() < 450);
}

void NestedCallsTest::longArgumentsAreLeftOutOfTheTrace()
{
    m_weather->outcome.text = QString(100'000, u'y');
    begin();
    const auto call = code().callTool(weather, R"({"city":")" + QByteArray(100'000, 'x') + "\"}");

    QCOMPARE(answerOf(call).size(), 100'002);
    const auto started = nestedEvents(type::ToolCallStarted).value(0).data;
    QVERIFY(started.value(u"cut").toBool());
    QVERIFY(started.value(u"arguments").toObject().isEmpty());
    QVERIFY(nestedEvents(type::ToolCallFinished).value(0).data.value(u"text").toString().size() < 20'000);
}

void NestedCallsTest::foldOfTheEventsIsTheLiveStateAtEveryStep()
{
    RunState folded;
    m_weather->isHeld = true;
    connect(&m_fixture->recorder, &trace::Recorder::recorded, this, [&](const trace::Event &event) {
        const auto stored = trace::Event::fromJson(event.toJson());
        if (const auto decoded = runEventFrom(stored.value()))
            folded = advance(folded, *decoded).state;
        QCOMPARE(folded, m_run->state());
        QCOMPARE(RunState::fromJson(folded.toJson()).value(), folded);
    });
    begin();
    (void)code().callTool(weather, rome);
    (void)code().callTool(pay, rome);
    (void)code().callTool(pay, rome);
    m_fixture->approvals.decide(pending().id, approved());
    m_fixture->approvals.decide(pending().id, rejected({}));
    m_weather->jobs.first()->finish({QStringLiteral("1"), false, {}});

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QVERIFY(isOver(folded.status));
}

void NestedCallsTest::restartWhileACallWaitsLosesTheCode()
{
    begin();
    (void)code().callTool(pay, rome);
    QVERIFY(!pending().id.isEmpty());
    const auto events = m_fixture->events;
    init();
    m_fixture->model().clear();
    m_fixture->model().willSay(QStringLiteral("I see."));
    m_run = std::make_unique<AgentRun>(
        RunIdentity{QStringLiteral("run_1"), QStringLiteral("thread_1"), QStringLiteral("s")},
        AgentTask{QStringLiteral("Analyst"), QStringLiteral("Go"), {}, {}}, m_fixture->environment());
    m_finished = std::make_unique<QSignalSpy>(m_run.get(), &Run::finished);

    QVERIFY(m_run->restore(events).has_value());

    QVERIFY(m_finished->wait(5000));
    QVERIFY(m_fixture->approvals.pending().isEmpty());
    QCOMPARE(m_fixture->lastData(type::ApprovalDecided).value(u"decision").toString(),
             QStringLiteral("rejected"));
    QCOMPARE(m_fixture->lastData(type::ExecFinished).value(u"outcome").toString(), QStringLiteral("lost"));
    QVERIFY(m_run->state().messages.at(2).text.contains(u"outcome is unknown"));
    QVERIFY(m_fixture->runner.requests().isEmpty());
}

QTEST_GUILESS_MAIN(NestedCallsTest)
#include "nested_calls_test.moc"
