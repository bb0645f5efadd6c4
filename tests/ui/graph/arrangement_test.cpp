// Lining nodes up and spreading them: pure geometry, then as one step on the canvas.
#include "tests/ui/graph/graph_fixture.h"
#include "ui/common/action_registry.h"
#include "ui/graph/arrangement.h"

#include <QAction>

using namespace glasshouse;
using test::GraphFixture;
using ui::Arrangement;

namespace {

// Of different sizes, in no order.
QVector<ui::PlacedNode> threeNodes()
{
    return {{QStringLiteral("b"), {200, 40, 120, 80}},
            {QStringLiteral("a"), {0, 0, 100, 40}},
            {QStringLiteral("c"), {600, 300, 80, 60}}};
}

QHash<QString, QPointF> placesAfter(Arrangement arrangement)
{
    QHash<QString, QPointF> places;
    for (const auto &node : threeNodes())
        places.insert(node.id, node.body.topLeft());
    for (const auto &move : ui::arranged(threeNodes(), arrangement))
        places.insert(move.node, move.position);
    return places;
}

} // namespace

class ArrangementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movesEachNodeOnlyAlongItsAxis_data()
    {
        QTest::addColumn<int>("arrangement");
        QTest::addColumn<QPointF>("a");
        QTest::addColumn<QPointF>("b");
        QTest::addColumn<QPointF>("c");
        const auto row = [](const char *name, Arrangement arrangement, QPointF a, QPointF b, QPointF c) {
            QTest::newRow(name) << static_cast<int>(arrangement) << a << b << c;
        };
        row("left", Arrangement::AlignLeft, {0, 0}, {0, 40}, {0, 300});
        row("centers in a column", Arrangement::AlignHorizontalCenters, {290, 0}, {280, 40}, {300, 300});
        row("right", Arrangement::AlignRight, {580, 0}, {560, 40}, {600, 300});
        row("top", Arrangement::AlignTop, {0, 0}, {200, 0}, {600, 0});
        row("centers in a row", Arrangement::AlignVerticalCenters, {0, 160}, {200, 140}, {600, 150});
        row("bottom", Arrangement::AlignBottom, {0, 320}, {200, 280}, {600, 300});
        row("across", Arrangement::DistributeHorizontally, {0, 0}, {290, 40}, {600, 300});
        row("down", Arrangement::DistributeVertically, {0, 0}, {200, 130}, {600, 300});
    }
    void movesEachNodeOnlyAlongItsAxis()
    {
        QFETCH(int, arrangement);
        const auto places = placesAfter(static_cast<Arrangement>(arrangement));
        QTEST(places.value(QStringLiteral("a")), "a");
        QTEST(places.value(QStringLiteral("b")), "b");
        QTEST(places.value(QStringLiteral("c")), "c");
    }

    void moveNothingThatIsInPlaceAlready()
    {
        auto nodes = threeNodes();
        for (const auto &move : ui::arranged(nodes, Arrangement::AlignTop)) {
            for (auto &node : nodes) {
                if (node.id == move.node)
                    node.body.moveTopLeft(move.position);
            }
        }
        QVERIFY(ui::arranged(nodes, Arrangement::AlignTop).isEmpty());
    }

    void twoNodesCannotBeDistributed()
    {
        QVERIFY(ui::arranged(threeNodes().mid(1), Arrangement::DistributeHorizontally).isEmpty());
        QVERIFY(!ui::arranged(threeNodes().mid(1), Arrangement::AlignLeft).isEmpty());
    }

    void aShortcutAlignsTheSelectionAsOneStep()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("researcher"), QStringLiteral("lonely")});
        canvas.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(canvas.flow().node(u"lonely")->position, QPointF(200, 240));
        QCOMPARE(canvas.flow().node(u"researcher")->position, QPointF(200, 80));
        QCOMPARE(canvas.document.undoStack().count(), 1);
        QCOMPARE(canvas.document.undoStack().undoText(), QStringLiteral("Align left edges"));
        canvas.document.undoStack().undo();
        QVERIFY(canvas.document.project() == test::smallProject());
    }

    void oneAlignmentAfterAnotherCanBeUndoneSeparately()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("researcher"), QStringLiteral("lonely")});
        canvas.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
        canvas.key(Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(canvas.document.undoStack().count(), 2);
        canvas.document.undoStack().undo();
        QCOMPARE(canvas.flow().node(u"lonely")->position, QPointF(200, 240));
    }

    void aSingleNodeIsNotArranged()
    {
        GraphFixture canvas;
        canvas.scene().select({QStringLiteral("lonely")});
        canvas.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(canvas.document.project() == test::smallProject());
    }

    void saysInTheRegistryWhyNothingCanBeArranged()
    {
        ui::Theme theme(ui::ThemeMode::Light);
        ui::ActionRegistry registry(&theme);
        ui::ProjectDocument document;
        document.setProject(test::smallProject());
        ui::GraphEditor editor(&theme, &document, &registry);
        editor.setWorkflow(QStringLiteral("flow"));
        const auto *action = registry.action(QStringLiteral("graph.distributeHorizontally"));
        QVERIFY(!action->isEnabled());
        QVERIFY(action->toolTip().contains(QStringLiteral("at least 3 nodes")));
        editor.scene().select(
            {QStringLiteral("researcher"), QStringLiteral("analyst"), QStringLiteral("lonely")});
        QVERIFY(action->isEnabled());
        QVERIFY(!action->toolTip().contains(QStringLiteral("at least")));
    }
};

QTEST_MAIN(ArrangementTest)
#include "arrangement_test.moc"
