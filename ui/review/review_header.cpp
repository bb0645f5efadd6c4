#include "ui/review/review_header.h"

#include "ui/common/card_frame.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/review/code_mentions.h"
#include "ui/review/review_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStringBuilder>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int TitleIconSize = 22;
constexpr int WordsLimit = 600;

struct MentionStyle
{
    QString icon;
    ColorRole role;
};

MentionStyle styleOf(CodeMention::Kind kind)
{
    switch (kind) {
    case CodeMention::Kind::Output:
        return {QStringLiteral("arrow-right"), ColorRole::TextDim};
    case CodeMention::Kind::Input:
        return {QStringLiteral("arrow-left"), ColorRole::TextDim};
    case CodeMention::Kind::Network:
        return {QStringLiteral("globe"), ColorRole::Waiting};
    case CodeMention::Kind::Tool:
        return {QStringLiteral("wrench"), ColorRole::Waiting};
    case CodeMention::Kind::Process:
        return {QStringLiteral("terminal"), ColorRole::Waiting};
    case CodeMention::Kind::Deletion:
        return {QStringLiteral("trash-2"), ColorRole::Failed};
    }
    return {};
}

} // namespace

ReviewHeader::ReviewHeader(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_title(new ToneLabel(theme, ColorRole::Text, QString(), this)),
      m_words(new ToneLabel(theme, ColorRole::TextDim, QString(), this)),
      m_command(new ToneLabel(theme, ColorRole::Failed, QString(), this)),
      m_notice(new ToneLabel(theme, ColorRole::Waiting, QString(), this)),
      m_position(new ToneLabel(theme, ColorRole::TextDim, QString(), this)),
      m_previous(
          new IconButton(theme, QStringLiteral("chevron-left"), tr("Previous pending approval"), this)),
      m_next(new IconButton(theme, QStringLiteral("chevron-right"), tr("Next pending approval"), this)),
      m_chips(new QHBoxLayout), m_changes(new ToneLabel(theme, ColorRole::TextDim, QString(), this))
{
    build();
    connect(m_previous, &QToolButton::clicked, this, &ReviewHeader::previousRequested);
    connect(m_next, &QToolButton::clicked, this, &ReviewHeader::nextRequested);
}

void ReviewHeader::build()
{
    m_title->setFont(m_theme->textFont(15, QFont::Bold));
    m_changes->setFont(m_theme->textFont(11));
    for (ToneLabel *label : {m_title, m_words, m_command, m_notice, m_changes})
        label->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_command->setWordWrap(true);
    m_command->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notice->setWordWrap(true);
    auto *icon = new QLabel(this);
    icon->setPixmap(m_theme->icon(u"shield-alert", ColorRole::Waiting).pixmap(TitleIconSize));

    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_words);
    texts->addWidget(m_command);
    texts->addWidget(m_notice);
    auto *top = new QHBoxLayout;
    top->setSpacing(metric::Medium);
    top->addWidget(icon, 0, Qt::AlignVCenter);
    top->addLayout(texts, 1);
    top->addWidget(m_previous);
    top->addWidget(m_position);
    top->addWidget(m_next);
    m_chips->setSpacing(metric::Small);
    auto *strip = new QHBoxLayout;
    strip->addLayout(m_chips);
    strip->addStretch();
    strip->addWidget(m_changes);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::Large + 4, metric::Large, metric::Large + 4, metric::Medium);
    layout->setSpacing(metric::Small + 2);
    layout->addLayout(top);
    layout->addLayout(strip);
}

void ReviewHeader::setRequest(const ApprovalRequest &request, const ReviewContext &context)
{
    m_title->setText(reviewTitle(request));
    const QString words = visibleLine(request.words.trimmed(), WordsLimit);
    m_command->setText(hostCommandText(request));
    m_command->setVisible(!request.hostCommand.isEmpty());
    m_words->setText(words.isEmpty() ? tr("It said nothing about why.") : u'"' % words % u'"');
    setNotice({});
    clearChips();
    if (request.hostCommand.isEmpty())
        addFacts(context);
    addMentions(reviewText(request).text);
}

void ReviewHeader::addFacts(const ReviewContext &context)
{
    if (!context.files.isEmpty())
        addChip(QStringLiteral("hard-drive"), ColorRole::TextDim, context.files,
                tr("From the sandbox profile."));
    if (!context.network.isEmpty())
        addChip(QStringLiteral("globe"), ColorRole::Done, context.network, tr("From the sandbox profile."));
    if (!context.tools.isEmpty())
        addChip(QStringLiteral("wrench"), ColorRole::TextDim, context.tools, tr("From the agent."));
}

void ReviewHeader::addMentions(const QString &code)
{
    constexpr int MostChips = 4;
    const QVector<CodeMention> mentions = mentionsIn(code);
    for (qsizetype i = 0; i < mentions.size() && i < MostChips; ++i) {
        const MentionStyle style = styleOf(mentions.at(i).kind);
        addChip(style.icon, style.role, tr("mentions %1").arg(visibleLine(mentions.at(i).what, 40)),
                tr("A hint: this was found by looking for words in the code."));
    }
    if (mentions.size() > MostChips)
        addChip(QStringLiteral("ellipsis"), ColorRole::TextDim,
                tr("%1 more").arg(mentions.size() - MostChips), tr("The code mentions more than fits here."));
}

void ReviewHeader::clearChips()
{
    while (QLayoutItem *old = m_chips->takeAt(0)) {
        delete old->widget();
        delete old;
    }
}

void ReviewHeader::addChip(const QString &icon, ColorRole role, const QString &text, const QString &why)
{
    auto *chip = new CardFrame(m_theme, this);
    chip->setColors(ColorRole::Pane, ColorRole::Line);
    chip->setRadius(10);
    chip->setToolTip(plainToolTip(why));
    auto *picture = new QLabel(chip);
    picture->setPixmap(m_theme->icon(icon, role).pixmap(13));
    auto *words = new ToneLabel(m_theme, ColorRole::Text, text, chip);
    words->setTextFormat(Qt::PlainText);
    words->setFont(m_theme->textFont(11));
    auto *row = new QHBoxLayout(chip);
    row->setContentsMargins(metric::Small, 2, metric::Small + 1, 2);
    row->setSpacing(metric::Tight);
    row->addWidget(picture);
    row->addWidget(words);
    m_chips->addWidget(chip);
}

void ReviewHeader::setPosition(int index, int count)
{
    m_position->setText(tr("%1 of %2 pending").arg(index + 1).arg(count));
    for (IconButton *button : {m_previous, m_next})
        button->setVisible(count > 1);
    m_previous->setEnabled(index > 0);
    m_next->setEnabled(index + 1 < count);
}

void ReviewHeader::setChangedLines(int lines, bool hasPrevious)
{
    m_changes->setText(!hasPrevious ? tr("nothing approved before in this thread")
                       : lines == 0 ? tr("same as the last version")
                       : lines == 1 ? tr("changes since the last version: 1 line")
                                    : tr("changes since the last version: %1 lines").arg(lines));
}

void ReviewHeader::setNotice(const QString &sentence)
{
    m_notice->setText(sentence);
    m_notice->setVisible(!sentence.isEmpty());
}

} // namespace glasshouse::ui
