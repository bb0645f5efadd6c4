// Files dropped onto the canvas, also files as a stranger might send them.
#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "tests/ui/graph/graph_fixture.h"
#include "ui/graph/canvas_overlay.h"

#include <QTemporaryDir>

using namespace glasshouse;
using test::GraphFixture;

class FileDropTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAgentsFileBecomesTheAgentAndItsNodeInOneStep()
    {
        GraphFixture canvas;
        QVERIFY(drop(canvas, {agentFile(QStringLiteral("Critic"))}));
        QVERIFY(canvas.document.project().agent(u"Critic"));
        QCOMPARE(canvas.flow().nodes.last().config.value(u"agent").toString(), QStringLiteral("Critic"));
        QCOMPARE(canvas.editor.selectedNodes(), QStringList{canvas.flow().nodes.last().id});
        canvas.document.undoStack().undo();
        QVERIFY(canvas.document.project() == test::smallProject());
    }

    void anAgentFromOutsideMayNotRunToolsUnasked()
    {
        GraphFixture canvas;
        auto agent = test::makeAgent(QStringLiteral("Critic"), {});
        agent.tools = {{QStringLiteral("execute_code"), ApprovalMode::NeverRequire}};
        drop(canvas, {file(QStringLiteral("Critic.agent.json"), toPrettyJson(agent.toJson()))});
        const auto *added = canvas.document.project().agent(u"Critic");
        QVERIFY(added);
        QCOMPARE(added->tools.size(), 1);
        QVERIFY(!added->tools.first().approval);
    }

    void aNameThatIsTakenGetsANumber()
    {
        GraphFixture canvas;
        drop(canvas, {agentFile(QStringLiteral("Analyst"))});
        QVERIFY(canvas.document.project().agent(u"Analyst 2"));
        QCOMPARE(canvas.document.project().agents.size(), 3);
    }

    void aWorkflowsFileIsAddedBesideThisOne()
    {
        GraphFixture canvas;
        auto flow = test::smallProject().workflows.first();
        drop(canvas, {file(QStringLiteral("flow.workflow.json"), toPrettyJson(flow.toJson()))});
        QVERIFY(canvas.document.project().workflow(u"flow-2"));
        QCOMPARE(canvas.flow().nodes.size(), 5);
        QVERIFY(sentence(canvas).contains(QStringLiteral("flow-2")));
    }

    void aTextBecomesANote()
    {
        GraphFixture canvas;
        drop(canvas, {file(QStringLiteral("todo.md"), "# Check the sums\n")});
        QCOMPARE(canvas.flow().nodes.last().kind, QString(node_kind::Note));
        QCOMPARE(canvas.flow().nodes.last().config.value(u"text").toString(),
                 QStringLiteral("# Check the sums"));
    }

    void saysWhatElseCannotBecomeANode_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("data") << "sales.csv" << QByteArray("a,b\n") << "sales.csv is neither";
        QTest::newRow("broken") << "a.agent.json" << QByteArray("{\"name\"") << "not valid JSON";
        QTest::newRow("wrong type") << "a.agent.json" << QByteArray("{\"name\": 3}") << "/name";
        QTest::newRow("name that leads out of the folder")
            << "a.agent.json" << QByteArray("{\"name\": \"../../x\", \"instructions\": \"\"}")
            << "a.agent.json";
        QTest::newRow("project") << "glasshouse.json" << QByteArray("{}") << "File > Open";
        QTest::newRow("text that is too long") << "long.txt" << QByteArray(1 << 20, 'a') << "long.txt";
    }
    void saysWhatElseCannotBecomeANode()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        GraphFixture canvas;
        drop(canvas, {file(name, content)});
        QVERIFY(canvas.document.project() == test::smallProject());
        QVERIFY(canvas.editor.overlay().notice()->isVisible());
        QFETCH(QString, said);
        QVERIFY2(sentence(canvas).contains(said), qPrintable(sentence(canvas)));
    }

    void severalFilesLieApart()
    {
        GraphFixture canvas;
        drop(canvas, {agentFile(QStringLiteral("Critic")), agentFile(QStringLiteral("Editor"))});
        QCOMPARE(canvas.flow().nodes.size(), 7);
        QVERIFY(canvas.flow().nodes[5].position != canvas.flow().nodes[6].position);
        QCOMPARE(canvas.editor.selectedNodes().size(), 2);
    }

private:
    [[nodiscard]] QString file(const QString &name, const QByteArray &content)
    {
        const auto path = m_folder.filePath(name);
        [&] { QVERIFY(writeFileAtomically(path, content)); }();
        return path;
    }
    [[nodiscard]] QString agentFile(const QString &name)
    {
        return file(name + QStringLiteral(".agent.json"),
                    toPrettyJson(test::makeAgent(name, QStringLiteral("Says what is wrong")).toJson()));
    }
    static bool drop(GraphFixture &canvas, const QStringList &paths)
    {
        return canvas.dropFiles(paths, canvas.at({760, 400}));
    }
    static QString sentence(GraphFixture &canvas) { return canvas.editor.overlay().notice()->sentence(); }

    QTemporaryDir m_folder;
};

QTEST_MAIN(FileDropTest)
#include "file_drop_test.moc"
