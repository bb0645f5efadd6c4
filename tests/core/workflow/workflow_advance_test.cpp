// The superstep engine: a table of states and events, what keeps a workflow from running, and random graphs.
#include "core/workflow/workflow_advance.h"
#include "tests/fakes/workflow_builder.h"

#include <QRandomGenerator>
#include <QStringBuilder>
#include <QTest>

#include <map>

using namespace glasshouse;
using namespace glasshouse::test;

namespace {

QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

struct EffectName
{
    QString operator()(const workflow_effect::BeginSuperstep &effect) const
    {
        return text("begin ") + effect.nodes.join(u',');
    }
    QString operator()(const workflow_effect::StartNode &effect) const
    {
        return text("start ") + effect.node;
    }
    QString operator()(const workflow_effect::Deliver &effect) const
    {
        return text("deliver ") + effect.deliveries.first().edge;
    }
    QString operator()(const workflow_effect::EndSuperstep &) const { return text("end"); }
    QString operator()(const workflow_effect::SaveCheckpoint &) const { return text("save"); }
    QString operator()(const workflow_effect::Finish &effect) const
    {
        return text("finish ") + effect.outcome.stopReason;
    }
};

QString describe(const std::optional<WorkflowEffect> &effect)
{
    return effect ? std::visit(EffectName{}, *effect) : text("-");
}

Workflow line()
{
    return WorkflowBuilder()
        .node(text("s"), node_kind::Start)
        .node(text("o"), node_kind::Output)
        .edge(text("s"), text("o"))
        .build();
}

// What a WorkflowRun would record for an effect; every node only passes on.
struct Perform
{
    const Workflow &workflow;
    bool signs = false; // nodes say "NODE#OCCURRENCE;" instead of passing on

    QVector<WorkflowEvent> operator()(const workflow_effect::BeginSuperstep &effect) const
    {
        return {workflow_event::SuperstepStarted{effect.step, effect.nodes}};
    }
    QVector<WorkflowEvent> operator()(const workflow_effect::StartNode &effect) const
    {
        auto finished = passOn(*workflow.node(effect.node), effect.input, effect.author);
        if (signs)
            finished.output = effect.node % u'#' % QString::number(effect.occurrence) % u';';
        return {workflow_event::NodeStarted{effect.node, effect.occurrence, effect.input, effect.author},
                finished};
    }
    QVector<WorkflowEvent> operator()(const workflow_effect::Deliver &effect) const
    {
        QVector<WorkflowEvent> events;
        for (const auto &delivery : effect.deliveries)
            events.append(workflow_event::EdgeDelivered{delivery});
        return events;
    }
    QVector<WorkflowEvent> operator()(const workflow_effect::EndSuperstep &effect) const
    {
        return {workflow_event::SuperstepFinished{effect.step}};
    }
    QVector<WorkflowEvent> operator()(const workflow_effect::SaveCheckpoint &effect) const
    {
        return {workflow_event::CheckpointSaved{effect.step}};
    }
    QVector<WorkflowEvent> operator()(const workflow_effect::Finish &effect) const
    {
        return {effect.outcome};
    }
};

// All events from the start to the end.
QVector<WorkflowEvent> runToTheEnd(const Workflow &workflow, WorkflowState &state, bool signs = false)
{
    QVector<WorkflowEvent> all{workflow_event::Started{text("Go")}};
    evolve(state, all.first());
    while (const auto effect = nextEffect(workflow, state)) {
        for (const auto &event : std::visit(Perform{workflow, signs}, *effect)) {
            evolve(state, event);
            all.append(event);
        }
    }
    return all;
}

const std::vector<std::pair<QString, WorkflowEvent>> &events()
{
    static const std::vector<std::pair<QString, WorkflowEvent>> all{
        {text("started"), workflow_event::Started{text("Go")}},
        {text("superstep"), workflow_event::SuperstepStarted{1, {text("s")}}},
        {text("node started"), workflow_event::NodeStarted{text("s"), 1, text("Go"), {}}},
        {text("node finished"), workflow_event::NodeFinished{text("s"), text("Go"), {}, {}, false}},
        {text("node failed"), workflow_event::NodeFailed{text("s"), {text("No.")}}},
        {text("delivered"),
         workflow_event::EdgeDelivered{{text("s-o"), text("s"), text("o"), text("Go"), {}}}},
        {text("superstep ended"), workflow_event::SuperstepFinished{1}},
        {text("saved"), workflow_event::CheckpointSaved{1}},
        {text("cancelled"), workflow_event::Finished{RunStatus::Cancelled, text("cancelled"), {}}},
    };
    return all;
}

// The states of one pass through a line, each with the event that leads on from the one before, what it calls
// for, and which other events change it.
struct Row
{
    QString reachedBy;
    QString effect;
    std::map<QString, QString> changes; // event -> effect afterwards; the others change nothing
};

const std::vector<Row> &rows()
{
    static const std::vector<Row> all{
        {{}, text("-"), {{text("started"), text("begin s")}}},
        {text("started"), text("begin s"), {{text("superstep"), text("start s")}}},
        {text("superstep"), text("start s"), {{text("node started"), text("-")}}},
        {text("node started"),
         text("-"),
         {{text("node finished"), text("deliver s-o")}, {text("node failed"), text("finish node failed")}}},
        {text("node finished"),
         text("deliver s-o"),
         {{text("delivered"), text("end")}, {text("superstep ended"), text("save")}}},
        {text("delivered"), text("end"), {{text("superstep ended"), text("save")}}},
        {text("superstep ended"), text("save"), {{text("saved"), text("begin o")}}},
        {text("saved"), text("begin o"), {}},
        {text("cancelled"), text("-"), {}},
    };
    return all;
}

WorkflowEvent eventNamed(const QString &name)
{
    for (const auto &[key, value] : events()) {
        if (key == name)
            return value;
    }
    qFatal("no such event: %s", qPrintable(name));
}

WorkflowStep stepAt(int row)
{
    WorkflowStep step;
    for (int i = 1; i <= row; ++i)
        step =
            advance(line(), std::move(step.state), eventNamed(rows()[static_cast<std::size_t>(i)].reachedBy));
    return step;
}

// Nodes 0..n-1, edges only from lower to higher numbers.
Workflow randomGraph(QRandomGenerator &random)
{
    const int count = random.bounded(2, 25);
    WorkflowBuilder builder;
    builder.node(text("0"), node_kind::Start);
    for (int i = 1; i < count; ++i)
        builder.node(QString::number(i), random.bounded(4) == 0 ? node_kind::FanIn : node_kind::FanOut);
    for (int from = 0; from < count; ++from) {
        for (int to = from + 1; to < count; ++to) {
            if (random.bounded(3) == 0)
                builder.edge(QString::number(from), QString::number(to));
        }
    }
    return builder.build();
}

// A node that starts takes the oldest message of each of its edges, and nothing else.
void checkOrderOfEdges(const Workflow &workflow, const QVector<WorkflowEvent> &events)
{
    QMap<QString, QStringList> waiting; // per edge
    for (const auto &event : events) {
        if (const auto *delivered = std::get_if<workflow_event::EdgeDelivered>(&event)) {
            waiting[delivered->delivery.edge].append(delivered->delivery.text);
        } else if (const auto *started = std::get_if<workflow_event::NodeStarted>(&event)) {
            int taken = 0;
            for (const auto &edge : workflow.edges) {
                if (edge.to.node != started->node || waiting[edge.id].isEmpty())
                    continue;
                QVERIFY(started->input.contains(waiting[edge.id].takeFirst()));
                ++taken;
            }
            QCOMPARE(started->input.count(u'#') - 2 * (taken > 1 ? taken : 0), taken);
        }
    }
}

} // namespace

class WorkflowAdvanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEventInEveryState_data();
    void everyEventInEveryState();
    void cycleStopsAtTheLimit();
    void switchWithoutAMatchSendsNothing();
    void edgeWithAConditionIsTakenOnlyIfItHolds();
    void nodeWorksOnceOnAllThatWaits();
    void fanInThatNeverGetsAllFailsAndSaysWhich();
    void whatCannotRunIsSaid_data();
    void whatCannotRunIsSaid();
    void randomAcyclicGraphsTerminateAndKeepTheOrderOfEachEdge();
};

void WorkflowAdvanceTest::everyEventInEveryState_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("eventName");
    for (int row = 0; row < static_cast<int>(rows().size()); ++row) {
        for (const auto &[name, value] : events())
            QTest::addRow("%d %s + %s", row, qPrintable(rows()[static_cast<std::size_t>(row)].reachedBy),
                          qPrintable(name))
                << row << name;
    }
}

void WorkflowAdvanceTest::everyEventInEveryState()
{
    QFETCH(int, row);
    QFETCH(QString, eventName);
    const auto &expected = rows()[static_cast<std::size_t>(row)];
    const auto before = stepAt(row);
    QCOMPARE(describe(nextEffect(line(), before.state)), expected.effect);

    const auto result = advance(line(), before.state, eventNamed(eventName));

    const auto change = expected.changes.find(eventName);
    if (change != expected.changes.end()) {
        QCOMPARE(describe(result.effect), change->second);
        QVERIFY(result.state != before.state);
    } else if (eventName == u"cancelled" && before.state.status == RunStatus::InProgress) {
        QCOMPARE(toString(result.state.status), text("cancelled"));
        QVERIFY(!result.effect);
    } else {
        QCOMPARE(result.state, before.state);
    }
}

void WorkflowAdvanceTest::cycleStopsAtTheLimit()
{
    const auto workflow = WorkflowBuilder()
                              .node(text("s"), node_kind::Start)
                              .node(text("a"), node_kind::FanOut)
                              .node(text("b"), node_kind::FanOut)
                              .edge(text("s"), text("a"))
                              .edge(text("a"), text("b"))
                              .edge(text("b"), text("a"))
                              .maxSupersteps(7)
                              .build();
    WorkflowState state;
    runToTheEnd(workflow, state);

    QCOMPARE(toString(state.status), text("failed"));
    QCOMPARE(state.stopReason, text("max supersteps reached"));
    QCOMPARE(state.step, 7);
    QCOMPARE(state.occurrences.value(text("a")), 3);
}

void WorkflowAdvanceTest::switchWithoutAMatchSendsNothing()
{
    const QJsonObject never{{text("port"), text("p")}, {text("condition"), textStartsWith(text("Stop"))}};
    const auto workflow = WorkflowBuilder()
                              .node(text("s"), node_kind::Start)
                              .node(text("w"), node_kind::Switch, {{text("cases"), QJsonArray{never}}})
                              .node(text("o"), node_kind::Output)
                              .edge(text("s"), text("w"))
                              .edge(text("w"), text("o"), {}, text("p"))
                              .build();
    WorkflowState state;
    runToTheEnd(workflow, state);

    QCOMPARE(toString(state.status), text("completed"));
    QVERIFY(state.outputs.isEmpty());
}

void WorkflowAdvanceTest::edgeWithAConditionIsTakenOnlyIfItHolds()
{
    const auto workflow = WorkflowBuilder()
                              .node(text("s"), node_kind::Start)
                              .node(text("yes"), node_kind::Output)
                              .node(text("no"), node_kind::Output)
                              .edge(text("s"), text("yes"), textStartsWith(text("go")))
                              .edge(text("s"), text("no"), textStartsWith(text("stop")))
                              .build();
    WorkflowState state;
    runToTheEnd(workflow, state);

    QCOMPARE(state.occurrences.value(text("yes")), 1);
    QVERIFY(!state.occurrences.contains(text("no")));
}

void WorkflowAdvanceTest::nodeWorksOnceOnAllThatWaits()
{
    const auto workflow = WorkflowBuilder()
                              .node(text("s"), node_kind::Start)
                              .node(text("a"), node_kind::FanOut)
                              .node(text("b"), node_kind::FanOut)
                              .node(text("o"), node_kind::Output)
                              .edge(text("s"), text("a"))
                              .edge(text("s"), text("b"))
                              .edge(text("b"), text("o"))
                              .edge(text("a"), text("o"))
                              .build();
    WorkflowState state;
    runToTheEnd(workflow, state);

    QCOMPARE(state.occurrences.value(text("o")), 1);
    QCOMPARE(state.output(), text("## b\n\nGo\n\n## a\n\nGo")); // in the order of the edges
}

void WorkflowAdvanceTest::fanInThatNeverGetsAllFailsAndSaysWhich()
{
    const auto workflow = WorkflowBuilder()
                              .node(text("s"), node_kind::Start)
                              .node(text("a"), node_kind::FanOut)
                              .node(text("join"), node_kind::FanIn)
                              .node(text("o"), node_kind::Output)
                              .edge(text("s"), text("join"))
                              .edge(text("s"), text("a"), textStartsWith(text("never")))
                              .edge(text("a"), text("join"))
                              .edge(text("join"), text("o"))
                              .build();
    WorkflowState state;
    runToTheEnd(workflow, state);

    QCOMPARE(toString(state.status), text("failed"));
    QVERIFY(state.error->message.contains(u"join"));
}

void WorkflowAdvanceTest::whatCannotRunIsSaid_data()
{
    QTest::addColumn<Workflow>("workflow");
    QTest::addColumn<QString>("word");
    const auto start = WorkflowBuilder().node(text("s"), node_kind::Start);
    const auto with = [&](const QString &id, QLatin1String kind, const QJsonObject &config = {}) {
        return WorkflowBuilder(start).node(id, kind, config).build();
    };
    QTest::newRow("no start") << WorkflowBuilder().node(text("o"), node_kind::Output).build()
                              << text("exactly one start");
    QTest::newRow("two starts") << with(text("t"), node_kind::Start) << text("exactly one start");
    QTest::newRow("unknown kind") << with(text("loop"), QLatin1String("loop")) << text("\"loop\"");
    QTest::newRow("unknown agent") << with(text("a"), node_kind::Agent, {{text("agent"), text("Nobody")}})
                                   << text("Nobody");
    QTest::newRow("duplicate id") << with(text("s"), node_kind::Output) << text("the id \"s\"");
    QTest::newRow("edge to nowhere") << WorkflowBuilder(start).edge(text("s"), text("x")).build()
                                     << text("\"x\"");
    QTest::newRow("bad condition")
        << WorkflowBuilder(start).edge(text("s"), text("s"), {{text("path"), 1}}).build() << text("s-s");
    QTest::newRow("switch case without condition")
        << with(text("w"), node_kind::Switch, {{text("cases"), QJsonArray{QJsonObject{}}}})
        << text("switch w");
}

void WorkflowAdvanceTest::whatCannotRunIsSaid()
{
    QFETCH(Workflow, workflow);
    QFETCH(QString, word);

    const auto why = whyNotRunnable(workflow, {text("Somebody")});
    QVERIFY(why);
    QVERIFY(why->code == ErrorCode::BadProject);
    QVERIFY2(why->message.contains(word), qPrintable(why->message));
}

void WorkflowAdvanceTest::randomAcyclicGraphsTerminateAndKeepTheOrderOfEachEdge()
{
    for (quint32 seed = 1; seed <= 300; ++seed) {
        QRandomGenerator random(seed);
        const auto workflow = randomGraph(random);
        WorkflowState state;
        const auto all = runToTheEnd(workflow, state, true);

        QVERIFY2(isOver(state.status), qPrintable(QStringLiteral("seed %1").arg(seed)));
        QVERIFY(state.stopReason != u"max supersteps reached");

        checkOrderOfEdges(workflow, all);
        WorkflowState folded;
        for (const auto &event : all)
            evolve(folded, event);
        QCOMPARE(folded, state);
    }
}

QTEST_GUILESS_MAIN(WorkflowAdvanceTest)
#include "workflow_advance_test.moc"
