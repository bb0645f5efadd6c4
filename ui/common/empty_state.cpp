#include "ui/common/empty_state.h"

#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int pictureSize = 40;
constexpr int sentenceWidth = 380;
constexpr int leastSentenceWidth = 120;

QLabel *makePicture(const Theme *theme, const QString &icon, QWidget *parent)
{
    auto *picture = new QLabel(parent);
    const auto show = [=] {
        picture->setPixmap(theme->icon(icon, ColorRole::TextFaint).pixmap(pictureSize));
    };
    QObject::connect(theme, &Theme::changed, picture, show);
    show();
    return picture;
}

// As wide as there is room for, but no wider than reads well.
class Sentence final : public ToneLabel
{
public:
    Sentence(const Theme *theme, const QString &text, QWidget *parent)
        : ToneLabel(theme, ColorRole::TextDim, text, parent)
    {
        setWordWrap(true);
        setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        setMaximumWidth(sentenceWidth);
    }
    [[nodiscard]] int heightForWidth(int width) const override
    {
        return ToneLabel::heightForWidth(qMin(width, sentenceWidth));
    }
    [[nodiscard]] QSize sizeHint() const override { return {sentenceWidth, heightForWidth(sentenceWidth)}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {leastSentenceWidth, 0}; }
};

} // namespace

EmptyState::EmptyState(const Theme *theme, const QString &icon, const QString &title, const QString &sentence,
                       QWidget *parent)
    : QWidget(parent), m_title(new ToneLabel(theme, ColorRole::Text, title, this)),
      m_sentence(new Sentence(theme, sentence, this)), m_buttons(new QHBoxLayout)
{
    m_title->setFont(theme->textFont(15, QFont::DemiBold));
    m_buttons->setSpacing(metric::Small);

    auto *column = new QVBoxLayout(this);
    column->setSpacing(metric::Small);
    column->addStretch(2);
    column->addWidget(makePicture(theme, icon, this), 0, Qt::AlignHCenter);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addWidget(m_sentence); // its greatest width keeps it in the middle
    column->addSpacing(metric::Small);
    column->addLayout(m_buttons);
    column->setAlignment(m_buttons, Qt::AlignHCenter);
    column->addStretch(3);
}

QPushButton *EmptyState::addAction(const QString &text, bool primary)
{
    QPushButton *button = makeButton(text, primary ? ButtonKind::Primary : ButtonKind::Plain, this);
    m_buttons->addWidget(button);
    return button;
}

void EmptyState::setTexts(const QString &title, const QString &sentence)
{
    m_title->setText(title);
    m_sentence->setText(sentence);
}

} // namespace glasshouse::ui
