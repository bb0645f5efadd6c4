#include "ui/chat/chat_header.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

namespace glasshouse::ui {

ChatHeader::ChatHeader(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_title(new ElidedLabel(theme, ColorRole::Text, this)),
      m_activity(new ToneLabel(theme, ColorRole::Running, QString(), this))
{
    setFixedHeight(metric::TabHeight);
    m_activity->setTextFormat(Qt::PlainText);
    m_activity->setFont(theme->textFont(11));
    m_activity->setAccessibleName(tr("What is going on"));
    auto *more = new IconButton(theme, QStringLiteral("ellipsis"), tr("More about this thread"), this);
    auto *menu = new QMenu(more);
    connect(menu->addAction(theme->icon(u"copy"), tr("Copy as Markdown")), &QAction::triggered, this,
            &ChatHeader::copyRequested);
    connect(menu->addAction(theme->icon(u"download"), tr("Export as Markdown...")), &QAction::triggered, this,
            &ChatHeader::exportRequested);
    more->setMenu(menu);
    more->setPopupMode(QToolButton::InstantPopup);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Small + metric::Medium, 0, metric::Large, 0);
    row->setSpacing(metric::Large);
    row->addWidget(m_title);
    row->addStretch(1);
    row->addWidget(m_activity);
    row->addWidget(more);
    connect(theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ChatHeader::setTitle(const QString &title)
{
    m_title->setText(visibleLine(title, 120));
    update();
}

void ChatHeader::setActivity(const QString &sentence)
{
    m_activity->setText(visibleLine(sentence, 120));
}

void ChatHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme->color(ColorRole::Pane));
    painter.fillRect(0, height() - 1, width(), 1, m_theme->color(ColorRole::Line));
    if (!m_title->text().isEmpty())
        painter.fillRect(metric::Small, height() - 2, m_title->width() + 2 * metric::Medium, 2,
                         m_theme->color(ColorRole::Accent));
}

} // namespace glasshouse::ui
