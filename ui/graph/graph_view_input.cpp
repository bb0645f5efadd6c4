// Mouse, wheel and drops on the canvas.
#include "ui/graph/graph_view.h"

#include "ui/common/dropped_file.h"
#include "ui/graph/mime_types.h"

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>

namespace glasshouse::ui {

namespace {

constexpr double ZoomPerStep = 1.2;
constexpr double EdgeReach = 5; // view pixels

std::optional<NodeWish> wishFrom(const QMimeData *data)
{
    if (data->hasFormat(mime::NodeKind))
        return NodeWish{QString::fromUtf8(data->data(mime::NodeKind)), {}, {}};
    if (data->hasFormat(mime::Agent))
        return NodeWish{node_kind::Agent, QString::fromUtf8(data->data(mime::Agent)), {}};
    return std::nullopt;
}

} // namespace

void GraphView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        zoomAt(zoom() * std::pow(ZoomPerStep, event->angleDelta().y() / 120.0), event->position());
    } else {
        auto delta = event->pixelDelta().isNull() ? event->angleDelta() / 2 : event->pixelDelta();
        if (event->modifiers() & Qt::ShiftModifier && delta.x() == 0)
            delta = {delta.y(), 0};
        panBy(delta);
    }
    event->accept();
}

void GraphView::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    if (m_gesture || startGesture(event)) {
        event->accept();
        return;
    }
    if (event->button() == Qt::LeftButton)
        QGraphicsView::mousePressEvent(event); // selects an edge or starts the rubber band
}

bool GraphView::startGesture(QMouseEvent *event)
{
    const auto position = mapToScene(event->position().toPoint());
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_isSpaceHeld)) {
        m_gesture = std::make_unique<PanGesture>(this, event->position().toPoint());
        return true;
    }
    if (event->button() != Qt::LeftButton)
        return false;
    m_graph->finishAnimation();
    if (const auto port =
            m_graph->portAt(position, card_metric::PortReach / zoom() * std::min(1.0, zoom()))) {
        m_gesture = std::make_unique<WireGesture>(this, m_graph, m_controller, *port);
        return true;
    }
    if (auto *node = m_graph->nodeAt(position)) {
        grabNode(node, event, position);
        return true;
    }
    return false;
}

void GraphView::grabNode(NodeItem *node, QMouseEvent *event, QPointF position)
{
    if (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) {
        node->setSelected(!node->isSelected());
        return;
    }
    if (!node->isSelected())
        m_graph->select({node->id()});
    m_gesture = std::make_unique<MoveGesture>(m_graph, m_controller, node->id(), position);
}

void GraphView::mouseMoveEvent(QMouseEvent *event)
{
    const auto position = mapToScene(event->position().toPoint());
    if (m_gesture)
        return m_gesture->moveTo(position, event->position().toPoint());
    if (event->buttons() == Qt::NoButton)
        hoverAt(position);
    QGraphicsView::mouseMoveEvent(event);
}

void GraphView::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_gesture)
        return QGraphicsView::mouseReleaseEvent(event);
    const auto gesture = std::move(m_gesture); // finishing may open something that starts another one
    gesture->finish();
    event->accept();
}

void GraphView::hoverAt(QPointF position)
{
    const auto *node = m_graph->nodeAt(position);
    const auto hovered = node ? node->id() : QString();
    if (hovered != m_hovered) {
        if (auto *item = m_graph->nodeItem(m_hovered))
            item->setHovered(false);
        if (auto *item = m_graph->nodeItem(hovered))
            item->setHovered(true);
        m_hovered = hovered;
    }
    const auto *edge = node ? nullptr : m_graph->edgeAt(position, EdgeReach / zoom());
    const auto hoveredEdge = edge ? edge->id() : QString();
    if (hoveredEdge != m_hoveredEdge) {
        if (auto *item = m_graph->edgeItem(m_hoveredEdge))
            item->setHovered(false);
        if (auto *item = m_graph->edgeItem(hoveredEdge))
            item->setHovered(true);
        m_hoveredEdge = hoveredEdge;
    }
    if (m_graph->portAt(position, card_metric::PortReach))
        viewport()->setCursor(Qt::CrossCursor);
    else
        m_isSpaceHeld ? updateCursor() : viewport()->unsetCursor();
}

void GraphView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const auto position = mapToScene(event->position().toPoint());
    if (event->button() != Qt::LeftButton || m_graph->portAt(position, card_metric::PortReach))
        return;
    if (const auto *node = m_graph->nodeAt(position))
        Q_EMIT nodeActivated(node->id());
    else if (!m_graph->edgeAt(position, EdgeReach / zoom()))
        Q_EMIT quickAddRequested(position, std::nullopt);
    event->accept();
}

void GraphView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto *current = byKey ? m_graph->nodeItem(currentNode()) : nullptr;
    const auto position = current ? current->sceneBody().center() : mapToScene(event->pos());
    if (auto *node = m_graph->nodeAt(position); node && !node->isSelected())
        m_graph->select({node->id()});
    else if (auto *edge = m_graph->edgeAt(position, EdgeReach / zoom()); edge && !node && !edge->isSelected())
        m_graph->select({}, {edge->id()});
    Q_EMIT menuRequested(viewport()->mapToGlobal(mapFromScene(position)), position);
    event->accept();
}

void GraphView::dragEnterEvent(QDragEnterEvent *event)
{
    dragMoveEvent(event);
}

void GraphView::dragMoveEvent(QDragMoveEvent *event)
{
    const auto *dropped = event->mimeData();
    if (m_controller->workflow() && (wishFrom(dropped) || !localFiles(dropped).isEmpty())) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    } else {
        event->ignore();
    }
}

void GraphView::dropEvent(QDropEvent *event)
{
    const auto wish = wishFrom(event->mimeData());
    const auto files = localFiles(event->mimeData());
    if (!wish && files.isEmpty())
        return event->ignore();
    event->setDropAction(Qt::CopyAction); // never a move: the file stays where it is
    event->accept();
    setFocus(Qt::OtherFocusReason);
    const auto position = mapToScene(event->position().toPoint());
    if (wish)
        Q_EMIT dropped(*wish, position);
    else
        Q_EMIT filesDropped(files, position);
}

} // namespace glasshouse::ui
