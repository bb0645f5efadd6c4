#include "ui/graph/node_layout.h"

#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace glasshouse::ui {

namespace {

constexpr double Padding = 11;
constexpr double IconGap = 8;
constexpr double StateWidth = 82; // "cancelled", or an icon with "done 12.3 s"
constexpr double LeastWidth = 136, GreatestWidth = 264;
constexpr double HeaderHeight = 20, LineHeight = 17, PillHeight = 20, PortRow = 20;
constexpr double NoteWidth = 200;
constexpr int GreatestNoteLines = 12;

// Lines of one paragraph, as many as there is room for; the last one ends in an ellipsis.
void appendWrapped(QStringList &lines, const QString &text, double width, qsizetype mostLines,
                   const QFont &font)
{
    const QFontMetricsF metrics(font);
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    while (lines.size() < mostLines) {
        auto line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        const bool isLast = lines.size() == mostLines - 1;
        lines.append(isLast ? metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, width)
                            : text.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
}

QStringList wrapped(const QString &text, double width, qsizetype mostLines, const QFont &font)
{
    QStringList lines;
    for (const auto &paragraph : text.left(MaxCardText).split(u'\n'))
        appendWrapped(lines, paragraph, width, mostLines, font);
    return lines;
}

} // namespace

QRectF cardExtent(const NodeLayout &layout)
{
    constexpr double overhang = 16;
    return layout.body.adjusted(-overhang, -overhang, overhang, overhang);
}

CardGeometry::CardGeometry(const Theme *theme)
    : m_titleMetrics(theme->textFont(card_metric::TitleSize, QFont::DemiBold)),
      m_textFont(theme->textFont(card_metric::TextSize))
{
}

NodeLayout CardGeometry::layout(const NodeCard &card, bool waitsForPerson) const
{
    if (card.inputs.isEmpty() && card.outputs.isEmpty() && card.kind == node_kind::Note)
        return noteLayout(card);
    NodeLayout layout;
    placeHeader(layout, card, widthFor(card));
    placeSubtitle(layout, card);
    auto bottom = layout.subtitle.bottom() + Padding - 2;
    placePorts(layout, card);
    if (!layout.outputs.isEmpty() && layout.outputs.size() > 1)
        bottom = std::max(bottom, layout.outputs.last().center.y() + PortRow / 2 + 4);
    if (waitsForPerson) {
        layout.pill = {Padding, bottom - 4, layout.body.width() - 2 * Padding, PillHeight};
        bottom = layout.pill.bottom() + Padding - 2;
    }
    layout.body.setHeight(std::ceil(bottom));
    return layout;
}

double CardGeometry::widthFor(const NodeCard &card) const
{
    const auto title = m_titleMetrics.horizontalAdvance(card.title.left(60));
    const auto wish = 2 * Padding + metric::IconSize + IconGap + title + StateWidth;
    return std::ceil(std::clamp(wish, LeastWidth, GreatestWidth) / 8) * 8;
}

void CardGeometry::placeHeader(NodeLayout &layout, const NodeCard &card, double width) const
{
    layout.body = {0, 0, width, 0};
    const QRectF row(Padding, Padding - 2, width - 2 * Padding, HeaderHeight);
    layout.icon = {row.left(), row.center().y() - metric::IconSize / 2.0, metric::IconSize, metric::IconSize};
    layout.state = {row.right() - StateWidth, row.top(), StateWidth, row.height()};
    const auto left = layout.icon.right() + IconGap;
    layout.title = {left, row.top(), layout.state.left() - left + 4, row.height()};
    layout.titleText = m_titleMetrics.elidedText(card.title, Qt::ElideRight, layout.title.width());
}

void CardGeometry::placeSubtitle(NodeLayout &layout, const NodeCard &card) const
{
    const auto width = layout.body.width() - 2 * Padding;
    if (!card.subtitle.isEmpty())
        layout.subtitleLines = wrapped(card.subtitle, width, 2, m_textFont);
    layout.subtitle = {Padding, layout.title.bottom() + 3, width,
                       LineHeight * static_cast<double>(layout.subtitleLines.size())};
}

// Ports hang at a height that the state of a run doesn't change: edges stay where they are while it runs.
void CardGeometry::placePorts(NodeLayout &layout, const NodeCard &card) const
{
    const auto middle = std::round((layout.subtitle.bottom() + Padding - 2) / 2);
    for (const auto &name : card.inputs)
        layout.inputs.append({name, {0, middle}, {}});
    if (card.outputs.size() == 1 && card.kind != node_kind::Switch) {
        layout.outputs.append({card.outputs.first(), {layout.body.width(), middle}, {}});
        return;
    }
    auto y = layout.subtitle.bottom() + 6 + PortRow / 2;
    for (const auto &name : card.outputs) {
        const QRectF label(Padding, y - PortRow / 2, layout.body.width() - 2 * Padding, PortRow);
        layout.outputs.append({name, {layout.body.width(), y}, label});
        y += PortRow;
    }
}

NodeLayout CardGeometry::noteLayout(const NodeCard &card) const
{
    NodeLayout layout;
    const auto width = NoteWidth - 2 * Padding;
    layout.subtitleLines = wrapped(card.subtitle, width, GreatestNoteLines, m_textFont);
    const auto lines = std::max<qsizetype>(1, layout.subtitleLines.size());
    layout.subtitle = {Padding, Padding, width, LineHeight * static_cast<double>(lines)};
    layout.body = {0, 0, NoteWidth, std::ceil(layout.subtitle.bottom() + Padding)};
    return layout;
}

} // namespace glasshouse::ui
