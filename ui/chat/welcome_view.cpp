#include "ui/chat/welcome_view.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QLabel>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int TextWidth = 460;
constexpr int IconSide = 32;

} // namespace

WelcomeView::WelcomeView(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_title(new ToneLabel(theme, ColorRole::Text, QString(), this)),
      m_sentence(new ToneLabel(theme, ColorRole::TextDim, QString(), this)), m_chips(new QVBoxLayout)
{
    auto *icon = new QLabel(this);
    const auto paintIcon = [icon, theme] {
        icon->setPixmap(theme->icon(u"bot", ColorRole::Accent).pixmap(IconSide));
    };
    connect(theme, &Theme::changed, icon, paintIcon);
    paintIcon();
    m_title->setFont(theme->textFont(18, QFont::DemiBold));
    for (ToneLabel *label : {m_title, m_sentence}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
    }
    m_sentence->setWordWrap(true);
    m_sentence->setFixedWidth(TextWidth);
    m_chips->setSpacing(metric::Small);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(metric::Small);
    layout->addStretch(2);
    layout->addWidget(icon, 0, Qt::AlignCenter);
    layout->addWidget(m_title, 0, Qt::AlignCenter);
    layout->addWidget(m_sentence, 0, Qt::AlignCenter);
    layout->addSpacing(metric::Large);
    layout->addLayout(m_chips);
    layout->addStretch(3);
}

void WelcomeView::setAgent(const QString &name, const QString &connectionLabel, bool scripted)
{
    m_title->setText(name.isEmpty() ? tr("No agent chosen") : visibleLine(name, 80));
    const QString asks = tr("Code that it wants to run is shown to you first and runs in a sandbox.");
    if (name.isEmpty())
        m_sentence->setText(
            tr("Choose a thread on the left, or start a new one with an agent of this project."));
    else if (scripted)
        m_sentence->setText(
            tr("Answers come from the offline demo: they are scripted. The code truly runs. %1").arg(asks));
    else
        m_sentence->setText(tr("Answers come from %1. %2").arg(visibleLine(connectionLabel, 80), asks));
    fitSentence();
}

void WelcomeView::fitSentence()
{
    m_sentence->setFixedHeight(m_sentence->heightForWidth(TextWidth));
}

void WelcomeView::setSuggestions(const QStringList &suggestions)
{
    while (QLayoutItem *old = m_chips->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    for (const QString &text : suggestions) {
        auto *chip =
            makeButton(visibleLine(text, 90).replace(u'&', QStringLiteral("&&")), ButtonKind::Plain, this);
        chip->setIcon(m_theme->icon(u"message-square", ColorRole::Accent));
        chip->setObjectName(QStringLiteral("suggestion"));
        connect(chip, &QPushButton::clicked, this, [this, text] { Q_EMIT suggestionChosen(text); });
        m_chips->addWidget(chip, 0, Qt::AlignCenter);
    }
}

} // namespace glasshouse::ui
