#include "ui/sandbox/glass_tab.h"

#include <QPainter>
#include <QStringBuilder>

namespace glasshouse::ui {

GlassTab::GlassTab(const Theme *theme, const QString &icon, const QString &text, QWidget *parent)
    : QToolButton(parent), m_theme(theme), m_text(text)
{
    setIcon(theme->icon(icon));
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    connect(theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void GlassTab::setCount(int count)
{
    setText(count > 0 ? m_text % u' ' % QString::number(count) : m_text);
    updateGeometry();
}

QSize GlassTab::sizeHint() const
{
    return {metric::Medium * 2 + metric::IconSize + metric::Small + fontMetrics().horizontalAdvance(text()),
            metric::TabHeight};
}

void GlassTab::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (underMouse() && !isChecked())
        painter.fillRect(rect(), m_theme->color(ColorRole::PaneRaised));
    const QRect iconRect(metric::Medium, (height() - metric::IconSize) / 2, metric::IconSize,
                         metric::IconSize);
    icon().paint(&painter, iconRect);
    painter.setPen(m_theme->color(isChecked() ? ColorRole::Text : ColorRole::TextDim));
    painter.drawText(rect().adjusted(iconRect.right() + metric::Small, 0, 0, 0), Qt::AlignVCenter, text());
    if (isChecked())
        painter.fillRect(0, height() - 2, width(), 2, m_theme->color(ColorRole::Accent));
    if (hasFocus()) {
        painter.setPen(m_theme->color(ColorRole::Accent));
        painter.drawRect(rect().adjusted(1, 1, -2, -2));
    }
}

} // namespace glasshouse::ui
