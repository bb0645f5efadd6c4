#include "ui/mainwindow/banner.h"

#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace glasshouse::ui {

Banner::Banner(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_text(new QLabel(this))
{
    auto *icon = new QLabel(this);
    icon->setPixmap(theme->icon(u"triangle-alert", ColorRole::Waiting).pixmap(metric::IconSize));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *dismiss = new IconButton(theme, QStringLiteral("x"), tr("Dismiss"), this);
    connect(dismiss, &QToolButton::clicked, this, &QWidget::hide);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Large, metric::Tight, metric::Small, metric::Tight + 1);
    row->setSpacing(metric::Small);
    row->addWidget(icon);
    row->addWidget(m_text, 1);
    row->addWidget(dismiss);
    hide();
}

void Banner::showSentence(const QString &sentence)
{
    m_text->setText(sentence);
    setAccessibleName(sentence);
    show();
}

QString Banner::sentence() const
{
    return isHidden() ? QString() : m_text->text();
}

void Banner::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        hide();
    else
        QWidget::keyPressEvent(event);
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme->color(ColorRole::PaneRaised));
    painter.fillRect(QRect(0, 0, 3, height()), m_theme->color(ColorRole::Waiting));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme->color(ColorRole::Line));
}

} // namespace glasshouse::ui
