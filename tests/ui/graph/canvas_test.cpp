// The canvas under real mouse and key events.
#include "tests/ui/graph/graph_fixture.h"
#include "ui/common/empty_state.h"
#include "ui/graph/canvas_overlay.h"
#include "ui/graph/edge_item.h"
#include "ui/graph/find_bar.h"
#include "ui/graph/graph_actions.h"
#include "ui/graph/mime_types.h"
#include "ui/graph/minimap.h"

#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>

using namespace glasshouse;
using test::GraphFixture;

class CanvasTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsOneItemPerNodeAndEdge()
    {
        GraphFixture canvas;
        QCOMPARE(canvas.scene().nodeItems().size(), 5);
        QCOMPARE(canvas.scene().edgeItems().size(), 3);
    }

    void draggingANodeMovesItOnTheGridAsOneStep()
    {
        GraphFixture canvas;
        const auto before = canvas.document.project();
        canvas.drag(canvas.centerOf(QStringLiteral("lonely")),
                    canvas.centerOf(QStringLiteral("lonely")) + QPoint(61, 43));
        QCOMPARE(canvas.flow().node(u"lonely")->position, QPointF(544, 280));
        QCOMPARE(canvas.document.undoStack().count(), 1);
        canvas.document.undoStack().undo();
        QVERIFY(canvas.document.project() == before);
    }

    void draggingOneOfSeveralSelectedNodesMovesAll()
    {
        GraphFixture canvas;
        canvas.click(canvas.centerOf(QStringLiteral("analyst")));
        canvas.click(canvas.centerOf(QStringLiteral("lonely")), Qt::ControlModifier);
        canvas.drag(canvas.centerOf(QStringLiteral("analyst")),
                    canvas.centerOf(QStringLiteral("analyst")) + QPoint(0, 80));
        QCOMPARE(canvas.flow().node(u"analyst")->position, QPointF(480, 160));
        QCOMPARE(canvas.flow().node(u"lonely")->position, QPointF(480, 320));
        QCOMPARE(canvas.document.undoStack().count(), 1);
    }

    void escapePutsADraggedNodeBack()
    {
        GraphFixture canvas;
        auto *viewport = canvas.view().viewport();
        const auto from = canvas.centerOf(QStringLiteral("lonely"));
        QTest::mousePress(viewport, Qt::LeftButton, {}, from);
        QTest::mouseMove(viewport, from + QPoint(80, 0));
        QCOMPARE(canvas.scene().nodeItem(QStringLiteral("lonely"))->pos(), QPointF(560, 240));
        canvas.key(Qt::Key_Escape);
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, from + QPoint(80, 0));
        QCOMPARE(canvas.scene().nodeItem(QStringLiteral("lonely"))->pos(), QPointF(480, 240));
        QCOMPARE(canvas.document.undoStack().count(), 0);
    }

    void rubberBandSelectsWhatItTouches()
    {
        GraphFixture canvas;
        canvas.drag(canvas.at({470, 60}), canvas.at({700, 330}));
        QCOMPARE(canvas.editor.selectedNodes(),
                 QStringList({QStringLiteral("analyst"), QStringLiteral("lonely")}));
    }

    void draggingBetweenPortsConnects()
    {
        GraphFixture canvas;
        canvas.drag(canvas.outputOf(QStringLiteral("researcher")), canvas.inputOf(QStringLiteral("lonely")));
        QCOMPARE(canvas.flow().edges.size(), 4);
        QCOMPARE(canvas.flow().edges.last().from.node, QStringLiteral("researcher"));
        QCOMPARE(canvas.flow().edges.last().to.node, QStringLiteral("lonely"));
    }

    void draggingBackwardsFromAnInputConnectsTheSameWay()
    {
        GraphFixture canvas;
        canvas.drag(canvas.inputOf(QStringLiteral("lonely")), canvas.outputOf(QStringLiteral("researcher")));
        QCOMPARE(canvas.flow().edges.size(), 4);
        QCOMPARE(canvas.flow().edges.last().to.node, QStringLiteral("lonely"));
    }

    void saysWhyAPortDoesNotFit()
    {
        GraphFixture canvas;
        canvas.drag(canvas.outputOf(QStringLiteral("start")), canvas.inputOf(QStringLiteral("researcher")));
        QCOMPARE(canvas.flow().edges.size(), 3);
        QVERIFY(canvas.editor.overlay().notice()->isVisible());
        QVERIFY(canvas.editor.overlay().notice()->sentence().contains(QStringLiteral("already")));
    }

    void draggingAPortToEmptySpaceOffersWhatFitsAndWiresIt()
    {
        GraphFixture canvas;
        canvas.drag(canvas.outputOf(QStringLiteral("lonely")), canvas.at({800, 400}));
        auto *quickAdd = canvas.editor.overlay().quickAdd();
        QVERIFY(quickAdd->isVisible());
        QVERIFY(quickAdd->list()->findItems(QStringLiteral("Start"), Qt::MatchExactly).isEmpty());
        QTest::keyClicks(quickAdd->searchField(), QStringLiteral("fan i"));
        QTest::keyClick(quickAdd->searchField(), Qt::Key_Return);
        QCOMPARE(canvas.flow().nodes.size(), 6);
        QCOMPARE(canvas.flow().edges.last().from.node, QStringLiteral("lonely"));
        QCOMPARE(canvas.flow().edges.last().to.node, canvas.flow().nodes.last().id);
        canvas.document.undoStack().undo();
        QVERIFY(canvas.document.project() == test::smallProject());
    }

    void doubleClickOnEmptySpaceOpensQuickAdd()
    {
        GraphFixture canvas;
        QTest::mouseDClick(canvas.view().viewport(), Qt::LeftButton, {}, canvas.at({700, 420}));
        QVERIFY(canvas.editor.overlay().quickAdd()->isVisible());
        QTest::keyClick(canvas.editor.overlay().quickAdd()->searchField(), Qt::Key_Escape);
        QVERIFY(!canvas.editor.overlay().quickAdd()->isVisible());
        QVERIFY(canvas.view().hasFocus());
    }

    void theKeyNAddsANode()
    {
        GraphFixture canvas;
        canvas.key(Qt::Key_N);
        auto *quickAdd = canvas.editor.overlay().quickAdd();
        QVERIFY(quickAdd->isVisible());
        QTest::keyClicks(quickAdd->searchField(), QStringLiteral("note"));
        QTest::keyClick(quickAdd->searchField(), Qt::Key_Return);
        QCOMPARE(canvas.flow().nodes.last().kind, QString(node_kind::Note));
        QCOMPARE(canvas.editor.selectedNodes(), QStringList{canvas.flow().nodes.last().id});
    }

    void droppingAKindFromThePaletteAddsIt()
    {
        GraphFixture canvas;
        QVERIFY(canvas.drop(ui::mime::NodeKind, node_kind::Switch, canvas.at({760, 400})));
        QCOMPARE(canvas.flow().nodes.size(), 6);
        QCOMPARE(canvas.flow().nodes.last().kind, QString(node_kind::Switch));
        QVERIFY(
            canvas.scene().nodeItem(canvas.flow().nodes.last().id)->sceneBody().contains(QPointF(760, 400)));
    }

    void droppingANewAgentAddsItAndItsNodeInOneStep()
    {
        GraphFixture canvas;
        QVERIFY(canvas.drop(ui::mime::NodeKind, node_kind::Agent, canvas.at({760, 400})));
        QCOMPARE(canvas.document.project().agents.size(), 3);
        QCOMPARE(canvas.flow().nodes.size(), 6);
        canvas.document.undoStack().undo();
        QVERIFY(canvas.document.project() == test::smallProject());
    }

    void droppingAnAgentOfTheProjectRefersToIt()
    {
        GraphFixture canvas;
        QVERIFY(canvas.drop(ui::mime::Agent, QStringLiteral("Analyst"), canvas.at({760, 400})));
        QCOMPARE(canvas.document.project().agents.size(), 2);
        QCOMPARE(canvas.flow().nodes.last().config.value(u"agent").toString(), QStringLiteral("Analyst"));
    }

    void refusesADropOfSomethingElse()
    {
        GraphFixture canvas;
        QVERIFY(!canvas.drop(QStringLiteral("text/plain"), QStringLiteral("Analyst"), canvas.at({760, 400})));
    }

    void refusesASecondStartWithASentence()
    {
        GraphFixture canvas;
        canvas.drop(ui::mime::NodeKind, node_kind::Start, canvas.at({760, 400}));
        QCOMPARE(canvas.flow().nodes.size(), 5);
        QVERIFY(canvas.editor.overlay().notice()->sentence().contains(QStringLiteral("already has a Start")));
    }

    void deletingANodeTakesItsEdgesAndUndoBringsBothBack()
    {
        GraphFixture canvas;
        canvas.click(canvas.centerOf(QStringLiteral("analyst")));
        canvas.key(Qt::Key_Delete);
        QCOMPARE(canvas.flow().nodes.size(), 4);
        QCOMPARE(canvas.flow().edges.size(), 1);
        QCOMPARE(canvas.scene().edgeItems().size(), 1);
        canvas.document.undoStack().undo();
        QVERIFY(canvas.document.project() == test::smallProject());
        QCOMPARE(canvas.scene().edgeItems().size(), 3);
    }

    void clickingAnEdgeSelectsItAndDeleteRemovesIt()
    {
        GraphFixture canvas;
        QSignalSpy spy(&canvas.editor, &ui::GraphEditor::selectionChanged);
        canvas.click(canvas.at(canvas.scene().edgeItem(QStringLiteral("e2"))->path().pointAtPercent(0.5)));
        QCOMPARE(canvas.editor.selectedEdge(), QStringLiteral("e2"));
        QCOMPARE(spy.last().at(1).toString(), QStringLiteral("e2"));
        canvas.key(Qt::Key_Delete);
        QVERIFY(!canvas.flow().edge(u"e2"));
    }

    void pastedNodesHaveIdsOfTheirOwnAndKeepTheirEdges()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("researcher"), QStringLiteral("analyst")});
        canvas.key(Qt::Key_C, Qt::ControlModifier);
        canvas.key(Qt::Key_V, Qt::ControlModifier);
        canvas.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(canvas.flow().nodes.size(), 9);
        QCOMPARE(canvas.flow().edges.size(), 5);
        QSet<QString> ids;
        for (const auto &node : canvas.flow().nodes)
            ids.insert(node.id);
        QCOMPARE(ids.size(), 9);
        QCOMPARE(canvas.editor.selectedNodes().size(), 2);
    }

    void pastingWithInputLinksConnectsTheCopyToTheSameSource()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("analyst")});
        canvas.key(Qt::Key_C, Qt::ControlModifier);
        canvas.key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(canvas.flow().edges.size(), 4);
        QCOMPARE(canvas.flow().edges.last().from.node, QStringLiteral("researcher"));
    }

    void duplicateNeedsNoClipboard()
    {
        GraphFixture canvas;
        QApplication::clipboard()->setText(QStringLiteral("mine"));
        canvas.scene().select({QStringLiteral("analyst")});
        canvas.key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(canvas.flow().nodes.size(), 6);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("mine"));
    }

    void zoomKeepsThePointUnderThePointer()
    {
        GraphFixture canvas;
        const QPoint pointer(300, 200);
        const auto before = canvas.view().mapToScene(pointer);
        canvas.view().zoomAt(2, pointer);
        const auto after = canvas.view().mapToScene(pointer);
        QVERIFY(QLineF(before, after).length() < 1.5);
        QCOMPARE(canvas.view().zoom(), 2.0);
    }

    void theKeys0And1FitAndShowAtFullSize()
    {
        GraphFixture canvas;
        canvas.editor.setZoom(3);
        canvas.key(Qt::Key_0);
        QVERIFY(canvas.view().visibleScene().contains(canvas.scene().contents()));
        canvas.editor.setZoom(0.5);
        canvas.key(Qt::Key_1);
        QCOMPARE(canvas.view().zoom(), 1.0);
    }

    void middleButtonPans()
    {
        GraphFixture canvas;
        const auto before = canvas.view().visibleScene();
        auto *viewport = canvas.view().viewport();
        QTest::mousePress(viewport, Qt::MiddleButton, {}, {400, 300});
        QTest::mouseMove(viewport, {340, 280});
        QTest::mouseRelease(viewport, Qt::MiddleButton, {}, {340, 280});
        QCOMPARE(canvas.view().visibleScene().topLeft(), before.topLeft() + QPointF(60, 20));
    }

    void findSelectsHitsFromLeftToRight()
    {
        GraphFixture canvas;
        canvas.key(Qt::Key_F, Qt::ControlModifier);
        auto *bar = canvas.editor.overlay().findBar();
        QVERIFY(bar->isVisible());
        QTest::keyClicks(bar->field(), QStringLiteral("er"));
        QCOMPARE(canvas.editor.selectedNodes(), QStringList{QStringLiteral("researcher")});
        QTest::keyClick(bar->field(), Qt::Key_Escape);
        QVERIFY(canvas.view().hasFocus());
    }

    void theFindBarClosesWhenAnotherWorkflowOpens()
    {
        auto project = test::smallProject();
        project.workflows.append(project.workflows.first());
        project.workflows.last().name = QStringLiteral("other");
        GraphFixture canvas(project);
        canvas.editor.find();
        QVERIFY(canvas.editor.overlay().findBar()->isVisible());
        canvas.editor.setWorkflow(QStringLiteral("other"));
        QVERIFY(!canvas.editor.overlay().findBar()->isVisible());
    }

    void theFindBarFollowsEdits()
    {
        GraphFixture canvas;
        canvas.editor.find();
        auto *bar = canvas.editor.overlay().findBar();
        bar->field()->setText(QStringLiteral("lonely"));
        QCOMPARE(bar->hits(), QStringList{QStringLiteral("lonely")});
        canvas.key(Qt::Key_Delete);
        QVERIFY(bar->hits().isEmpty());
    }

    void tidyLeavesRoomForTheLabelsOfEdges()
    {
        auto project = test::smallProject();
        project.workflows.first().edges[1].condition = {
            {QStringLiteral("path"), QStringLiteral("/text")},
            {QStringLiteral("operator"), QStringLiteral("contains")},
            {QStringLiteral("value"), QStringLiteral("a long sentence")}};
        GraphFixture canvas(project);
        canvas.editor.tidy();
        canvas.scene().finishAnimation();
        const auto *edge = canvas.scene().edgeItem(QStringLiteral("e2"));
        QVERIFY(edge->labelRect().width() >= edge->labelWish());
        for (const auto *node : canvas.scene().nodeItems())
            QVERIFY(!node->sceneBody().intersects(edge->labelRect()));
    }

    void aLabelAvoidsTheCardItWouldLieBelow()
    {
        auto project = test::smallProject();
        auto &flow = project.workflows.first();
        auto edge =
            test::makeEdge(QStringLiteral("long"), QStringLiteral("researcher"), QStringLiteral("output"));
        edge.condition = {{QStringLiteral("path"), QStringLiteral("/text")},
                          {QStringLiteral("operator"), QStringLiteral("equals")},
                          {QStringLiteral("value"), QStringLiteral("a")}};
        flow.edges = {edge};
        flow.nodes[3].position.rx() = 1000;
        GraphFixture canvas(project);
        const auto label = canvas.scene().edgeItem(QStringLiteral("long"))->labelRect();
        QVERIFY(!label.isEmpty());
        QVERIFY(!canvas.scene().nodeItem(QStringLiteral("analyst"))->sceneBody().intersects(label));
    }

    void tidyIsOneStepAndUndoRestoresEveryPosition()
    {
        GraphFixture canvas;
        canvas.editor.tidy();
        QCOMPARE(canvas.document.undoStack().count(), 1);
        QVERIFY(canvas.document.project() != test::smallProject());
        canvas.document.undoStack().undo();
        QVERIFY(canvas.document.project() == test::smallProject());
        QTRY_COMPARE(canvas.scene().nodeItem(QStringLiteral("lonely"))->pos(), QPointF(480, 240));
    }

    void clickOnTheMinimapMovesTheView()
    {
        GraphFixture canvas;
        canvas.editor.setZoom(2);
        auto *minimap = canvas.editor.overlay().minimap();
        minimap->grab();
        const auto target = canvas.scene().nodeItem(QStringLiteral("output"))->sceneBody().center();
        QTest::mouseClick(minimap, Qt::LeftButton, {}, minimap->fromScene(target).toPoint());
        QVERIFY(canvas.view().visibleScene().contains(target));
    }

    void showsTheStateOfARun()
    {
        GraphFixture canvas;
        trace::RunView run;
        run.nodes.insert(QStringLiteral("analyst"), {trace::RunPhase::Waiting, 1, 0, 0, {}});
        run.deliveries.insert(QStringLiteral("e2"), 1);
        const auto height = canvas.scene().nodeItem(QStringLiteral("analyst"))->layout().body.height();
        const auto port = canvas.inputOf(QStringLiteral("analyst"));
        canvas.editor.setRunView(run);
        QVERIFY(canvas.scene().nodeItem(QStringLiteral("analyst"))->layout().body.height() > height);
        QCOMPARE(canvas.inputOf(QStringLiteral("analyst")), port); // edges stay where they are
        QVERIFY(canvas.scene().edgeItem(QStringLiteral("e2"))->run().isActive);
        canvas.editor.setRunView({});
        QVERIFY(!canvas.scene().edgeItem(QStringLiteral("e2"))->run().isActive);
    }

    void anEmptyWorkflowSaysWhatToDo()
    {
        auto project = test::smallProject();
        project.workflows.first().nodes.clear();
        project.workflows.first().edges.clear();
        GraphFixture canvas(project);
        auto *empty = canvas.editor.overlay().emptyState();
        QVERIFY(empty->isVisible());
        canvas.drop(ui::mime::NodeKind, node_kind::Start, {300, 200});
        QVERIFY(!empty->isVisible());
    }

    void marksNodesThatHaveProblems()
    {
        GraphFixture canvas;
        QTRY_VERIFY(!canvas.scene().nodeItem(QStringLiteral("lonely"))->card().errors.isEmpty() ||
                    !canvas.scene().nodeItem(QStringLiteral("lonely"))->card().warnings.isEmpty());
        QVERIFY(canvas.scene().nodeItem(QStringLiteral("analyst"))->card().errors.isEmpty());
    }
};

QTEST_MAIN(CanvasTest)
#include "canvas_test.moc"
