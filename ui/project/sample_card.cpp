#include "ui/project/sample_card.h"

#include <QPainter>
#include <QTextLayout>

namespace glasshouse::ui {

namespace {

constexpr QSize cardSize(286, 164);
constexpr int padding = 16;
constexpr int pictureSide = 34;
constexpr int descriptionLines = 3;

// Word-wrapped, with an ellipsis where the last line is not enough.
QStringList wrapped(const QString &text, const QFont &font, int width, int maxLines)
{
    QStringList lines;
    QTextLayout layout(text, font);
    layout.beginLayout();
    while (lines.size() < maxLines) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        const bool isLast = lines.size() == maxLines - 1;
        const QString rest = text.mid(line.textStart());
        lines.append(isLast ? QFontMetrics(font).elidedText(rest, Qt::ElideRight, width)
                            : text.mid(line.textStart(), line.textLength()));
    }
    layout.endLayout();
    return lines;
}

} // namespace

SampleCard::SampleCard(const Theme *theme, const Sample &sample, QWidget *parent)
    : QAbstractButton(parent), m_theme(theme), m_sample(sample),
      m_icon(theme->icon(sample.hasWorkflow ? u"workflow" : u"bot", ColorRole::Accent)),
      m_offlineIcon(theme->icon(u"circle-check", ColorRole::Done))
{
    setText(sample.title);
    setAccessibleDescription(sample.description);
    setToolTip(tr("Open a copy of this sample in your documents"));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize SampleCard::sizeHint() const
{
    return cardSize;
}

void SampleCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintCard(painter);
    paintTexts(painter);
}

void SampleCard::paintCard(QPainter &painter) const
{
    const bool hot = underMouse() || hasFocus();
    painter.setPen(m_theme->color(hot ? ColorRole::Accent : ColorRole::Line));
    painter.setBrush(m_theme->color(isDown() ? ColorRole::Selection : ColorRole::Pane));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metric::CardRadius,
                            metric::CardRadius);

    const QRect picture(padding, padding, pictureSide, pictureSide);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme->color(ColorRole::Selection));
    painter.drawRoundedRect(picture, metric::CardRadius, metric::CardRadius);
    m_icon.paint(&painter, picture.adjusted(8, 8, -8, -8));
}

void SampleCard::paintTexts(QPainter &painter) const
{
    const int width = this->width() - 2 * padding;
    const QRect titleRow(padding + pictureSide + metric::Medium, padding,
                         width - pictureSide - metric::Medium, pictureSide);
    painter.setFont(m_theme->textFont(14, QFont::DemiBold));
    painter.setPen(m_theme->color(ColorRole::Text));
    painter.drawText(titleRow, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(m_sample.title, Qt::ElideRight, titleRow.width()));

    const QFont font = m_theme->textFont(12);
    painter.setFont(font);
    painter.setPen(m_theme->color(ColorRole::TextDim));
    int top = padding + pictureSide + metric::Medium;
    for (const QString &line : wrapped(m_sample.description, font, width, descriptionLines)) {
        painter.drawText(QRect(padding, top, width, 18), Qt::AlignVCenter | Qt::AlignLeft, line);
        top += 18;
    }
    if (!m_sample.worksOffline)
        return;
    const QRect footer(padding, height() - padding - 14, width, 16);
    m_offlineIcon.paint(&painter, QRect(footer.left(), footer.top() + 1, 14, 14));
    painter.setFont(m_theme->textFont(11));
    painter.setPen(m_theme->color(ColorRole::Done));
    painter.drawText(footer.adjusted(20, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     tr("Works offline, no account"));
}

} // namespace glasshouse::ui
