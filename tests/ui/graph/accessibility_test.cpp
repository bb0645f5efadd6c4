// The canvas for people who don't see it or use no mouse: what is told, and that every step can be typed.
#include "tests/ui/graph/graph_fixture.h"
#include "ui/graph/canvas_overlay.h"
#include "ui/graph/minimap.h"

#include <QAccessible>
#include <QSignalSpy>

using namespace glasshouse;
using test::GraphFixture;

namespace {

QAccessibleInterface *interfaceOf(QObject *object)
{
    return QAccessible::queryAccessibleInterface(object);
}

QAccessibleInterface *partNamed(GraphFixture &canvas, const QString &start)
{
    auto *all = interfaceOf(&canvas.view());
    for (int i = 0; i < all->childCount(); ++i) {
        if (all->child(i)->text(QAccessible::Name).startsWith(start))
            return all->child(i);
    }
    return nullptr;
}

trace::RunView runningAnalyst()
{
    trace::RunView run;
    run.nodes.insert(QStringLiteral("analyst"), {trace::RunPhase::Running, 1, 0, 0, {}});
    run.deliveries.insert(QStringLiteral("e2"), 2);
    return run;
}

} // namespace

class AccessibilityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QAccessible::setActive(true); }

    void namesEachNodeByKindTitleStateAndLinks()
    {
        GraphFixture canvas;
        canvas.editor.setRunView(runningAnalyst());
        auto *canvasInterface = interfaceOf(&canvas.view());
        QStringList names;
        for (int i = 0; i < 5; ++i)
            names.append(canvasInterface->child(i)->text(QAccessible::Name));
        QCOMPARE(names, QStringList({QStringLiteral("Start node start, 1 output"),
                                     QStringLiteral("Agent node researcher, 1 input, 1 output"),
                                     QStringLiteral("Agent node analyst, running, 1 input, 1 output"),
                                     QStringLiteral("Output node output, 1 input"),
                                     QStringLiteral("Fan out node lonely")}));
    }

    void namesEachEdgeByItsEnds()
    {
        GraphFixture canvas;
        canvas.editor.setRunView(runningAnalyst());
        QVERIFY(partNamed(canvas, QStringLiteral("Edge from researcher to analyst, 2 messages")));
        QVERIFY(partNamed(canvas, QStringLiteral("Edge from start to researcher")));
    }

    void tellsWhatANodeDoesAndWhatIsWrongWithIt()
    {
        GraphFixture canvas;
        QTRY_VERIFY(!canvas.scene().nodeItem(QStringLiteral("lonely"))->card().warnings.isEmpty());
        const auto text = partNamed(canvas, QStringLiteral("Fan out node"))->text(QAccessible::Description);
        QVERIFY(text.contains(QStringLiteral("to all at once")));
        QVERIFY(text.contains(canvas.scene().nodeItem(QStringLiteral("lonely"))->card().warnings.first()));
    }

    void keepsTheWidgetsOverTheCanvasAsChildren()
    {
        GraphFixture canvas;
        auto *minimap = partNamed(canvas, QStringLiteral("Minimap"));
        QVERIFY(minimap);
        QCOMPARE(minimap->object(), canvas.editor.overlay().minimap());
        auto *all = interfaceOf(&canvas.view());
        for (int i = 0; i < all->childCount(); ++i)
            QCOMPARE(all->indexOfChild(all->child(i)), i);
    }

    void knowsWhereANodeIsOnTheScreen()
    {
        GraphFixture canvas;
        auto *analyst = partNamed(canvas, QStringLiteral("Agent node analyst"));
        const auto center = canvas.view().viewport()->mapToGlobal(canvas.centerOf(QStringLiteral("analyst")));
        QVERIFY(analyst->rect().contains(center));
        QCOMPARE(interfaceOf(&canvas.view())->childAt(center.x(), center.y()), analyst);
        QCOMPARE(analyst->parent(), interfaceOf(&canvas.view()));
        QVERIFY(!analyst->state().offscreen);
        canvas.view().panBy({5000, 0});
        QVERIFY(analyst->state().offscreen);
    }

    void theSelectedNodeHasTheFocus()
    {
        GraphFixture canvas;
        canvas.view().setFocus();
        canvas.scene().select({QStringLiteral("analyst")});
        auto *analyst = partNamed(canvas, QStringLiteral("Agent node analyst"));
        QVERIFY(analyst->state().selected);
        QVERIFY(analyst->state().focused);
        QCOMPARE(interfaceOf(&canvas.view())->focusChild(), analyst);
    }

    void anActionOpensANode()
    {
        GraphFixture canvas;
        QSignalSpy activated(&canvas.editor, &ui::GraphEditor::nodeActivated);
        auto *actions = partNamed(canvas, QStringLiteral("Agent node analyst"))->actionInterface();
        actions->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(activated.value(0).value(0).toString(), QStringLiteral("Analyst"));
        QCOMPARE(canvas.editor.selectedNodes(), QStringList{QStringLiteral("analyst")});
    }

    void actionsDeleteNodesAndEdges()
    {
        GraphFixture canvas;
        partNamed(canvas, QStringLiteral("Edge from start"))
            ->actionInterface()
            ->doAction(QStringLiteral("delete"));
        QVERIFY(!canvas.flow().edge(u"e1"));
        partNamed(canvas, QStringLiteral("Fan out"))->actionInterface()->doAction(QStringLiteral("delete"));
        QVERIFY(!canvas.flow().node(u"lonely"));
    }

    void aDeletedNodeIsNoChildAnyMore()
    {
        GraphFixture canvas;
        const auto before = interfaceOf(&canvas.view())->childCount();
        QVERIFY(partNamed(canvas, QStringLiteral("Fan out")));
        canvas.scene().select({QStringLiteral("lonely")});
        canvas.key(Qt::Key_Delete);
        QCOMPARE(interfaceOf(&canvas.view())->childCount(), before - 1);
        QVERIFY(!partNamed(canvas, QStringLiteral("Fan out")));
    }

    void onlyNodesWithAnOutputOfferToConnect()
    {
        GraphFixture canvas;
        const auto names = [&](const QString &part) {
            return partNamed(canvas, part)->actionInterface()->actionNames();
        };
        QVERIFY(names(QStringLiteral("Agent node analyst")).contains(QStringLiteral("connect")));
        QVERIFY(!names(QStringLiteral("Output node")).contains(QStringLiteral("connect")));
    }

    void aWorkflowIsDrawnWithoutTheMouse()
    {
        GraphFixture canvas;
        canvas.view().setFocus();
        canvas.key(Qt::Key_Tab); // start
        canvas.key(Qt::Key_Tab); // researcher
        QCOMPARE(canvas.editor.selectedNodes(), QStringList{QStringLiteral("researcher")});
        canvas.key(Qt::Key_C);
        QVERIFY(canvas.editor.overlay().notice()->isVisible());
        canvas.key(Qt::Key_Tab);
        canvas.key(Qt::Key_Down); // from analyst to lonely
        QCOMPARE(canvas.editor.selectedNodes(), QStringList{QStringLiteral("lonely")});
        canvas.key(Qt::Key_Return);
        QCOMPARE(canvas.flow().edges.last().from.node, QStringLiteral("researcher"));
        QCOMPARE(canvas.flow().edges.last().to.node, QStringLiteral("lonely"));
        canvas.key(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(canvas.flow().node(u"lonely")->position, QPointF(488, 240));
        canvas.key(Qt::Key_Delete);
        QVERIFY(!canvas.flow().node(u"lonely"));
    }

    void escapeStopsConnecting()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("researcher")});
        canvas.key(Qt::Key_C);
        QVERIFY(canvas.view().isConnecting());
        canvas.key(Qt::Key_Escape);
        QVERIFY(!canvas.view().isConnecting());
        QCOMPARE(canvas.editor.selectedNodes(), QStringList{QStringLiteral("researcher")});
    }

    void enterOpensTheInspectorOfANodeWithoutAnAgent()
    {
        GraphFixture canvas;
        QSignalSpy inspector(&canvas.editor, &ui::GraphEditor::inspectorRequested);
        canvas.scene().select({QStringLiteral("output")});
        canvas.key(Qt::Key_Return);
        QCOMPARE(inspector.count(), 1);
    }

    void theKeyEReachesEveryEdgeOfANode()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("researcher")});
        canvas.key(Qt::Key_E);
        QVERIFY(!canvas.editor.selectedEdge().isEmpty());
        auto *focused = interfaceOf(&canvas.view())->focusChild();
        QVERIFY(focused && focused->text(QAccessible::Name).startsWith(QStringLiteral("Edge from")));
        const auto edge = canvas.editor.selectedEdge();
        canvas.key(Qt::Key_Delete);
        QVERIFY(!canvas.flow().edge(edge));
    }

    void tabLeavesTheCanvasPastTheLastNode()
    {
        GraphFixture canvas;
        canvas.view().setFocus();
        for (int i = 0; i < 5; ++i)
            canvas.key(Qt::Key_Tab);
        QVERIFY(canvas.view().hasFocus());
        canvas.key(Qt::Key_Tab);
        QVERIFY(!canvas.view().hasFocus());
    }
};

QTEST_MAIN(AccessibilityTest)
#include "accessibility_test.moc"
