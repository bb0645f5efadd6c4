#include "ui/graph/notice.h"

#include "ui/common/lucide.h"
#include "ui/common/theme.h"

#include <QAccessible>
#include <QPainter>

namespace glasshouse::ui {

namespace {

constexpr int ShownMs = 6000;
constexpr int GreatestWidth = 460;
constexpr int IconSpace = 36;

ColorRole colorOf(CanvasNotice::Kind kind)
{
    return kind == CanvasNotice::Kind::Refusal ? ColorRole::Waiting : ColorRole::Accent;
}

} // namespace

CanvasNotice::CanvasNotice(const Theme *theme, QWidget *parent) : CardFrame(theme, parent), m_theme(theme)
{
    setObjectName(QStringLiteral("notice"));
    m_timer.setSingleShot(true);
    m_timer.setInterval(ShownMs);
    connect(&m_timer, &QTimer::timeout, this, [this] { hide(); });
    hide();
}

void CanvasNotice::showSentence(const QString &sentence, Kind kind)
{
    m_sentence = sentence;
    m_kind = kind;
    setColors(ColorRole::PaneRaised, colorOf(kind));
    m_timer.stop();
    if (sentence.isEmpty())
        return hide();
    const QFontMetrics metrics(m_theme->textFont());
    const auto text =
        metrics.boundingRect({0, 0, GreatestWidth - IconSpace - 14, 1000}, Qt::TextWordWrap, sentence);
    resize(text.width() + IconSpace + 16, text.height() + 16);
    setAccessibleName(sentence);
    show();
    raise();
    Q_EMIT resized();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    if (kind != Kind::Hint)
        m_timer.start();
    update();
}

int CanvasNotice::heightForWidth(int width) const
{
    const QFontMetrics metrics(m_theme->textFont());
    return metrics.boundingRect({0, 0, width - IconSpace - 14, 1000}, Qt::TextWordWrap, m_sentence).height() +
           16;
}

void CanvasNotice::paintEvent(QPaintEvent *event)
{
    CardFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_theme->textFont());
    painter.setPen(m_theme->color(ColorRole::Text));
    painter.drawText(rect().adjusted(IconSpace, 8, -10, -8), Qt::AlignVCenter | Qt::TextWordWrap, m_sentence);
    painter.translate(12, height() / 2.0 - 7.5);
    painter.scale(15, 15);
    painter.fillPath(lucideShape(m_kind == Kind::Refusal ? u"triangle-alert" : u"info"),
                     m_theme->color(colorOf(m_kind)));
}

void CanvasNotice::mousePressEvent(QMouseEvent *)
{
    hide();
}

} // namespace glasshouse::ui
