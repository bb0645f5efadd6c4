#include "ui/graph/graph_view.h"

#include "ui/common/visible_text.h"
#include "ui/graph/accessible_graph.h"
#include "ui/graph/card_pictures.h"
#include "ui/graph/graph_announcer.h"
#include "ui/graph/graph_edits.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <cmath>

namespace glasshouse::ui {

namespace {

constexpr double DotSpacing = 24; // canvas units; doubled until the dots are far enough apart on the screen
constexpr double LeastDotDistance = 14;
constexpr double FitMargin = 48;

} // namespace

GraphView::GraphView(Theme *theme, GraphScene *scene, GraphController *controller, QWidget *parent)
    : QGraphicsView(scene, parent), m_theme(theme), m_graph(scene), m_controller(controller)
{
    AccessibleGraph::install(); // before anything asks for the view's interface
    setUp();
    new GraphAnnouncer(this); // a child: it goes with the view
    connect(theme, &Theme::changed, this, [this] { viewport()->update(); });
}

GraphView::~GraphView() = default;

void GraphView::setUp()
{
    setObjectName(QStringLiteral("graphView"));
    setAccessibleName(tr("Workflow canvas"));
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(NoAnchor);
    setDragMode(RubberBandDrag);
    setRubberBandSelectionMode(Qt::IntersectsItemShape);
    setOptimizationFlag(DontSavePainterState);
    setViewportUpdateMode(SmartViewportUpdate);
    setAcceptDrops(true);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent); // drawBackground() fills all of it
    constexpr auto reach = LargestCoordinate * 1.1;    // the view pans as far as a node can be
    setSceneRect(-reach, -reach, 2 * reach, 2 * reach);
    centerOn(0, 0);
}

QRectF GraphView::visibleScene() const
{
    return mapToScene(viewport()->rect()).boundingRect();
}

// Where there is too much to draw for one frame, the next ones add what is missing.
void GraphView::paintEvent(QPaintEvent *event)
{
    m_graph->pictures().startFrame();
    QGraphicsView::paintEvent(event);
    if (m_graph->pictures().isBehind())
        QMetaObject::invokeMethod(viewport(), qOverload<>(&QWidget::update), Qt::QueuedConnection);
}

void GraphView::drawBackground(QPainter *painter, const QRectF &rect)
{
    painter->fillRect(rect, m_theme->color(ColorRole::Canvas));
    auto spacing = DotSpacing;
    while (spacing * zoom() < LeastDotDistance)
        spacing *= 2;
    QVector<QPointF> dots;
    for (auto x = std::floor(rect.left() / spacing) * spacing; x <= rect.right(); x += spacing) {
        for (auto y = std::floor(rect.top() / spacing) * spacing; y <= rect.bottom(); y += spacing)
            dots.append({x, y});
    }
    auto color = m_theme->color(ColorRole::TextFaint);
    color.setAlphaF(m_theme->isDark() ? 0.55f : 0.6f);
    QPen pen(color, 1); // whole pixels: wider dots would come out uneven between zoom steps
    pen.setCosmetic(true);
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(pen);
    painter->drawPoints(dots.constData(), static_cast<int>(dots.size()));
}

void GraphView::setZoom(double factor)
{
    zoomAt(factor, QRectF(viewport()->rect()).center());
}

void GraphView::zoomAt(double factor, QPointF viewPosition)
{
    m_keepsFit = false;
    const auto wanted = std::clamp(factor, LeastZoom, GreatestZoom);
    const auto fixed = mapToScene(viewPosition.toPoint());
    setTransform(QTransform::fromScale(wanted, wanted));
    const auto shift = QPointF(mapFromScene(fixed)) - viewPosition;
    panBy(-shift.toPoint());
    Q_EMIT viewChanged();
}

void GraphView::zoomToFit()
{
    const auto all = m_graph->contents();
    const auto area = QRectF(viewport()->rect()).adjusted(FitMargin, FitMargin, -FitMargin, -FitMargin);
    if (all.isEmpty() || area.width() <= 0 || area.height() <= 0)
        return setZoom(1);
    const auto factor = std::min(area.width() / all.width(), area.height() / all.height());
    setZoom(std::min(1.0, factor)); // never larger than life
    lookAt(all.center());
    m_keepsFit = true;
    Q_EMIT viewChanged();
}

void GraphView::panBy(QPoint delta)
{
    m_keepsFit = false;
    const auto sign = isRightToLeft() ? -1 : 1;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - sign * delta.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - delta.y());
}

void GraphView::lookAt(QPointF scenePosition)
{
    panBy(viewport()->rect().center() - mapFromScene(scenePosition));
}

void GraphView::reveal(const QString &node)
{
    const auto *item = m_graph->nodeItem(node);
    if (!item)
        return;
    m_keepsFit = false;
    if (zoom() < 0.5)
        setZoom(1);
    if (!visibleScene().contains(item->sceneBody()))
        lookAt(item->sceneBody().center());
}

void GraphView::scrollContentsBy(int dx, int dy)
{
    QGraphicsView::scrollContentsBy(dx, dy);
    Q_EMIT viewChanged();
}

void GraphView::resizeEvent(QResizeEvent *event)
{
    QGraphicsView::resizeEvent(event);
    if (m_keepsFit)
        zoomToFit();
    Q_EMIT viewChanged();
}

void GraphView::showEvent(QShowEvent *event)
{
    m_graph->setAnimated(true);
    QGraphicsView::showEvent(event);
}

void GraphView::hideEvent(QHideEvent *event)
{
    m_graph->setAnimated(false);
    QGraphicsView::hideEvent(event);
}

void GraphView::updateCursor()
{
    if (m_isSpaceHeld)
        viewport()->setCursor(Qt::OpenHandCursor);
    else if (m_hovered.isEmpty())
        viewport()->unsetCursor();
}

bool GraphView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        showToolTip(static_cast<QHelpEvent *>(event));
        return true;
    }
    if (event->type() == QEvent::Leave)
        hoverAt({LargestCoordinate * 2, 0});
    return QGraphicsView::viewportEvent(event);
}

void GraphView::showToolTip(QHelpEvent *event)
{
    const auto *item = m_graph->nodeAt(mapToScene(event->pos()));
    if (!item)
        return QToolTip::hideText();
    auto lines = item->card().errors + item->card().warnings;
    if (!item->run().note.isEmpty())
        lines.prepend(item->run().note);
    if (lines.isEmpty())
        lines = {item->card().title, item->card().subtitle};
    QToolTip::showText(event->globalPos(), plainToolTip(lines.join(u'\n')), viewport());
}

} // namespace glasshouse::ui
