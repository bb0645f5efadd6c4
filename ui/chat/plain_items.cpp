#include "ui/chat/plain_items.h"

#include "ui/chat/item_text.h"
#include "ui/common/card_frame.h"
#include "ui/common/state_style.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QResizeEvent>
#include <QStringBuilder>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

ToneLabel *makeText(const Theme *theme, ColorRole role, QWidget *parent)
{
    auto *label = new ToneLabel(theme, role, QString(), parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

void setIcon(QLabel *label, const Theme *theme, const QString &name, ColorRole role)
{
    label->setPixmap(theme->icon(name, role).pixmap(metric::IconSize));
}

} // namespace

UserItem::UserItem(const Theme *theme, QWidget *parent)
    : ItemWidget(parent), m_bubble(new CardFrame(theme, this)),
      m_text(makeText(theme, ColorRole::Text, m_bubble))
{
    m_bubble->setColors(ColorRole::Selection, ColorRole::Selection);
    auto *inside = new QHBoxLayout(m_bubble);
    inside->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Small);
    inside->addWidget(m_text);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addStretch();
    row->addWidget(m_bubble);
}

void UserItem::setItem(const ConversationItem &item, const ItemContext &)
{
    m_text->setText(visibleText(std::get<UserText>(item.content).text));
    setAccessibleName(tr("You said"));
    fitText();
}

// As wide as its longest line, up to three quarters of the column.
void UserItem::fitText()
{
    const int room = width() * 3 / 4 - 2 * metric::Medium;
    const QRect needed = m_text->fontMetrics().boundingRect(0, 0, std::max(room, 40), INT_MAX / 2,
                                                            Qt::TextWordWrap, m_text->text());
    m_text->setFixedWidth(std::min(std::max(room, 40), needed.width() + 2));
}

void UserItem::resizeEvent(QResizeEvent *event)
{
    ItemWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        fitText();
}

NoticeItem::NoticeItem(const Theme *theme, QWidget *parent)
    : ItemWidget(parent), m_theme(theme), m_card(new CardFrame(theme, this)), m_icon(new QLabel(m_card)),
      m_text(makeText(theme, ColorRole::Text, m_card))
{
    auto *inside = new QHBoxLayout(m_card);
    inside->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Small);
    inside->setSpacing(metric::Small);
    inside->addWidget(m_icon, 0, Qt::AlignTop);
    inside->addWidget(m_text, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_card, 1);
}

void NoticeItem::setItem(const ConversationItem &item, const ItemContext &)
{
    const auto &notice = std::get<Notice>(item.content);
    m_text->setText(visibleText(notice.text));
    m_text->setRole(notice.isError ? ColorRole::Text : ColorRole::TextDim);
    m_card->setColors(ColorRole::Pane, notice.isError ? ColorRole::Failed : ColorRole::Line);
    setIcon(m_icon, m_theme, notice.isError ? QStringLiteral("circle-alert") : QStringLiteral("info"),
            notice.isError ? ColorRole::Failed : ColorRole::TextDim);
}

SectionItem::SectionItem(const Theme *theme, QWidget *parent)
    : ItemWidget(parent), m_theme(theme), m_name(makeText(theme, ColorRole::Text, this)),
      m_icon(new QLabel(this)), m_state(makeText(theme, ColorRole::TextDim, this)),
      m_error(makeText(theme, ColorRole::Failed, this))
{
    m_name->setFont(theme->textFont(13, QFont::DemiBold));
    m_name->setWordWrap(false);
    m_state->setWordWrap(false);
    m_state->setFont(theme->textFont(11));
    auto *line = new CardFrame(theme, this);
    line->setColors(ColorRole::Line, ColorRole::Line);
    line->setFixedHeight(1);
    auto *row = new QHBoxLayout;
    row->setSpacing(metric::Tight + 2);
    row->addWidget(m_name);
    row->addWidget(m_icon);
    row->addWidget(m_state);
    row->addWidget(line, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, metric::Small, 0, 0);
    layout->setSpacing(metric::Tight);
    layout->addLayout(row);
    layout->addWidget(m_error);
}

void SectionItem::setItem(const ConversationItem &item, const ItemContext &)
{
    const auto &section = std::get<NodeSection>(item.content);
    const StateStyle style = stateStyle(phaseOf(section.phase));
    QString state = style.word;
    if (section.durationMs >= 0)
        state += u' ' % durationText(section.durationMs);
    const QString name = visibleLine(section.node, 80);
    m_name->setText(section.occurrence > 1 ? tr("%1, run #%2").arg(name).arg(section.occurrence) : name);
    m_state->setText(state);
    m_state->setRole(style.color);
    setIcon(m_icon, m_theme, style.icon, style.color);
    m_error->setText(visibleText(section.error));
    m_error->setVisible(!section.error.isEmpty());
}

RunEndItem::RunEndItem(const Theme *theme, QWidget *parent)
    : ItemWidget(parent), m_theme(theme), m_icon(new QLabel(this)),
      m_text(makeText(theme, ColorRole::TextFaint, this))
{
    m_text->setFont(theme->textFont(11));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(metric::Tight + 2);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
}

void RunEndItem::setItem(const ConversationItem &item, const ItemContext &)
{
    const auto &end = std::get<RunEnd>(item.content);
    const StateStyle style = stateStyle(phaseOfStatus(end.status));
    const bool failed = end.status == u"failed";
    m_text->setText(runEndSentence(end));
    m_text->setFont(m_theme->textFont(failed ? 13 : 11));
    m_text->setRole(failed ? ColorRole::Text : ColorRole::TextFaint);
    setIcon(m_icon, m_theme, style.icon, failed ? ColorRole::Failed : ColorRole::TextFaint);
}

} // namespace glasshouse::ui
