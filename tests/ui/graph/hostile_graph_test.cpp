// Workflows that no honest editor would write: the canvas shows what it can and never falls over.
#include "tests/ui/graph/graph_fixture.h"
#include "ui/graph/edge_item.h"
#include "ui/graph/graph_edits.h"
#include "ui/graph/graph_fragment.h"
#include "ui/graph/layered_layout.h"

#include <cmath>
#include <limits>

using namespace glasshouse;
using test::GraphFixture;

namespace {

Project projectWith(const QVector<Node> &nodes, const QVector<Edge> &edges = {})
{
    auto project = test::smallProject();
    project.workflows.first().nodes = nodes;
    project.workflows.first().edges = edges;
    return project;
}

Workflow chain(int length)
{
    Workflow flow;
    for (int i = 0; i < length; ++i) {
        const auto id = QString::number(i);
        flow.nodes.append(test::makeNode(id, node_kind::FanOut, {0, 0}));
        if (i > 0)
            flow.edges.append(test::makeEdge(QStringLiteral("e") + id, QString::number(i - 1), id));
    }
    return flow;
}

} // namespace

class HostileGraphTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesOutEdgesToMissingNodes()
    {
        GraphFixture canvas(
            projectWith({test::makeNode(QStringLiteral("a"), node_kind::Start, {})},
                        {test::makeEdge(QStringLiteral("e"), QStringLiteral("a"), QStringLiteral("gone"))}));
        QCOMPARE(canvas.scene().edgeItems().size(), 0);
        canvas.editor.tidy();
    }

    void showsOneOfTwoNodesOfTheSameId()
    {
        const auto node = test::makeNode(QStringLiteral("a"), node_kind::Start, {});
        GraphFixture canvas(projectWith({node, node}));
        QCOMPARE(canvas.scene().nodeItems().size(), 1);
    }

    void putsImpossiblePositionsOnTheCanvas_data()
    {
        QTest::addColumn<QPointF>("position");
        QTest::newRow("not a number") << QPointF(std::nan(""), std::nan(""));
        QTest::newRow("infinite") << QPointF(std::numeric_limits<double>::infinity(), 0);
        QTest::newRow("huge") << QPointF(1e300, -1e300);
    }

    void putsImpossiblePositionsOnTheCanvas()
    {
        QFETCH(QPointF, position);
        GraphFixture canvas(projectWith({test::makeNode(QStringLiteral("a"), node_kind::Start, position)}));
        const auto shown = canvas.scene().nodeItem(QStringLiteral("a"))->pos();
        QVERIFY(std::isfinite(shown.x()) && std::isfinite(shown.y()));
        QVERIFY(std::abs(shown.x()) <= ui::LargestCoordinate);
        canvas.editor.zoomToFit();
        canvas.editor.grab();
    }

    void keepsLongAndRightToLeftTitlesInsideTheCard()
    {
        auto longOne = test::makeNode(QStringLiteral("long"), node_kind::Agent, {});
        longOne.title = QString(100'000, u'W');
        auto hebrew = test::makeNode(QStringLiteral("rtl"), node_kind::FanIn, {0, 200});
        hebrew.title = QStringLiteral("\u05e9\u05dc\u05d5\u05dd \u202e\u05e2\u05d5\u05dc\u05dd");
        GraphFixture canvas(projectWith({longOne, hebrew}));
        QVERIFY(canvas.scene().nodeItem(QStringLiteral("long"))->layout().body.width() <= 264);
        QVERIFY(canvas.scene().nodeItem(QStringLiteral("long"))->layout().body.height() <= 120);
        canvas.editor.grab();
    }

    void loadsTenThousandNodes()
    {
        auto flow = chain(10'000);
        for (int i = 0; i < flow.nodes.size(); ++i)
            flow.nodes[i].position = QPointF(i % 100 * 200.0, i / 100 * 100); // NOLINT: whole rows
        GraphFixture canvas(projectWith(flow.nodes, flow.edges));
        QCOMPARE(canvas.scene().nodeItems().size(), 10'000);
        canvas.editor.grab();
    }

    void tidiesCyclesAndLongChains()
    {
        auto flow = chain(5'000);
        flow.edges.append(
            test::makeEdge(QStringLiteral("back"), QStringLiteral("4999"), QStringLiteral("0")));
        const auto moves = ui::layeredLayout(flow, {});
        QCOMPARE(moves.size(), 4'999); // the first is where it belongs already
    }

    void tidyLeavesNoNodesOnTopOfEachOther()
    {
        Workflow flow = chain(1);
        for (int i = 1; i < 12; ++i) {
            flow.nodes.append(test::makeNode(QString::number(i), node_kind::FanOut, {}));
            flow.edges.append(
                test::makeEdge(QStringLiteral("e%1").arg(i), QString::number(i / 3), QString::number(i)));
        }
        QVector<QRectF> places{QRectF(0, 0, 0, 0)};
        for (const auto &move : ui::layeredLayout(flow, {})) {
            const QRectF place(move.position, QSizeF(192, 64));
            for (const auto &other : std::as_const(places))
                QVERIFY2(!place.intersects(other), qPrintable(move.node));
            places.append(place);
        }
    }

    void ignoresAClipboardThatIsNotAGraph_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("not JSON") << QByteArray("{nodes");
        QTest::newRow("wrong types") << QByteArray(R"({"nodes": 7, "edges": {"a": []}})");
        QTest::newRow("broken nodes") << QByteArray(R"({"nodes": [1, {"id": 4}, {}]})");
    }

    void ignoresAClipboardThatIsNotAGraph()
    {
        QFETCH(QByteArray, text);
        QMimeData data;
        data.setData(QStringLiteral("application/x-glasshouse-graph+json"), text);
        QVERIFY(ui::fragmentFromMimeData(&data).isEmpty());
    }
};

QTEST_MAIN(HostileGraphTest)
#include "hostile_graph_test.moc"
