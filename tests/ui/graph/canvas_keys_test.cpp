// The canvas under the keyboard alone.
#include "tests/ui/graph/graph_fixture.h"

#include <QLineEdit>
#include <QSignalSpy>

using namespace glasshouse;
using test::GraphFixture;

class CanvasKeysTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arrowsWalkAlongEdges()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("researcher")});
        canvas.key(Qt::Key_Right);
        QCOMPARE(canvas.editor.selectedNodes(), QStringList{QStringLiteral("analyst")});
        canvas.key(Qt::Key_Down);
        QCOMPARE(canvas.editor.selectedNodes(), QStringList{QStringLiteral("lonely")});
        canvas.key(Qt::Key_Up);
        canvas.key(Qt::Key_Left);
        QCOMPARE(canvas.editor.selectedNodes(), QStringList{QStringLiteral("researcher")});
    }

    void tabFollowsTheGraphAndLeavesAtItsEnd()
    {
        GraphFixture canvas;
        canvas.view().setFocus();
        QStringList visited;
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(&canvas.view(), Qt::Key_Tab);
            visited += canvas.editor.selectedNodes();
        }
        QCOMPARE(visited.first(), QStringLiteral("start"));
        QCOMPARE(visited.at(2), QStringLiteral("analyst"));
        QCOMPARE(visited.last(), QStringLiteral("lonely"));
        QTest::keyClick(&canvas.view(), Qt::Key_Tab);
        QVERIFY(!canvas.view().hasFocus());
    }

    void ctrlArrowsNudgeByTheGridAndMerge()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("lonely")});
        for (int i = 0; i < 3; ++i)
            canvas.key(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(canvas.flow().node(u"lonely")->position, QPointF(504, 240));
        QCOMPARE(canvas.document.undoStack().count(), 1);
    }

    void connectsByKeyboard()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("analyst")});
        canvas.key(Qt::Key_C);
        QVERIFY(canvas.view().isConnecting());
        canvas.key(Qt::Key_Down);
        canvas.key(Qt::Key_Return);
        QCOMPARE(canvas.flow().edges.last().from.node, QStringLiteral("analyst"));
        QCOMPARE(canvas.flow().edges.last().to.node, QStringLiteral("lonely"));
    }

    void theKeyEReachesEdges()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("researcher")});
        canvas.key(Qt::Key_E);
        QVERIFY(!canvas.editor.selectedEdge().isEmpty());
    }

    void enterActivatesTheAgentOfANode()
    {
        GraphFixture canvas;
        QSignalSpy agents(&canvas.editor, &ui::GraphEditor::nodeActivated);
        QSignalSpy others(&canvas.editor, &ui::GraphEditor::inspectorRequested);
        canvas.scene().select({QStringLiteral("analyst")});
        canvas.key(Qt::Key_Return);
        QCOMPARE(agents.value(0).value(0).toString(), QStringLiteral("Analyst"));
        canvas.scene().select({QStringLiteral("lonely")});
        canvas.key(Qt::Key_Return);
        QCOMPARE(others.size(), 1);
    }

    void f2RenamesInPlace()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("analyst")});
        canvas.key(Qt::Key_F2);
        auto *field = canvas.editor.findChild<QLineEdit *>(QStringLiteral("renameField"));
        QVERIFY(field->isVisible());
        QTest::keyClicks(field, QStringLiteral("Number cruncher"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!field->isVisible());
        QCOMPARE(canvas.flow().node(u"analyst")->title, QStringLiteral("Number cruncher"));
    }

    void escapeLeavesTheTitleAsItWas()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("analyst")});
        canvas.key(Qt::Key_F2);
        auto *field = canvas.editor.findChild<QLineEdit *>(QStringLiteral("renameField"));
        QTest::keyClicks(field, QStringLiteral("Something else"));
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(canvas.flow().node(u"analyst")->title, QStringLiteral("analyst"));
        QCOMPARE(canvas.document.undoStack().count(), 0);
    }
};

QTEST_MAIN(CanvasKeysTest)
#include "canvas_keys_test.moc"
