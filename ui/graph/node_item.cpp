#include "ui/graph/node_item.h"

#include "ui/graph/edge_item.h"

#include <QGraphicsScene>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr double Overhang = 16; // ports, shadow, halo and badges reach past the card

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
    return m_layout.body.adjusted(-Overhang, -Overhang, Overhang, Overhang);
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
    look.isSelected = isSelected();
    look.isHovered = m_isHovered;
    look.hasFocus = hasFocus();
    look.inputs = m_inputs;
    look.outputs = m_outputs;
    look.spinnerAngle = m_spinnerAngle;
    look.scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()) /
                 painter->device()->devicePixelRatioF();
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
    update(m_layout.state.adjusted(-4, -4, 4, 4));
}

void NodeItem::setHovered(bool hovered)
{
    if (m_isHovered == hovered)
        return;
    m_isHovered = hovered;
    update();
}

void NodeItem::markPorts(PortMark inputs, PortMark outputs)
{
    if (inputs == m_inputs && outputs == m_outputs)
        return;
    m_inputs = inputs;
    m_outputs = outputs;
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
