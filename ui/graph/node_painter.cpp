#include "ui/graph/node_painter.h"

#include "ui/common/lucide.h"
#include "ui/common/state_style.h"
#include "ui/graph/node_kinds.h"

#include <QCoreApplication>
#include <QPainter>
#include <QStringBuilder>

namespace glasshouse::ui {

using trace::RunPhase;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CardPainter", text);
}

RunPhase phaseOf(const NodeLook &look)
{
    return look.run ? look.run->phase : RunPhase::Idle;
}

QColor withAlpha(QColor color, int alpha)
{
    color.setAlpha(alpha);
    return color;
}

// A running or waiting node has to be seen from afar; a finished one goes back to calm.
bool isLoud(RunPhase phase)
{
    return phase == RunPhase::Running || phase == RunPhase::Waiting || phase == RunPhase::Failed;
}

QString stateWord(const NodeLook &look)
{
    const auto phase = phaseOf(look);
    if (phase == RunPhase::Waiting)
        return {}; // the pill says it
    if (phase == RunPhase::Done && look.run->durationMs > 0)
        return tr("done %1").arg(cardDurationText(look.run->durationMs));
    return stateStyle(phase).word;
}

QString shownWord(const NodeLook &look)
{
    return look.scale >= card_metric::TextBelow ? stateWord(look) : QString();
}

bool isTurning(const NodeLook &look)
{
    return phaseOf(look) == RunPhase::Running && look.scale >= card_metric::TextBelow;
}

// Left of the word, or in its place where there is none.
QRectF stateIcon(const NodeLook &look, const QFontMetrics &metrics)
{
    const auto &area = look.layout->state;
    const auto word = shownWord(look);
    const auto width = word.isEmpty() ? 0 : metrics.horizontalAdvance(word) + 4;
    const double size = word.isEmpty() ? 15 : 13;
    return {area.right() - width - size, area.center().y() - size / 2, size, size};
}

} // namespace

QString cardDurationText(qint64 milliseconds)
{
    if (milliseconds < 1000)
        return tr("%1 ms").arg(std::max<qint64>(0, milliseconds));
    if (milliseconds < 60'000)
        return tr("%1 s").arg(static_cast<double>(milliseconds) / 1000, 0, 'f', 1);
    return tr("%1 min %2 s").arg(milliseconds / 60'000).arg(milliseconds / 1000 % 60);
}

ColorRole colorOf(const NodeCard &card, const trace::NodeView *run)
{
    if (run && run->phase != RunPhase::Idle)
        return stateStyle(run->phase).color;
    return card.errors.isEmpty() ? ColorRole::TextFaint : ColorRole::Failed;
}

bool CardPainter::isSilhouette(const NodeLook &look)
{
    return look.scale < card_metric::SilhouetteBelow;
}

void CardPainter::paint(QPainter *painter, const NodeLook &look) const
{
    paintCard(painter, look);
    paintSpinner(painter, look);
}

void CardPainter::paintCard(QPainter *painter, const NodeLook &look) const
{
    if (isSilhouette(look))
        return paintSilhouette(painter, look);
    painter->setRenderHint(QPainter::Antialiasing);
    if (look.card->kind == node_kind::Note)
        return paintNote(painter, look);
    paintBody(painter, look);
    if (look.scale >= card_metric::TextBelow)
        paintTexts(painter, look);
    paintState(painter, look);
    paintPorts(painter, look);
    paintBadges(painter, look);
}

void CardPainter::paintSilhouette(QPainter *painter, const NodeLook &look) const
{
    const auto phase = phaseOf(look);
    const auto fill = phase == RunPhase::Idle ? ColorRole::PaneRaised : stateStyle(phase).color;
    const auto edge = look.marks.isSelected ? ColorRole::Accent : ColorRole::TextFaint;
    painter->fillRect(look.layout->body, m_theme->color(edge));
    const auto line = std::min(1.5 / look.scale, look.layout->body.height() / 4);
    painter->fillRect(look.layout->body.adjusted(line, line, -line, -line), m_theme->color(fill));
}

void CardPainter::paintNote(QPainter *painter, const NodeLook &look) const
{
    const auto tint = m_theme->color(ColorRole::Waiting);
    painter->setBrush(withAlpha(tint, m_theme->isDark() ? 28 : 24));
    painter->setPen(look.marks.isSelected ? QPen(m_theme->color(ColorRole::Accent), 1.5)
                                          : QPen(withAlpha(tint, 90), 1));
    painter->drawRoundedRect(look.layout->body.adjusted(0.5, 0.5, -0.5, -0.5), metric::Radius,
                             metric::Radius);
    if (look.scale < card_metric::TextBelow)
        return;
    painter->setFont(m_theme->textFont(card_metric::TextSize));
    painter->setPen(m_theme->color(ColorRole::Text));
    painter->drawText(look.layout->subtitle, Qt::AlignLeft | Qt::AlignTop,
                      look.layout->subtitleLines.join(u'\n'));
}

void CardPainter::paintBody(QPainter *painter, const NodeLook &look) const
{
    const auto body = look.layout->body.adjusted(0.5, 0.5, -0.5, -0.5);
    const auto radius = metric::CardRadius - 0.5;
    painter->setPen(Qt::NoPen);
    if (look.scale >= card_metric::TextBelow) // else it would be less than a pixel wide
        paintShadow(painter, body, radius);
    const auto phase = phaseOf(look);
    const auto loud = isLoud(phase);
    const auto line = look.marks.isSelected  ? ColorRole::Accent
                      : loud                 ? stateStyle(phase).color
                      : look.marks.isHovered ? ColorRole::TextFaint
                                             : ColorRole::Line;
    if (look.marks.isSelected || phase == RunPhase::Waiting || phase == RunPhase::Failed) {
        const auto halo = loud ? stateStyle(phase).color : ColorRole::Accent;
        painter->setBrush(withAlpha(m_theme->color(halo), 56));
        painter->drawRoundedRect(body.adjusted(-3, -3, 3, 3), radius + 3, radius + 3);
    }
    painter->setBrush(m_theme->color(m_theme->isDark() ? ColorRole::PaneRaised : ColorRole::Pane));
    painter->setPen(QPen(m_theme->color(line), loud || look.marks.isSelected ? 1.5 : 1));
    painter->drawRoundedRect(body, radius, radius);
}

void CardPainter::paintShadow(QPainter *painter, const QRectF &body, double radius) const
{
    for (int ring = 3; ring > 0; --ring) { // a soft shadow without an effect's offscreen pixmap
        QPainterPath shadow;               // odd-even: not below the card, where nobody would see it
        shadow.addRoundedRect(body.adjusted(-ring * 0.6, ring * 0.4, ring * 0.6, ring * 1.3), radius + ring,
                              radius + ring);
        shadow.addRect(body.adjusted(radius, radius, -radius, -radius));
        painter->fillPath(shadow, withAlpha(Qt::black, m_theme->isDark() ? 26 : 8));
    }
}

void CardPainter::paintTexts(QPainter *painter, const NodeLook &look) const
{
    const auto &layout = *look.layout;
    const auto kind = nodeKind(look.card->kind);
    paintIcon(painter, layout.icon, kind.icon, kind.color);
    painter->setFont(m_theme->textFont(card_metric::TitleSize, QFont::DemiBold));
    painter->setPen(m_theme->color(ColorRole::Text));
    painter->drawText(layout.title, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, layout.titleText);
    painter->setFont(m_theme->textFont(card_metric::TextSize));
    painter->setPen(m_theme->color(ColorRole::TextDim));
    painter->drawText(layout.subtitle, Qt::AlignLeft | Qt::AlignTop, layout.subtitleLines.join(u'\n'));
    for (const auto &port : layout.outputs) {
        if (!port.label.isEmpty())
            painter->drawText(
                port.label, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                painter->fontMetrics().elidedText(port.name, Qt::ElideRight, qRound(port.label.width())));
    }
}

void CardPainter::paintState(QPainter *painter, const NodeLook &look) const
{
    const auto phase = phaseOf(look);
    if (phase == RunPhase::Idle)
        return;
    const auto style = stateStyle(phase);
    painter->setFont(m_theme->textFont(card_metric::StateSize));
    painter->setPen(m_theme->color(style.color));
    painter->drawText(look.layout->state, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                      shownWord(look));
    if (!isTurning(look)) {
        const auto name = phase == RunPhase::Waiting ? QStringLiteral("hand") : style.icon;
        paintIcon(painter, stateIcon(look, painter->fontMetrics()), name, style.color);
    }
    if (!look.layout->pill.isEmpty() && look.scale >= card_metric::TextBelow)
        paintPill(painter, look);
}

void CardPainter::paintSpinner(QPainter *painter, const NodeLook &look) const
{
    if (!isTurning(look))
        return;
    const auto style = stateStyle(RunPhase::Running);
    const QFontMetrics metrics(m_theme->textFont(card_metric::StateSize));
    painter->setRenderHint(QPainter::Antialiasing);
    paintIcon(painter, stateIcon(look, metrics), style.icon, style.color, look.spinnerAngle);
}

void CardPainter::paintPill(QPainter *painter, const NodeLook &look) const
{
    const auto style = stateStyle(RunPhase::Waiting);
    const auto color = m_theme->color(style.color);
    const auto width = painter->fontMetrics().horizontalAdvance(style.word) + 34.0;
    const QRectF pill(look.layout->pill.topLeft(),
                      QSizeF(std::min(width, look.layout->pill.width()), look.layout->pill.height()));
    painter->setBrush(withAlpha(color, 24));
    painter->setPen(QPen(color, 1));
    painter->drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), pill.height() / 2, pill.height() / 2);
    paintIcon(painter, {pill.left() + 8, pill.center().y() - 6.5, 13, 13}, style.icon, style.color);
    painter->drawText(pill.adjusted(25, 0, -6, 0), Qt::AlignLeft | Qt::AlignVCenter, style.word);
}

void CardPainter::paintPorts(QPainter *painter, const NodeLook &look) const
{
    for (const auto &port : look.layout->inputs)
        paintPort(painter, port, look.marks.inputs);
    for (const auto &port : look.layout->outputs)
        paintPort(painter, port, look.marks.outputs);
}

void CardPainter::paintPort(QPainter *painter, const PortSpot &port, PortMark mark) const
{
    auto color = m_theme->color(ColorRole::TextFaint);
    double radius = card_metric::PortRadius;
    if (mark == PortMark::Fits || mark == PortMark::Target) {
        color = m_theme->color(ColorRole::Accent);
        radius += mark == PortMark::Target ? 3 : 1;
        painter->setPen(Qt::NoPen);
        painter->setBrush(withAlpha(color, 60));
        painter->drawEllipse(port.center, radius + 4, radius + 4);
    }
    if (mark == PortMark::DoesNotFit)
        color = m_theme->color(ColorRole::Line);
    painter->setBrush(mark == PortMark::Target ? color : m_theme->color(ColorRole::Canvas));
    painter->setPen(QPen(color, 1.75));
    painter->drawEllipse(port.center, radius, radius);
}

void CardPainter::paintBadges(QPainter *painter, const NodeLook &look) const
{
    const auto &body = look.layout->body;
    const bool isError = !look.card->errors.isEmpty();
    if (isError || !look.card->warnings.isEmpty()) {
        const QRectF badge(body.left() - 7, body.top() - 7, 16, 16);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme->color(ColorRole::Canvas));
        painter->drawEllipse(badge);
        const auto name = isError ? QStringLiteral("circle-alert") : QStringLiteral("triangle-alert");
        paintIcon(painter, badge.adjusted(1, 1, -1, -1), name,
                  isError ? ColorRole::Failed : ColorRole::Waiting);
    }
    if (!look.run || look.run->occurrences < 2)
        return;
    const auto text = QStringLiteral("\u00d7%1").arg(look.run->occurrences);
    painter->setFont(m_theme->textFont(10, QFont::DemiBold));
    const auto width = painter->fontMetrics().horizontalAdvance(text) + 10.0;
    const QRectF badge(body.right() - width + 6, body.top() - 9, width, 16);
    painter->setPen(QPen(m_theme->color(ColorRole::Line), 1));
    painter->setBrush(m_theme->color(ColorRole::PaneRaised));
    painter->drawRoundedRect(badge, 8, 8);
    painter->setPen(m_theme->color(ColorRole::TextDim));
    painter->drawText(badge, Qt::AlignCenter, text);
}

void CardPainter::paintIcon(QPainter *painter, const QRectF &rect, const QString &name, ColorRole role,
                            double angle) const
{
    auto &shape = m_icons[name];
    if (shape.isEmpty())
        shape = lucideShape(name);
    painter->save();
    painter->translate(rect.center());
    painter->rotate(angle);
    painter->scale(rect.width(), rect.height());
    painter->translate(-0.5, -0.5);
    painter->fillPath(shape, m_theme->color(role));
    painter->restore();
}

} // namespace glasshouse::ui
