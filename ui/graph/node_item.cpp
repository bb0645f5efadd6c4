#include "ui/graph/node_item.h"

#include "ui/graph/edge_item.h"

#include <QGraphicsScene>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

namespace glasshouse::ui {

namespace {

QPointF spotNamed(const QVector<PortSpot> &spots, const QString &name, QPointF otherwise)
{
    const auto it =
        std::find_if(spots.begin(), spots.end(), [&](const PortSpot &spot) { return spot.name == name; });
    return it == spots.end() ? otherwise : it->center;
}

} // namespace

NodeItem::NodeItem(const NodeGeometry *geometry, const NodePainter *painter)
    : m_geometry(geometry), m_painter(painter)
{
    setFlag(ItemIsSelectable);
    setFlag(ItemSendsGeometryChanges);
    setZValue(1);
}

QRectF NodeItem::boundingRect() const
{
    return cardExtent(m_layout);
}

QPainterPath NodeItem::shape() const
{
    QPainterPath path;
    path.addRect(m_layout.body);
    return path;
}

void NodeItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    NodeLook look;
    look.card = &m_card;
    look.layout = &m_layout;
    look.run = &m_run;
    look.marks = m_marks;
    look.marks.isSelected = isSelected();
    look.spinnerAngle = m_spinnerAngle;
    look.scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()) /
                 painter->device()->devicePixelRatioF();
    m_paintedScale = look.scale;
    m_painter->paint(painter, look);
}

void NodeItem::setCard(const NodeCard &card)
{
    if (card == m_card)
        return;
    m_card = card;
    if (card.kind == node_kind::Note)
        setZValue(-1);
    layOut();
}

void NodeItem::setRun(const trace::NodeView &run)
{
    if (run == m_run)
        return;
    const bool relayout =
        (run.phase == trace::RunPhase::Waiting) != (m_run.phase == trace::RunPhase::Waiting);
    m_run = run;
    if (relayout)
        layOut();
    update();
}

void NodeItem::layOut()
{
    const auto layout = m_geometry->layout(m_card, m_run.phase == trace::RunPhase::Waiting);
    if (layout != m_layout) {
        prepareGeometryChange();
        m_layout = layout;
        updateEdges();
    }
    update();
}

void NodeItem::setSpinnerAngle(double degrees)
{
    m_spinnerAngle = degrees;
    if (m_paintedScale >= card_metric::TextBelow) // else it is too small to be seen turning
        update(m_layout.state.adjusted(-4, -4, 4, 4));
}

void NodeItem::setHovered(bool hovered)
{
    if (m_marks.isHovered == hovered)
        return;
    m_marks.isHovered = hovered;
    update();
}

void NodeItem::markPorts(PortMark inputs, PortMark outputs)
{
    if (inputs == m_marks.inputs && outputs == m_marks.outputs)
        return;
    m_marks.inputs = inputs;
    m_marks.outputs = outputs;
    update();
}

QPointF NodeItem::outputPosition(const QString &port) const
{
    const auto &body = m_layout.body;
    return pos() + spotNamed(m_layout.outputs, port, {body.right(), body.center().y()});
}

QPointF NodeItem::inputPosition(const QString &port) const
{
    const auto &body = m_layout.body;
    return pos() + spotNamed(m_layout.inputs, port, {body.left(), body.center().y()});
}

int NodeItem::incoming() const
{
    return static_cast<int>(std::count_if(m_edges.begin(), m_edges.end(),
                                          [this](const EdgeItem *edge) { return edge->target() == this; }));
}

int NodeItem::outgoing() const
{
    return static_cast<int>(std::count_if(m_edges.begin(), m_edges.end(),
                                          [this](const EdgeItem *edge) { return edge->source() == this; }));
}

QVariant NodeItem::itemChange(GraphicsItemChange change, const QVariant &value)
{
    if (change == ItemPositionHasChanged)
        updateEdges();
    return QGraphicsItem::itemChange(change, value);
}

void NodeItem::updateEdges()
{
    for (auto *edge : std::as_const(m_edges))
        edge->updatePath();
}

} // namespace glasshouse::ui
