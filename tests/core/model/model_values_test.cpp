// The JSON forms of the model's values, names, ports and lookups.
#include "core/model/condition.h"
#include "core/model/message.h"
#include "core/model/names.h"
#include "core/model/project.h"
#include "core/model/thread.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace glasshouse;

namespace {

QJsonObject parsed(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

Node switchNode()
{
    Node node;
    node.id = QStringLiteral("route");
    node.kind = node_kind::Switch;
    QJsonArray cases;
    for (const auto *port : {"yes", "yes", "", "maybe"})
        cases.append(QJsonObject{{QStringLiteral("port"), QLatin1String(port)}});
    node.config = {{QStringLiteral("cases"), cases}, {QStringLiteral("default"), QStringLiteral("no")}};
    return node;
}

Node plain(const QString &id, QLatin1String kind)
{
    return {id, kind, {}, {}, {}, {}};
}

} // namespace

class ModelValuesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAgentSurvivesItsJsonForm()
    {
        Agent agent;
        agent.name = QStringLiteral("Analyst");
        agent.description = QStringLiteral("d");
        agent.instructions = QStringLiteral("line 1\nline 2");
        agent.model = {QStringLiteral("openai"), QStringLiteral("m")};
        agent.tools = {{QStringLiteral("execute_code"), ApprovalMode::AskOnce, parsed(R"({"later":1})")},
                       {QStringLiteral("execute_bash"), std::nullopt, {}}};
        agent.sandbox = QStringLiteral("s");
        agent.suggestions = {QStringLiteral("hello")};
        agent.maxIterations = 3;
        agent.temperature = 0.25;
        agent.maxOutputTokens = 100;
        agent.extra = parsed(R"({"later":{"x":[]}})");
        QCOMPARE(*Agent::fromJson(agent.toJson()), agent);
    }

    void defaultsAreLeftOutOfFiles()
    {
        Agent agent;
        agent.name = QStringLiteral("A");
        QCOMPARE(agent.toJson().keys(), QStringList{QStringLiteral("name")});
        SandboxProfile profile;
        QCOMPARE(profile.toJson().keys(), QStringList({QStringLiteral("image"), QStringLiteral("name")}));
        const Edge edge{QStringLiteral("e"),
                        {QStringLiteral("a"), port_name::Out},
                        {QStringLiteral("b"), port_name::In},
                        {},
                        {}};
        QCOMPARE(edge.toJson().keys(),
                 QStringList({QStringLiteral("from"), QStringLiteral("id"), QStringLiteral("to")}));
    }

    void aWorkflowSurvivesItsJsonForm()
    {
        Workflow workflow;
        workflow.name = QStringLiteral("w");
        workflow.title = QStringLiteral("W");
        workflow.suggestions = {QStringLiteral("s")};
        workflow.maxSupersteps = 7;
        workflow.nodes = {switchNode(),
                          {QStringLiteral("later"),
                           QStringLiteral("hologram"),
                           QStringLiteral("T"),
                           {1.5, -2},
                           {},
                           parsed(R"({"depth":3})")}};
        workflow.edges = {{QStringLiteral("e"),
                           {QStringLiteral("route"), QStringLiteral("yes")},
                           {QStringLiteral("later"), QStringLiteral("side")},
                           parsed(R"({"path":"/text","operator":"equals","value":1})"),
                           parsed(R"({"style":"dotted"})")}};
        QCOMPARE(*Workflow::fromJson(workflow.toJson()), workflow);
    }

    void sandboxAndToolSurviveTheirJsonForm()
    {
        SandboxProfile profile;
        profile.name = QStringLiteral("s");
        profile.outputBytes = 5LL << 30;
        profile.clearOutputPerCall = true;
        profile.memoryMb = 1'024;
        profile.cpuTimeMs = 1'500;
        profile.lifetimeMs = 2'500;
        profile.printedBytes = 3'500;
        profile.sharedBy = SandboxSharing::Agent;
        profile.access.mounts = {{QStringLiteral("data"), QStringLiteral("/input"), true}};
        profile.access.allow = {{QStringLiteral("pypi.org"), {QStringLiteral("GET")}},
                                {QStringLiteral("a.org"), {}}};
        profile.access.asksForUnlisted = true;
        profile.extra = parsed(R"({"later":["a"]})");
        QCOMPARE(*SandboxProfile::fromJson(profile.toJson()), profile);

        ToolDefinition tool{.name = QStringLiteral("t"),
                            .kind = QStringLiteral("command"),
                            .description = QStringLiteral("d"),
                            .parameters = parsed(R"({"type":"object"})"),
                            .approval = ApprovalMode::NeverRequire,
                            .command = {QStringLiteral("ls"), QStringLiteral("-l")},
                            .timeoutMs = 5'000,
                            .extra = parsed(R"({"later":["a"]})")};
        QCOMPARE(*ToolDefinition::fromJson(tool.toJson()), tool);
    }

    void messagesAndThreadsSurviveTheirJsonForm()
    {
        Message message;
        message.id = QStringLiteral("m");
        message.role = Role::Assistant;
        message.author = QStringLiteral("Analyst");
        message.text = QStringLiteral("Grüße");
        message.toolCalls = {
            {QStringLiteral("c"), QStringLiteral("execute_code"), QStringLiteral("{not json")}};
        message.scripted = true;
        message.createdMs = 1700000000000;
        QCOMPARE(*Message::fromJson(message.toJson()), message);

        Message answer;
        answer.role = Role::Tool;
        answer.toolCallId = QStringLiteral("c");
        answer.isError = true;
        answer.artifacts = {{QStringLiteral("chart.png"), QStringLiteral("/a"), 5'000,
                             QStringLiteral("image/png"), QStringLiteral("ff")}};
        QCOMPARE(*Message::fromJson(answer.toJson()), answer);

        const Thread thread{QStringLiteral("t"),
                            QStringLiteral("/p"),
                            QStringLiteral("T"),
                            QStringLiteral("A"),
                            {},
                            true,
                            1,
                            2};
        QCOMPARE(*Thread::fromJson(thread.toJson()), thread);
    }

    void refusesBrokenValues_data()
    {
        QTest::addColumn<QString>("error");
        const auto row = [](const char *name, const auto &result, const char *expected) {
            QTest::newRow(name) << (result ? QString() : result.error().message)
                                << QString::fromUtf8(expected);
        };
        QTest::addColumn<QString>("expected");
        row("role", Message::fromJson(parsed(R"({"role":"boss"})")), "/role: \"boss\" is no role");
        row("nested", Message::fromJson(parsed(R"({"artifacts":[{"name":"a","size":-1}]})")),
            "/artifacts/0/size: must be");
        row("node without kind", Workflow::fromJson(parsed(R"({"name":"w","nodes":[{"id":"a"}]})")),
            "/nodes/0/kind: is required");
        row("memory", SandboxProfile::fromJson(parsed(R"({"name":"s","memory_mb":1})")),
            "/memory_mb: must be");
        row("format", Project::fromJson(parsed(R"({"name":"p"})")), "/format: is required");
    }

    void refusesBrokenValues()
    {
        QFETCH(QString, error);
        QFETCH(QString, expected);
        QVERIFY2(error.startsWith(expected), qPrintable(error));
    }

    void approvalModesAndRolesHaveNames()
    {
        for (const auto mode :
             {ApprovalMode::AlwaysRequire, ApprovalMode::NeverRequire, ApprovalMode::AskOnce})
            QVERIFY(*approvalModeFromString(toString(mode)) == mode);
        for (const auto role : {Role::System, Role::User, Role::Assistant, Role::Tool})
            QVERIFY(*roleFromString(toString(role)) == role);
        QVERIFY(!approvalModeFromString(u"always"));
    }

    void usageAddsUp()
    {
        Usage usage{1, 2};
        usage += Usage::fromJson(Usage{10, 20}.toJson());
        QCOMPARE(usage, (Usage{11, 22}));
    }

    void aSwitchHasOnePortPerCaseAndItsDefault()
    {
        QCOMPARE(outputPorts(switchNode()),
                 QStringList({QStringLiteral("yes"), QStringLiteral("maybe"), QStringLiteral("no")}));
        QCOMPARE(inputPorts(switchNode()), QStringList{port_name::In});
        QVERIFY(inputPorts(plain(QStringLiteral("s"), node_kind::Start)).isEmpty());
        QVERIFY(outputPorts(plain(QStringLiteral("o"), node_kind::Output)).isEmpty());
        QVERIFY(outputPorts(plain(QStringLiteral("n"), node_kind::Note)).isEmpty());
    }

    void saysWhyPortsDoNotFit()
    {
        Workflow workflow;
        workflow.nodes = {switchNode(), plain(QStringLiteral("out"), node_kind::Output)};
        const Port end{QStringLiteral("out"), port_name::In};
        QVERIFY(!whyNotConnectable(workflow, {QStringLiteral("route"), QStringLiteral("yes")}, end));
        QVERIFY(whyNotConnectable(workflow, {QStringLiteral("route"), port_name::Out}, end)
                    ->contains(u"no output named"));
        QVERIFY(
            whyNotConnectable(workflow, {QStringLiteral("ghost"), port_name::Out}, end)->contains(u"ghost"));
        QVERIFY(whyNotConnectable(workflow, {QStringLiteral("route"), QStringLiteral("yes")},
                                  {QStringLiteral("route"), port_name::In}));
        workflow.edges = {
            {QStringLiteral("e"), {QStringLiteral("route"), QStringLiteral("yes")}, end, {}, {}}};
        QVERIFY(whyNotConnectable(workflow, {QStringLiteral("route"), QStringLiteral("yes")}, end)
                    ->contains(u"already"));
    }

    void anAgentUsesItsOwnThingsBeforeTheProjects()
    {
        Project project;
        project.defaultModel = {QStringLiteral("demo"), QStringLiteral("script")};
        project.defaultSandbox = QStringLiteral("common");
        SandboxProfile common;
        common.name = QStringLiteral("common");
        SandboxProfile own;
        own.name = QStringLiteral("own");
        project.sandboxes = {common, own};

        Agent agent;
        QCOMPARE(project.modelFor(agent), project.defaultModel);
        QCOMPARE(project.sandboxFor(agent), common);
        agent.sandbox = QStringLiteral("own");
        agent.model.connection = QStringLiteral("openai");
        QCOMPARE(project.sandboxFor(agent), own);
        QCOMPARE(project.modelFor(agent), (ModelRef{QStringLiteral("openai"), {}}));
        project.sandboxes.clear();
        QCOMPARE(project.sandboxFor(agent), SandboxProfile());
    }

    void conditionsAreCheckedDeeply_data()
    {
        QTest::addColumn<QByteArray>("condition");
        QTest::addColumn<QString>("pointer"); // of the fault; "ok" if there is none
        const auto row = [](const char *json, const char *pointer) {
            QTest::newRow(json) << QByteArray(json) << QString::fromLatin1(pointer);
        };
        row("{}", "ok");
        row(R"({"path":"/text","operator":"contains","value":"x"})", "ok");
        row(R"({"path":"/json/n","operator":"exists"})", "ok");
        row(R"({"and":[{"path":"/text","operator":"exists"},{"not":{"path":"/a","operator":"less","value":2}}]})",
            "ok");
        row(R"({"path":"text","operator":"contains","value":"x"})", "/path");
        row(R"({"path":"/text","operator":"like","value":"x"})", "/operator");
        row(R"({"path":"/text","operator":"contains"})", "/value");
        row(R"({"path":"/text","operator":"greater","value":"x"})", "/value");
        row("{\"path\":\"/text\",\"operator\":\"matches\",\"value\":\"(\"}", "/value");
        row(R"({"or":[]})", "/or");
        row(R"({"or":[{"path":"/a","operator":"exists"},{}]})", "/or/1");
        row(R"({"and":[3]})", "/and/0");
        row(R"({"not":{"and":[{"path":"/a"}]}})", "/not/and/0/operator");
    }

    void conditionsAreCheckedDeeply()
    {
        QFETCH(QByteArray, condition);
        QFETCH(QString, pointer);
        const auto fault = whyNotACondition(parsed(condition));
        QCOMPARE(fault ? fault->pointer : QStringLiteral("ok"), pointer);
    }

    void conditionsNestedTooDeeplyAreRefused()
    {
        const QByteArray deep = QByteArray(R"({"not":)").repeated(500) +
                                R"({"path":"/a","operator":"exists"})" + QByteArray(500, '}');
        const auto fault = whyNotACondition(parsed(deep));
        QVERIFY(fault && fault->message.contains(u"deeply"));
    }

    void namesMustSuitEveryFileSystem()
    {
        for (const auto *good : {"Analyst", "research-pipeline", "My agent 2", "a.b", "Über"})
            QVERIFY2(!whyNotAName(QString::fromUtf8(good)), good);
        QVERIFY(whyNotAName(QString(101, u'x')));
        QVERIFY(whyNotAName(QStringLiteral("a") + QChar(0x202e)));
        QVERIFY(whyNotAName(QString(QChar(0xd800))));
        QVERIFY(sameName(u"Analyst", u"analyst"));
    }
};

QTEST_GUILESS_MAIN(ModelValuesTest)
#include "model_values_test.moc"
