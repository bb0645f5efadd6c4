#include "ui/mainwindow/rail.h"

#include "ui/common/widgets.h"

#include <QPainter>
#include <QVBoxLayout>

namespace glasshouse::ui {

Rail::Rail(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_column(new QVBoxLayout(this))
{
    setFixedWidth(metric::RailWidth);
    m_column->setContentsMargins(0, metric::Small, 1, metric::Small);
    m_column->setSpacing(metric::Tight);
    m_column->addStretch(1);
}

void Rail::addPage(QAction *action, const QString &icon)
{
    auto *button = new RailButton(m_theme, action, icon, this);
    m_column->insertWidget(m_column->count() - 1, button, 0, Qt::AlignHCenter);
}

void Rail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme->color(ColorRole::Pane));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), m_theme->color(ColorRole::Line));
}

} // namespace glasshouse::ui
