#include "ui/graph/edge_item.h"

#include "ui/graph/condition_text.h"
#include "ui/graph/edge_path.h"
#include "ui/graph/node_item.h"

#include <QGraphicsScene>
#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <array>

namespace glasshouse::ui {

namespace {

constexpr double LineWidth = 1.75, SelectedWidth = 2.5, GrabWidth = 12;
constexpr double StraightBelow = 0.28; // scale at which a curve can't be told from a line
constexpr double ThinBelow = 0.4;      // nor its steps from a smooth one: a fraction of the time
constexpr double LabelBelow = 0.5;
constexpr double LongestLabel = 180, ShortestLabel = 40, LabelHeight = 18;
constexpr double LabelMargin = 20; // between the label and the cards, both together
constexpr std::array LabelPlaces{0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8}; // shares of the way

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
    m_bounds = m_path.boundingRect().united(m_labelRect).adjusted(-4, -4, 4, 4);
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

double EdgeItem::labelWish() const
{
    if (m_label.isEmpty())
        return 0;
    const QFontMetricsF metrics(m_theme->textFont(card_metric::StateSize));
    return std::min(metrics.horizontalAdvance(m_label) + 1, LongestLabel) + 14;
}

// Between two cards that are near each other it is shortened rather than hidden below them.
double EdgeItem::labelWidth() const
{
    const auto gap = m_path.currentPosition().x() - m_path.elementAt(0).x - LabelMargin;
    return gap < ShortestLabel ? labelWish() : std::min(labelWish(), gap);
}

void EdgeItem::placeLabel()
{
    m_labelRect = {};
    if (m_label.isEmpty())
        return;
    const QSizeF size(labelWidth(), LabelHeight);
    for (const auto share : LabelPlaces) {
        const QRectF place({}, size);
        const auto candidate = place.translated(m_path.pointAtPercent(share) - place.center());
        if (m_labelRect.isEmpty())
            m_labelRect = candidate; // if all are hidden, the middle
        if (!isHidden(candidate)) {
            m_labelRect = candidate;
            return;
        }
    }
}

bool EdgeItem::isHidden(const QRectF &label) const
{
    if (!scene())
        return false;
    const auto items = scene()->items(label, Qt::IntersectsItemBoundingRect);
    return std::any_of(items.begin(), items.end(), [&](const QGraphicsItem *item) {
        const auto *node = qgraphicsitem_cast<const NodeItem *>(item);
        return node && node->zValue() > zValue() && node->sceneBody().intersects(label);
    });
}

void EdgeItem::settleLabel()
{
    if (!m_label.isEmpty())
        updatePath();
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
