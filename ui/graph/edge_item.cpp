#include "ui/graph/edge_item.h"

#include "ui/graph/condition_text.h"
#include "ui/graph/edge_path.h"
#include "ui/graph/node_item.h"

#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>

namespace glasshouse::ui {

namespace {

constexpr double LineWidth = 1.75, SelectedWidth = 2.5, GrabWidth = 12;
constexpr double StraightBelow = 0.28; // scale at which a curve can't be told from a line
constexpr double ThinBelow = 0.4;      // nor its steps from a smooth one: a fraction of the time
constexpr double LabelBelow = 0.5;
constexpr double LongestLabel = 180;

} // namespace

EdgeItem::EdgeItem(const Theme *theme, const Edge &edge, NodeItem *from, NodeItem *to)
    : m_theme(theme), m_edge(edge), m_from(from), m_to(to)
{
    setFlag(ItemIsSelectable);
    m_from->attach(this);
    m_to->attach(this);
    m_label = labelText();
    updatePath();
}

EdgeItem::~EdgeItem()
{
    m_from->detach(this);
    m_to->detach(this);
}

void EdgeItem::setEdge(const Edge &edge)
{
    m_edge = edge;
    m_label = labelText();
    updatePath();
}

void EdgeItem::setRun(const EdgeRun &run)
{
    if (run == m_run)
        return;
    m_run = run;
    m_label = labelText();
    updatePath();
}

void EdgeItem::setHovered(bool hovered)
{
    if (m_isHovered == hovered)
        return;
    m_isHovered = hovered;
    update();
}

void EdgeItem::updatePath()
{
    prepareGeometryChange();
    m_path = edgePath(m_from->outputPosition(m_edge.from.port), m_to->inputPosition(m_edge.to.port));
    placeLabel();
    m_bounds = m_path.controlPointRect().united(m_labelRect).adjusted(-4, -4, 4, 4);
    update();
}

QPainterPath EdgeItem::shape() const
{
    QPainterPathStroker stroker;
    stroker.setWidth(GrabWidth);
    auto shape = stroker.createStroke(m_path);
    if (!m_labelRect.isEmpty())
        shape.addRect(m_labelRect);
    return shape;
}

QColor EdgeItem::color() const
{
    if (isSelected())
        return m_theme->color(ColorRole::Accent);
    if (m_run.isActive)
        return m_theme->color(ColorRole::Running);
    if (m_run.deliveries > 0)
        return m_theme->color(ColorRole::Done);
    return m_theme->color(m_isHovered ? ColorRole::TextDim : ColorRole::TextFaint);
}

void EdgeItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    const auto scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()) /
                       painter->device()->devicePixelRatioF();
    if (scale < StraightBelow) {
        painter->setPen(QPen(color(), 0));
        painter->drawLine(m_path.elementAt(0), m_path.currentPosition());
        return;
    }
    painter->setBrush(Qt::NoBrush);
    const bool isThin = scale < ThinBelow;
    painter->setRenderHint(QPainter::Antialiasing, !isThin);
    const auto width = isSelected() || m_isHovered ? SelectedWidth : LineWidth;
    painter->setPen(QPen(color(), isThin ? 0 : width, Qt::SolidLine, Qt::RoundCap));
    painter->drawPath(m_path);
    if (!m_label.isEmpty() && scale >= LabelBelow)
        paintLabel(painter);
}

QString EdgeItem::labelText() const
{
    QStringList parts;
    if (!m_edge.condition.isEmpty())
        parts.append(describeCondition(m_edge.condition));
    if (m_run.deliveries > 1)
        parts.append(QStringLiteral("\u00d7%1").arg(m_run.deliveries));
    return parts.join(QStringLiteral("  "));
}

void EdgeItem::placeLabel()
{
    m_labelRect = {};
    if (m_label.isEmpty())
        return;
    const QFontMetricsF metrics(m_theme->textFont(card_metric::StateSize));
    const auto width = std::min(metrics.horizontalAdvance(m_label) + 1, LongestLabel) + 14;
    m_labelRect = {0, 0, width, 18};
    m_labelRect.moveCenter(m_path.pointAtPercent(0.5));
}

void EdgeItem::paintLabel(QPainter *painter) const
{
    painter->setPen(QPen(isSelected() ? color() : m_theme->color(ColorRole::Line), 1));
    painter->setBrush(m_theme->color(ColorRole::PaneRaised));
    painter->drawRoundedRect(m_labelRect, 9, 9);
    painter->setFont(m_theme->textFont(card_metric::StateSize));
    painter->setPen(m_theme->color(ColorRole::TextDim));
    painter->drawText(
        m_labelRect.adjusted(6, 0, -6, 0), Qt::AlignCenter | Qt::TextSingleLine,
        painter->fontMetrics().elidedText(m_label, Qt::ElideRight, qRound(m_labelRect.width() - 12)));
}

} // namespace glasshouse::ui
