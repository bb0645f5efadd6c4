#include "ui/graph/gestures.h"

#include "ui/common/visible_text.h"
#include "ui/graph/edge_path.h"
#include "ui/graph/graph_edits.h"
#include "ui/graph/graph_view.h"

#include <QGraphicsPathItem>
#include <QScrollBar>
#include <QToolTip>

namespace glasshouse::ui {

namespace {

constexpr double StartDistance = 3; // in canvas units: less is a click with an unsteady hand
constexpr double WireZ = 2;

} // namespace

PanGesture::PanGesture(GraphView *view, QPoint start) : m_view(view), m_last(start)
{
    m_view->viewport()->setCursor(Qt::ClosedHandCursor);
}

PanGesture::~PanGesture()
{
    m_view->updateCursor();
}

void PanGesture::moveTo(QPointF, QPoint viewPosition)
{
    const auto delta = viewPosition - std::exchange(m_last, viewPosition);
    m_view->panBy(delta);
}

MoveGesture::MoveGesture(GraphScene *scene, GraphController *controller, const QString &grabbed,
                         QPointF start)
    : m_scene(scene), m_controller(controller), m_start(start)
{
    for (const auto &id : scene->selectedNodes())
        m_origins.insert(id, scene->nodeItem(id)->pos());
    m_grabbedOrigin = m_origins.value(grabbed);
}

void MoveGesture::moveTo(QPointF scenePosition, QPoint)
{
    const auto delta = scenePosition - m_start;
    if (!m_hasMoved && delta.manhattanLength() < StartDistance)
        return;
    m_hasMoved = true;
    shift(snapped(m_grabbedOrigin + delta) -
          m_grabbedOrigin); // the grabbed one lands on the grid, the others keep their distance
}

void MoveGesture::shift(QPointF delta)
{
    for (auto it = m_origins.cbegin(); it != m_origins.cend(); ++it) {
        if (auto *item = m_scene->nodeItem(it.key()))
            item->setPos(it.value() + delta);
    }
}

void MoveGesture::finish()
{
    QVector<NodeMove> moves;
    for (auto it = m_origins.cbegin(); it != m_origins.cend(); ++it) {
        const auto *item = m_scene->nodeItem(it.key());
        if (item && item->pos() != it.value())
            moves.append({it.key(), item->pos()});
    }
    if (!moves.isEmpty() && !m_controller->moveNodes(moves))
        shift({});
}

void MoveGesture::cancel()
{
    shift({});
}

WireGesture::WireGesture(GraphView *view, GraphScene *scene, GraphController *controller, const PortHit &from)
    : m_view(view), m_scene(scene), m_controller(controller), m_from(from), m_end(scene->portPosition(from)),
      m_wire(std::make_unique<QGraphicsPathItem>())
{
    m_wire->setZValue(WireZ);
    m_wire->setAcceptedMouseButtons(Qt::NoButton);
    m_scene->addItem(m_wire.get());
    markPorts();
}

WireGesture::~WireGesture()
{
    for (auto *item : m_scene->nodeItems())
        item->markPorts(PortMark::Plain, PortMark::Plain);
    QToolTip::hideText();
}

// Only what is in sight: a node that comes into sight later says whether it fits when it is reached.
void WireGesture::markPorts()
{
    for (auto *item : m_scene->items(m_view->visibleScene(), Qt::IntersectsItemBoundingRect)) {
        auto *node = qgraphicsitem_cast<NodeItem *>(item);
        if (!node)
            continue;
        const auto &ports = m_from.isOutput ? node->card().inputs : node->card().outputs;
        const bool fits = std::any_of(ports.begin(), ports.end(), [&](const QString &port) {
            return !m_controller->whyNotConnectable(m_from, {{node->id(), port}, !m_from.isOutput});
        });
        const auto mark = fits ? PortMark::Fits : PortMark::DoesNotFit;
        node->markPorts(m_from.isOutput ? mark : PortMark::DoesNotFit,
                        m_from.isOutput ? PortMark::DoesNotFit : mark);
    }
}

void WireGesture::moveTo(QPointF scenePosition, QPoint viewPosition)
{
    m_end = scenePosition;
    m_hasMoved =
        m_hasMoved || (scenePosition - m_scene->portPosition(m_from)).manhattanLength() > StartDistance * 2;
    auto target = m_scene->portAt(scenePosition, card_metric::PortReach * 1.5);
    if (!target) { // anywhere on a card is as good as its port
        if (const auto *node = m_scene->nodeAt(scenePosition)) {
            const auto &ports = m_from.isOutput ? node->card().inputs : node->card().outputs;
            if (!ports.isEmpty())
                target = PortHit{{node->id(), ports.first()}, !m_from.isOutput};
        }
    }
    if (target && target->port == m_from.port && target->isOutput == m_from.isOutput)
        target.reset();
    markTarget(target);
    drawTo(m_target && !m_why ? m_scene->portPosition(*m_target) : scenePosition, !m_why);
    explain(viewPosition);
}

void WireGesture::markTarget(const std::optional<PortHit> &target)
{
    if (target == m_target)
        return;
    const auto mark = [this](const std::optional<PortHit> &hit, PortMark with) {
        auto *node = hit ? m_scene->nodeItem(hit->port.node) : nullptr;
        if (node)
            node->markPorts(hit->isOutput ? PortMark::DoesNotFit : with,
                            hit->isOutput ? with : PortMark::DoesNotFit);
    };
    mark(m_target, m_why ? PortMark::DoesNotFit : PortMark::Fits);
    m_target = target;
    m_why = target ? m_controller->whyNotConnectable(m_from, *target) : std::nullopt;
    if (!m_why)
        mark(m_target, PortMark::Target);
}

void WireGesture::drawTo(QPointF end, bool fits)
{
    const auto start = m_scene->portPosition(m_from);
    m_wire->setPath(m_from.isOutput ? edgePath(start, end) : edgePath(end, start));
    const auto color = m_view->theme()->color(fits ? ColorRole::Accent : ColorRole::Failed);
    m_wire->setPen(QPen(color, 2, m_target && fits ? Qt::SolidLine : Qt::DashLine, Qt::RoundCap));
}

void WireGesture::explain(QPoint viewPosition)
{
    if (m_why)
        QToolTip::showText(m_view->viewport()->mapToGlobal(viewPosition + QPoint(12, 12)),
                           plainToolTip(*m_why), m_view->viewport());
    else
        QToolTip::hideText();
}

void WireGesture::finish()
{
    if (m_target && m_why)
        Q_EMIT m_controller->refused(*m_why);
    else if (m_target)
        m_controller->connectPorts(m_from.isOutput ? m_from.port : m_target->port,
                                   m_from.isOutput ? m_target->port : m_from.port);
    else if (m_hasMoved)
        Q_EMIT m_view->quickAddRequested(m_end, m_from);
}

} // namespace glasshouse::ui
