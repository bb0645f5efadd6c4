// Every rule of validate(): what breaks it is reported, and a sound project is not.
#include "core/model/validation.h"

#include <QJsonDocument>
#include <QTest>

using namespace glasshouse;

namespace {

QJsonObject parsed(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

Project sound()
{
    Project project;
    project.name = QStringLiteral("p");
    project.defaultSandbox = QStringLiteral("default");
    project.sandboxes = {SandboxProfile{}};
    project.agents = {*Agent::fromJson(
        parsed(R"({"name":"A","instructions":"Do it.","tools":[{"name":"execute_code"},{"name":"own"}]})"))};
    project.tools = {
        *ToolDefinition::fromJson(parsed(R"({"name":"own","kind":"command","description":"d","command":["ls"]})"))};
    project.workflows = {*Workflow::fromJson(parsed(R"({"name":"w",
        "nodes":[{"id":"start","kind":"start"},{"id":"a","kind":"agent","config":{"agent":"A"}},
                 {"id":"route","kind":"switch","config":{"cases":[{"port":"again","condition":{"path":"/text","operator":"contains","value":"x"}}],"default":"done"}},
                 {"id":"split","kind":"fan_out"},{"id":"b","kind":"agent","config":{"agent":"A"}},{"id":"c","kind":"agent","config":{"agent":"A"}},
                 {"id":"join","kind":"fan_in"},{"id":"out","kind":"output"},{"id":"note","kind":"note"}],
        "edges":[{"id":"1","from":"start","to":"a"},{"id":"2","from":"a","to":"route"},{"id":"3","from":"route","from_port":"again","to":"a"},
                 {"id":"4","from":"route","from_port":"done","to":"split"},{"id":"5","from":"split","to":"b"},{"id":"6","from":"split","to":"c"},
                 {"id":"7","from":"b","to":"join"},{"id":"8","from":"c","to":"join"},{"id":"9","from":"join","to":"out"}]})"))};
    return project;
}

Node &nodeOf(Project &project, const char *id)
{
    for (auto &node : project.workflows[0].nodes) {
        if (node.id == QLatin1String(id))
            return node;
    }
    qFatal("no such node");
}

void removeEdge(Project &project, const char *id)
{
    project.workflows[0].edges.removeIf([id](const Edge &edge) { return edge.id == QLatin1String(id); });
}

Edge edgeBetween(const char *id, const char *from, const char *to)
{
    return {
        QLatin1String(id), {QLatin1String(from), port_name::Out}, {QLatin1String(to), port_name::In}, {}, {}};
}

using Change = void (*)(Project &);

} // namespace

Q_DECLARE_METATYPE(Change)

class ValidationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSoundProjectHasNoProblems()
    {
        const auto problems = check(sound());
        QVERIFY2(problems.isEmpty(), problems.isEmpty() ? "" : qPrintable(problems.first().message));
    }

    void reportsWhatBreaksARule_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("place"); // file and pointer
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, Change change, const char *place, const char *words) {
            QTest::newRow(name) << change << QString::fromLatin1(place) << QString::fromLatin1(words);
        };
        row(
            "unknown default sandbox", [](Project &p) { p.defaultSandbox = QStringLiteral("x"); },
            "glasshouse.json/default_sandbox", "no sandbox profile");
        row(
            "no agents",
            [](Project &p) {
                p.agents.clear();
                p.workflows.clear();
            },
            "glasshouse.json", "no agent yet");
        row(
            "empty agent", [](Project &p) { p.agents[0].instructions = QStringLiteral(" \n"); },
            "agents/A.agent.json/instructions", "no instructions");
        row(
            "unknown tool", [](Project &p) { p.agents[0].tools[1].name = QStringLiteral("x"); },
            "agents/A.agent.json/tools/1/name", "does not exist");
        row(
            "tool twice", [](Project &p) { p.agents[0].tools[1] = p.agents[0].tools[0]; },
            "agents/A.agent.json/tools/1/name", "twice");
        row(
            "unknown sandbox", [](Project &p) { p.agents[0].sandbox = QStringLiteral("x"); },
            "agents/A.agent.json/sandbox", "does not exist");
        row(
            "tool kind", [](Project &p) { p.tools[0].kind = QStringLiteral("telepathy"); },
            "tools/own.tool.json/kind", "cannot run tools of the kind");
        row(
            "tool name",
            [](Project &p) { p.tools[0].name = p.agents[0].tools[1].name = QStringLiteral("do it"); },
            "tools/do it.tool.json/name", "letters, digits");
        row(
            "built-in tool again",
            [](Project &p) { p.tools[0].name = p.agents[0].tools[1].name = QStringLiteral("execute_bash"); },
            "tools/execute_bash.tool.json/name", "built-in");
        row(
            "no start",
            [](Project &p) {
                nodeOf(p, "start").kind = QStringLiteral("note");
                removeEdge(p, "1");
            },
            "workflows/w.workflow.json/nodes", "no start");
        row(
            "several starts",
            [](Project &p) {
                nodeOf(p, "note").kind = QStringLiteral("start");
                p.workflows[0].edges.append(edgeBetween("x", "note", "a"));
            },
            "workflows/w.workflow.json/nodes/8", "several starts");
        row(
            "no output",
            [](Project &p) {
                p.workflows[0].nodes.removeAt(7);
                removeEdge(p, "9");
            },
            "workflows/w.workflow.json/nodes", "no output");
        row(
            "unknown agent", [](Project &p) { nodeOf(p, "b").config = parsed(R"({"agent":"Ghost"})"); },
            "workflows/w.workflow.json/nodes/4/config/agent", "does not exist");
        row(
            "node without agent", [](Project &p) { nodeOf(p, "b").config = {}; },
            "workflows/w.workflow.json/nodes/4/config/agent", "has no agent");
        row(
            "unknown kind", [](Project &p) { nodeOf(p, "note").kind = QStringLiteral("loop"); },
            "workflows/w.workflow.json/nodes/8/kind", "cannot run nodes of the kind");
        row(
            "unreachable",
            [](Project &p) {
                nodeOf(p, "note") = {QStringLiteral("lost"), node_kind::Output, {}, {}, {}, {}};
            },
            "workflows/w.workflow.json/nodes/8", "No message can reach");
        row(
            "fan-in with one source",
            [](Project &p) {
                removeEdge(p, "8");
                p.workflows[0].edges.append(edgeBetween("x", "c", "out"));
            },
            "workflows/w.workflow.json/nodes/6", "one source");
        row(
            "dead end", [](Project &p) { removeEdge(p, "9"); }, "workflows/w.workflow.json/nodes/6",
            "goes nowhere");
        row(
            "open port", [](Project &p) { removeEdge(p, "3"); }, "workflows/w.workflow.json/nodes/2",
            "connect that port");
        row(
            "no default",
            [](Project &p) { nodeOf(p, "route").config.insert(QStringLiteral("default"), QString()); },
            "workflows/w.workflow.json/nodes/2/config/default", "name a default");
        row(
            "case without condition",
            [](Project &p) {
                nodeOf(p, "route")
                    .config.insert(QStringLiteral("cases"),
                                   parsed(R"({"c":[{"port":"again"}]})").value(u"c"));
            },
            "workflows/w.workflow.json/nodes/2/config/cases/0/condition", "no condition");
        row(
            "bad condition",
            [](Project &p) {
                p.workflows[0].edges[0].condition = parsed(R"({"path":"/text","operator":"x"})");
            },
            "workflows/w.workflow.json/edges/0/condition/operator", "is no operator");
        row(
            "loose end", [](Project &p) { p.workflows[0].edges.append(edgeBetween("x", "a", "ghost")); },
            "workflows/w.workflow.json/edges/9/to", "does not exist");
        row(
            "wrong port", [](Project &p) { p.workflows[0].edges.append(edgeBetween("x", "out", "a")); },
            "workflows/w.workflow.json/edges/9", "no output");
        row(
            "connected twice",
            [](Project &p) { p.workflows[0].edges.append(edgeBetween("x", "start", "a")); },
            "workflows/w.workflow.json/edges/9", "connected twice");
        row(
            "duplicate node id", [](Project &p) { nodeOf(p, "note").id = QStringLiteral("out"); },
            "workflows/w.workflow.json/nodes/8/id", "Two nodes have the id");
        row(
            "duplicate edge id", [](Project &p) { p.workflows[0].edges[1].id = QStringLiteral("1"); },
            "workflows/w.workflow.json/edges/1/id", "Two connections have the id");
        row(
            "cycle without a choice",
            [](Project &p) {
                p.workflows[0].edges.append(edgeBetween("x", "c", "b"));
                p.workflows[0].edges.append(edgeBetween("y", "b", "c"));
            },
            "workflows/w.workflow.json/nodes/4", "no way out");
        row(
            "cycle without an exit", [](Project &p) { removeEdge(p, "4"); },
            "workflows/w.workflow.json/nodes/1", "no way out");
    }

    void reportsWhatBreaksARule()
    {
        QFETCH(Change, change);
        QFETCH(QString, place);
        QFETCH(QString, words);
        auto project = sound();
        change(project);
        QStringList found;
        for (const auto &problem : check(project)) {
            found.append(problem.file + problem.pointer + QStringLiteral(": ") + problem.message);
            if (problem.file + problem.pointer == place && problem.message.contains(words)) {
                QVERIFY(problem.message.endsWith(u'.'));
                return;
            }
        }
        QFAIL(qPrintable(QStringLiteral("not reported; found:\n") + found.join(u'\n')));
    }

    void aProblemOfANodeNamesIt()
    {
        auto project = sound();
        nodeOf(project, "b").config = {};
        const auto problems = check(project);
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.first().node, QStringLiteral("b"));
        QCOMPARE(problems.first().severity, Problem::Severity::Error);
    }

    // Also: a recursive search would exhaust the stack.
    void checksAHundredThousandNodesInARow()
    {
        Project project = sound();
        Workflow chain;
        chain.name = QStringLiteral("chain");
        constexpr int Length = 100'000;
        for (int i = 0; i < Length; ++i)
            chain.nodes.append({QString::number(i),
                                i == 0            ? node_kind::Start
                                : i == Length - 1 ? node_kind::Output
                                                  : node_kind::FanIn,
                                {},
                                {},
                                {},
                                {}});
        for (int i = 1; i < Length; ++i)
            chain.edges.append({QString::number(i),
                                {QString::number(i - 1), port_name::Out},
                                {QString::number(i), port_name::In},
                                {},
                                {}});
        project.workflows = {chain};
        QCOMPARE(check(project).size(), Length - 2); // each fan-in has one source
    }

private:
    static QVector<Problem> check(const Project &project)
    {
        return validate(project, {QStringLiteral("execute_code"), QStringLiteral("execute_bash")});
    }
};

QTEST_GUILESS_MAIN(ValidationTest)
#include "validation_test.moc"
