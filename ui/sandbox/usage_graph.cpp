#include "ui/sandbox/usage_graph.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr int HeadHeight = 20;
constexpr int GraphHeight = 44;
constexpr int LeastWidth = 150;
constexpr double NearlyFull = 0.9;

} // namespace

UsageGraph::UsageGraph(const Theme *theme, const QString &title, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_title(title)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    clear();
}

void UsageGraph::add(qint64 atMs, double value, double limit, const QString &text)
{
    if (!m_points.isEmpty() && atMs < m_points.last().atMs)
        m_points.clear(); // the clock was set back
    m_points.append({atMs, value});
    const auto isOld = [&](const UsagePoint &point) { return point.atMs < atMs - SpanMs; };
    m_points.removeIf(isOld);
    if (m_points.size() > MostPoints)
        m_points.removeFirst();
    m_limit = limit;
    m_text = text;
    setAccessibleName(tr("%1: %2").arg(m_title, text));
    update();
}

void UsageGraph::clear()
{
    m_points.clear();
    m_text = tr("not measured");
    setAccessibleName(tr("%1: %2").arg(m_title, m_text));
    update();
}

QSize UsageGraph::sizeHint() const
{
    return {220, HeadHeight + GraphHeight};
}

QSize UsageGraph::minimumSizeHint() const
{
    return {LeastWidth, HeadHeight + GraphHeight};
}

double UsageGraph::top() const
{
    double highest = m_limit;
    for (const UsagePoint &point : m_points)
        highest = std::max(highest, point.value);
    return highest > 0 ? highest * 1.05 : 1;
}

ColorRole UsageGraph::color() const
{
    const bool isFull = m_limit > 0 && !m_points.isEmpty() && m_points.last().value >= m_limit * NearlyFull;
    return isFull ? ColorRole::Failed : ColorRole::Accent;
}

void UsageGraph::paintHead(QPainter &painter) const
{
    const QRect head(0, 0, width(), HeadHeight);
    painter.setFont(m_theme->textFont(12));
    painter.setPen(m_theme->color(ColorRole::TextDim));
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, m_title);
    painter.setPen(m_theme->color(color() == ColorRole::Failed ? ColorRole::Failed : ColorRole::Text));
    const int room = width() - painter.fontMetrics().horizontalAdvance(m_title) - metric::Small;
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_text, Qt::ElideLeft, room));
}

void UsageGraph::paintCurve(QPainter &painter, const QRectF &area) const
{
    const qint64 lastMs = m_points.last().atMs;
    const double highest = top();
    const auto at = [&](const UsagePoint &point) {
        return QPointF(area.right() - area.width() * double(lastMs - point.atMs) / double(SpanMs),
                       area.bottom() - area.height() * point.value / highest);
    };
    QPainterPath curve(at(m_points.first()));
    for (const UsagePoint &point : m_points)
        curve.lineTo(at(point));
    QPainterPath below = curve;
    below.lineTo(area.right(), area.bottom());
    below.lineTo(at(m_points.first()).x(), area.bottom());
    QColor fill = m_theme->color(color());
    painter.setPen(QPen(fill, 1.5));
    painter.drawPath(curve);
    fill.setAlphaF(0.15F);
    painter.fillPath(below, fill);
    if (m_limit > 0) {
        painter.setPen(QPen(m_theme->color(ColorRole::TextFaint), 1, Qt::DashLine));
        const double y = area.bottom() - area.height() * m_limit / highest;
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
}

void UsageGraph::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintHead(painter);
    const QRectF area(0.5, HeadHeight + 0.5, width() - 1, height() - HeadHeight - 1);
    painter.setPen(m_theme->color(ColorRole::Line));
    painter.setBrush(m_theme->color(ColorRole::PaneRaised));
    painter.drawRoundedRect(area, metric::Tight, metric::Tight);
    painter.setBrush(Qt::NoBrush);
    painter.setClipRect(area);
    if (!m_points.isEmpty())
        paintCurve(painter, area.adjusted(1, 1, -1, -1));
}

} // namespace glasshouse::ui
