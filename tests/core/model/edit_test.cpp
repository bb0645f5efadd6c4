// Edits and their inverses, one by one and in long random chains.
#include "core/model/edit.h"

#include <QRandomGenerator>
#include <QTest>

#include <limits>

using namespace glasshouse;

namespace {

const QString W = QStringLiteral("w");

Node node(const QString &id, const char *kind = "agent", const QJsonObject &config = {})
{
    return {id, QString::fromLatin1(kind), {}, {}, config, {}};
}

Edge edge(const QString &id, const QString &from, const QString &to)
{
    return {id, {from, port_name::Out}, {to, port_name::In}, {}, {}};
}

Agent agent(const QString &name)
{
    Agent value;
    value.name = name;
    return value;
}

Project small()
{
    Project project;
    project.agents = {agent(QStringLiteral("A")), agent(QStringLiteral("B"))};
    Workflow workflow;
    workflow.name = W;
    workflow.nodes = {node(QStringLiteral("start"), "start"),
                      node(QStringLiteral("a"), "agent", {{QStringLiteral("agent"), QStringLiteral("A")}}),
                      node(QStringLiteral("b"), "agent", {{QStringLiteral("agent"), QStringLiteral("B")}}),
                      node(QStringLiteral("out"), "output")};
    workflow.edges = {edge(QStringLiteral("1"), QStringLiteral("start"), QStringLiteral("a")),
                      edge(QStringLiteral("2"), QStringLiteral("a"), QStringLiteral("b")),
                      edge(QStringLiteral("3"), QStringLiteral("b"), QStringLiteral("out"))};
    project.workflows = {workflow};
    return project;
}

// Makes edits of every kind, many of which cannot be applied.
class RandomEdits
{
public:
    explicit RandomEdits(quint32 seed) : m_random(seed) {}

    Edit next(int depth = 0)
    {
        switch (pick(depth < 2 ? 17 : 16)) {
        case 0:
            return AddNode{workflow(), someNode(), place()};
        case 1:
            return RemoveNode{workflow(), name()};
        case 2:
            return ReplaceNode{workflow(), someNode()};
        case 3:
            return MoveNodes{workflow(), {{name(), {place() * 1.5, 2}}, {name(), {1, place() * 0.5}}}};
        case 4:
            return AddEdge{workflow(), someEdge(), place()};
        case 5:
            return RemoveEdge{workflow(), name()};
        case 6:
            return ReplaceEdge{workflow(), someEdge()};
        case 7:
            return AddAgent{agent(name()), place()};
        case 8:
            return RemoveAgent{name()};
        case 9:
            return ReplaceAgent{name(), agent(name())};
        case 10:
            return AddWorkflow{someWorkflow(), place()};
        case 11:
            return RemoveWorkflow{workflow()};
        case 12:
            return ReplaceWorkflow{workflow(), someWorkflow()};
        case 13:
            return ReplaceSandbox{profile()};
        case 14:
            return RemoveSandbox{name()};
        case 15:
            return SetDefaultSandbox{name()};
        default:
            return Edits{QStringLiteral("several"), {next(depth + 1), next(depth + 1), next(depth + 1)}};
        }
    }

private:
    int pick(int below) { return m_random.bounded(below); }
    qsizetype place() { return pick(8) - 2; }
    QString name() { return QString(QChar(u'a' + pick(6))); }
    QString workflow() { return pick(3) ? W : name(); }

    Node someNode()
    {
        const std::array kinds{"start", "output", "agent", "switch", "fan_out", "note"};
        return node(name(), kinds.at(static_cast<std::size_t>(pick(6))), {{QStringLiteral("agent"), name()}});
    }
    Edge someEdge() { return edge(name(), name(), name()); }
    SandboxProfile profile()
    {
        SandboxProfile value;
        value.name = name();
        value.memoryMb = 128 + pick(100);
        return value;
    }
    Workflow someWorkflow()
    {
        Workflow value;
        value.name = workflow();
        // As a hand-written file may be: doubles and loose ends included.
        for (int i = 0; i < pick(6); ++i)
            value.nodes.append(someNode());
        for (int i = 0; i < pick(6); ++i)
            value.edges.append(someEdge());
        return value;
    }

    QRandomGenerator m_random;
};

} // namespace

class EditTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_project = small(); }

    void randomEditsAndTheirInversesLeaveNoTrace_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 40; ++seed)
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }

    void randomEditsAndTheirInversesLeaveNoTrace()
    {
        QFETCH(quint32, seed);
        RandomEdits edits(seed);
        QVector<Edit> inverses;
        QVector<Project> states{m_project};
        for (int i = 0; i < 300; ++i) {
            const auto before = m_project;
            const auto inverse = glasshouse::apply(m_project, edits.next());
            if (!inverse) {
                QCOMPARE(m_project, before); // unchanged on an error
                continue;
            }
            inverses.append(*inverse);
            states.append(m_project);
        }
        QVERIFY(inverses.size() > 30);
        QVector<Edit> redo;
        while (!inverses.isEmpty()) {
            QCOMPARE(m_project, states.at(inverses.size()));
            const auto again = glasshouse::apply(m_project, inverses.takeLast());
            QVERIFY2(again, again ? "" : qPrintable(again.error().message));
            redo.append(*again);
        }
        QCOMPARE(m_project, states.first());
        while (!redo.isEmpty())
            QVERIFY(glasshouse::apply(m_project, redo.takeLast()));
        QCOMPARE(m_project, states.last());
    }

    void removingANodeRemovesItsEdgesAndUndoBringsThemBackInPlace()
    {
        const auto undo = glasshouse::apply(m_project, RemoveNode{W, QStringLiteral("a")});
        QVERIFY(undo);
        QCOMPARE(m_project.workflow(W)->edges.size(), 1);
        QVERIFY(glasshouse::apply(m_project, *undo));
        QCOMPARE(m_project, small());
    }

    void renamingAnAgentRenamesItInNodes()
    {
        const auto undo =
            glasshouse::apply(m_project, ReplaceAgent{QStringLiteral("A"), agent(QStringLiteral("Anna"))});
        QVERIFY(undo);
        QCOMPARE(m_project.workflow(W)->node(u"a")->config.value(u"agent").toString(),
                 QStringLiteral("Anna"));
        QVERIFY(glasshouse::apply(m_project, *undo));
        QCOMPARE(m_project, small());
    }

    void undoOfARenameSparesNodesThatNamedTheNewNameBefore()
    {
        m_project.workflows[0].nodes[2].config = {{QStringLiteral("agent"), QStringLiteral("Ghost")}};
        const auto before = m_project;
        const auto undo =
            glasshouse::apply(m_project, ReplaceAgent{QStringLiteral("A"), agent(QStringLiteral("Ghost"))});
        QVERIFY(undo && glasshouse::apply(m_project, *undo));
        QCOMPARE(m_project, before);
    }

    void undoBringsBackAnEdgeThatCouldNotBeDrawn()
    {
        m_project.workflows[0].edges.append(
            edge(QStringLiteral("odd"), QStringLiteral("out"), QStringLiteral("nowhere")));
        const auto before = m_project;
        for (const Edit &edit :
             {Edit(RemoveNode{W, QStringLiteral("out")}), Edit(RemoveEdge{W, QStringLiteral("odd")})}) {
            const auto undo = glasshouse::apply(m_project, edit);
            QVERIFY(undo && m_project != before && glasshouse::apply(m_project, *undo));
            QCOMPARE(m_project, before);
        }
    }

    void refusesWithASentenceAndChangesNothing_data()
    {
        QTest::addColumn<int>("number");
        for (int i = 0; i < refused().size(); ++i)
            QTest::newRow(qPrintable(describe(refused().at(i)) + u' ' + QString::number(i))) << i;
    }

    void refusesWithASentenceAndChangesNothing()
    {
        QFETCH(int, number);
        const auto result = glasshouse::apply(m_project, refused().at(number));
        QVERIFY(!result);
        QVERIFY2(result.error().message.endsWith(u'.'), qPrintable(result.error().message));
        QCOMPARE(m_project, small());
    }

    void anEditOfSeveralIsAllOrNothing()
    {
        const Edits edits{QStringLiteral("Paste"),
                          {AddNode{W, node(QStringLiteral("new"))}, AddNode{W, node(QStringLiteral("new"))}}};
        QVERIFY(!glasshouse::apply(m_project, edits));
        QCOMPARE(m_project, small());
    }

    void movesThousandsOfNodesAtOnce()
    {
        Workflow large{QStringLiteral("large"), {}, {}, {}, {}, {}, 100, {}};
        MoveNodes moves{QStringLiteral("large"), {}};
        for (int i = 0; i < 20'000; ++i) {
            large.nodes.append(node(QString::number(i)));
            moves.moves.append({QString::number(i), QPointF(i, 1)});
        }
        m_project.workflows.append(large);
        const auto before = m_project;
        const auto undo = glasshouse::apply(m_project, moves);
        QVERIFY(undo);
        QCOMPARE(m_project.workflow(u"large")->nodes.last().position, QPointF(19'999, 1));
        QVERIFY(glasshouse::apply(m_project, *undo));
        QCOMPARE(m_project, before);
    }

    void aSandboxThatWasAddedIsRemovedByUndo()
    {
        const auto undo = glasshouse::apply(m_project, ReplaceSandbox{SandboxProfile{}});
        QVERIFY(undo);
        QCOMPARE(m_project.sandboxes.size(), 1);
        QVERIFY(glasshouse::apply(m_project, *undo));
        QCOMPARE(m_project, small());
    }

    void describesEditsForTheUndoMenu()
    {
        auto titled = node(QStringLiteral("n"));
        titled.title = QStringLiteral("Analyst");
        QCOMPARE(describe(AddNode{W, titled}), QStringLiteral("Add node Analyst"));
        QCOMPARE(describe(MoveNodes{W, {{QStringLiteral("a"), {}}, {QStringLiteral("b"), {}}}}),
                 QStringLiteral("Move 2 nodes"));
        QCOMPARE(describe(ReplaceAgent{QStringLiteral("A"), agent(QStringLiteral("B"))}),
                 QStringLiteral("Rename agent A to B"));
        QCOMPARE(describe(Edits{QStringLiteral("Paste"), {}}), QStringLiteral("Paste"));
        QCOMPARE(describe(Edits{{}, {RemoveAgent{QStringLiteral("A")}}}), QStringLiteral("Remove agent A"));
    }

private:
    static QVector<Edit> refused()
    {
        const auto away = [](double x) { return MoveNodes{W, {{QStringLiteral("a"), {x, 0}}}}; };
        return {
            AddNode{QStringLiteral("none"), node(QStringLiteral("x"))},
            AddNode{W, node(QStringLiteral("a"))},
            AddNode{W, node(QString())},
            RemoveNode{W, QStringLiteral("x")},
            ReplaceNode{W, node(QStringLiteral("x"))},
            MoveNodes{W, {{QStringLiteral("a"), {1, 1}}, {QStringLiteral("x"), {1, 1}}}},
            away(std::numeric_limits<double>::quiet_NaN()),
            away(std::numeric_limits<double>::infinity()),
            AddEdge{W, edge(QStringLiteral("1"), QStringLiteral("start"), QStringLiteral("b"))},
            AddEdge{W, edge(QStringLiteral("x"), QStringLiteral("a"), QStringLiteral("b"))},
            AddEdge{W, edge(QStringLiteral("x"), QStringLiteral("a"), QStringLiteral("a"))},
            AddEdge{W, edge(QStringLiteral("x"), QStringLiteral("a"), QStringLiteral("start"))},
            AddEdge{W, edge(QStringLiteral("x"), QStringLiteral("out"), QStringLiteral("a"))},
            ReplaceEdge{W, edge(QStringLiteral("3"), QStringLiteral("a"), QStringLiteral("b"))},
            RemoveEdge{W, QStringLiteral("x")},
            AddAgent{agent(QStringLiteral("a"))}, // there is an "A"
            AddAgent{agent(QStringLiteral("../x"))},
            RemoveAgent{QStringLiteral("x")},
            ReplaceAgent{QStringLiteral("A"), agent(QStringLiteral("b"))},
            AddWorkflow{Workflow{W, {}, {}, {}, {}, {}, 100, {}}},
            RemoveWorkflow{QStringLiteral("x")},
            RemoveSandbox{QStringLiteral("x")},
        };
    }

    Project m_project;
};

QTEST_GUILESS_MAIN(EditTest)
#include "edit_test.moc"
