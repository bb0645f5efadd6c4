#include "ui/common/card_frame.h"

#include <QPainter>

namespace glasshouse::ui {

CardFrame::CardFrame(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_radius(metric::CardRadius)
{
    connect(theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CardFrame::setColors(ColorRole fill, ColorRole border)
{
    m_fill = fill;
    m_border = border;
    update();
}

void CardFrame::setRadius(qreal radius)
{
    m_radius = radius;
    update();
}

void CardFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme->color(m_border), 1));
    painter.setBrush(m_theme->color(m_fill));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), m_radius, m_radius);
}

} // namespace glasshouse::ui
