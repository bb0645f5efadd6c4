#include "ui/mainwindow/top_bar.h"

#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QMenuBar>
#include <QPainter>

namespace glasshouse::ui {

TopBar::TopBar(const Theme *theme, QAction *run, QAction *stop, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_menuBar(new QMenuBar(this)),
      m_dot(new ToneLabel(theme, ColorRole::Accent, QStringLiteral("\u25cf"), this)),
      m_title(new ElidedLabel(theme, ColorRole::Text, this)),
      m_name(new ElidedLabel(theme, ColorRole::TextFaint, this)),
      m_run(new ActionButton(theme, run, ButtonKind::Primary, this)),
      m_stop(new IconButton(theme, stop, this))
{
    setFixedHeight(metric::BarHeight);
    m_menuBar->setNativeMenuBar(false);
    m_menuBar->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    m_dot->setToolTip(tr("There are changes that are not saved yet (Ctrl+S saves them)"));
    m_dot->setAccessibleName(tr("Unsaved changes"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Tight, 0, metric::Medium, 0);
    row->setSpacing(metric::Small);
    row->addWidget(m_menuBar);
    row->addSpacing(metric::Medium);
    row->addWidget(m_dot);
    row->addWidget(m_title);
    row->addWidget(m_name);
    row->addStretch(1);
    row->addWidget(m_run);
    row->addWidget(m_stop);
    setModified(false);
}

void TopBar::setProject(const QString &title, const QString &name)
{
    m_title->setText(title);
    m_name->setText(title == name ? QString() : name);
}

void TopBar::setModified(bool modified)
{
    m_dot->setVisible(modified);
}

void TopBar::setRunVisible(bool visible)
{
    m_run->setVisible(visible);
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme->color(ColorRole::Pane));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme->color(ColorRole::Line));
}

} // namespace glasshouse::ui
