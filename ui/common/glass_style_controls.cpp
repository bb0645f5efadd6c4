#include "ui/common/glass_style.h"

#include "ui/common/widgets.h"

#include <QAbstractScrollArea>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>
#include <QTextEdit>

namespace glasshouse::ui {

namespace {

constexpr qreal disabledOpacity = 0.55;
constexpr int iconGap = 7;

// Half a pixel in, so that a one pixel line falls onto pixels.
QRectF outline(const QRect &rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

class PainterState
{
public:
    explicit PainterState(QPainter *painter) : m_painter(painter)
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
    }
    ~PainterState() { m_painter->restore(); }
    Q_DISABLE_COPY_MOVE(PainterState)

private:
    QPainter *m_painter;
};

QColor mixed(const QColor &base, const QColor &over, qreal amount)
{
    const auto channel = [&](float a, float b) { return float(a + (b - a) * float(amount)); };
    return QColor::fromRgbF(channel(base.redF(), over.redF()), channel(base.greenF(), over.greenF()),
                            channel(base.blueF(), over.blueF()));
}

bool is(const QStyleOption *option, QStyle::StateFlag flag)
{
    return option->state.testFlag(flag);
}

} // namespace

ButtonKind GlassStyle::kindOf(const QWidget *widget)
{
    return widget ? static_cast<ButtonKind>(widget->property("kind").toInt()) : ButtonKind::Plain;
}

// A link stands in a line with the text around it; a ghost has an edge only while the pointer is over it.
int GlassStyle::buttonPadding(ButtonKind kind)
{
    return kind == ButtonKind::Link ? 0 : kind == ButtonKind::Ghost ? metric::Tight : metric::Medium;
}

QSize GlassStyle::buttonSize(const QStyleOption *option, const QWidget *widget)
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (!button || button->text.isEmpty())
        return {metric::ControlHeight, metric::ControlHeight};
    const int text = button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width();
    const int icon = button->icon.isNull() ? 0 : button->iconSize.width() + iconGap;
    return {icon + text + 2 * buttonPadding(kindOf(widget)), metric::ControlHeight};
}

void GlassStyle::drawButtonPanel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const ButtonKind kind = kindOf(widget);
    if (kind == ButtonKind::Link)
        return;
    const PainterState state(painter);
    const bool enabled = is(option, State_Enabled);
    const bool filled = kind == ButtonKind::Primary || kind == ButtonKind::Approve;
    QColor fill = kind == ButtonKind::Primary   ? color(ColorRole::Accent)
                  : kind == ButtonKind::Approve ? color(ColorRole::Done)
                                                : color(ColorRole::PaneRaised);
    if (!enabled && filled)
        fill = mixed(fill, color(ColorRole::Pane), disabledOpacity);
    if (enabled && is(option, State_Sunken))
        fill = mixed(fill, color(ColorRole::Text), 0.14);
    else if (enabled && is(option, State_MouseOver))
        fill = mixed(fill, color(ColorRole::Text), 0.06);
    else if (kind == ButtonKind::Ghost)
        fill = Qt::transparent;
    QColor line = filled || kind == ButtonKind::Ghost ? fill : color(ColorRole::Line);
    if (is(option, State_HasFocus) && is(option, State_KeyboardFocusChange))
        line = filled ? color(ColorRole::Text) : color(ColorRole::Accent);
    painter->setPen(line);
    painter->setBrush(is(option, State_On) && !filled ? color(ColorRole::Selection) : fill);
    painter->drawRoundedRect(outline(option->rect), metric::Radius, metric::Radius);
}

void GlassStyle::drawButtonLabel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (!button)
        return;
    const ButtonKind kind = kindOf(widget);
    const bool filled = kind == ButtonKind::Primary || kind == ButtonKind::Approve;
    ColorRole role = filled                       ? ColorRole::AccentText
                     : kind == ButtonKind::Link   ? ColorRole::Accent
                     : kind == ButtonKind::Danger ? ColorRole::Failed
                                                  : ColorRole::Text;
    if (!is(option, State_Enabled) && !filled)
        role = ColorRole::TextFaint;
    const PainterState state(painter);
    if (kind == ButtonKind::Link && is(option, State_HasFocus) && widget) {
        QFont underlined = widget->font();
        underlined.setUnderline(true);
        painter->setFont(underlined);
    }
    painter->setPen(color(role));
    const bool isCentered = kind != ButtonKind::Link && kind != ButtonKind::Ghost;
    const int padding = buttonPadding(kind);
    drawIconAndText(painter, option, {button->icon, button->iconSize, button->text},
                    option->rect.adjusted(padding, 0, -padding, 0), isCentered);
}

// Icon and text as one group with one gap everywhere; Qt's own gaps differ from control to control.
void GlassStyle::drawIconAndText(QPainter *painter, const QStyleOption *option, const IconAndText &content,
                                 const QRect &area, bool isCentered) const
{
    const bool hasIcon = !content.icon.isNull();
    const bool hasText = !content.text.isEmpty();
    const int iconWidth = hasIcon ? content.iconSize.width() : 0;
    const int gap = hasIcon && hasText ? iconGap : 0;
    const QFontMetrics metrics = painter->fontMetrics();
    const int room = area.width() - iconWidth - gap;
    const bool fits =
        metrics.size(Qt::TextShowMnemonic, content.text).width() <= room; // as buttons are sized
    const QString shown =
        fits ? content.text : metrics.elidedText(content.text, Qt::ElideRight, room, Qt::TextShowMnemonic);
    const int textWidth = metrics.size(Qt::TextShowMnemonic, shown).width();
    const int spare = area.width() - iconWidth - gap - textWidth;
    QRect group = area.adjusted(isCentered || !hasText ? spare / 2 : 0, 0, 0, 0);
    if (hasIcon) {
        const QRect icon(group.left(), group.top() + (group.height() - content.iconSize.height()) / 2,
                         iconWidth, content.iconSize.height());
        content.icon.paint(painter, visualRect(option->direction, area, icon), Qt::AlignCenter,
                           is(option, State_Enabled) ? QIcon::Normal : QIcon::Disabled,
                           is(option, State_On) ? QIcon::On : QIcon::Off);
    }
    group.setLeft(group.left() + iconWidth + gap);
    group.setWidth(textWidth + 1);
    painter->drawText(visualRect(option->direction, area, group),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic, shown);
}

// Text beside an icon; everything else is drawn well enough by Qt.
bool GlassStyle::drawToolButtonLabel(const QStyleOption *option, QPainter *painter) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
    if (!button || button->toolButtonStyle != Qt::ToolButtonTextBesideIcon || button->icon.isNull() ||
        button->text.isEmpty())
        return false;
    const PainterState state(painter);
    painter->setFont(button->font);
    painter->setPen(button->palette.color(QPalette::ButtonText));
    drawIconAndText(painter, option, {button->icon, button->iconSize, button->text}, option->rect, true);
    return true;
}

void GlassStyle::drawToolButtonPanel(const QStyleOption *option, QPainter *painter) const
{
    const PainterState state(painter);
    const bool hot = is(option, State_Enabled) && (is(option, State_MouseOver) || is(option, State_Sunken));
    const bool focused = is(option, State_HasFocus) && is(option, State_KeyboardFocusChange);
    if (!hot && !is(option, State_On) && !focused)
        return;
    QColor fill = is(option, State_On) ? color(ColorRole::Selection) : color(ColorRole::PaneRaised);
    if (hot)
        fill = mixed(fill, color(ColorRole::Text), is(option, State_Sunken) ? 0.14 : 0.06);
    painter->setPen(focused ? QPen(color(ColorRole::Accent)) : QPen(Qt::NoPen));
    painter->setBrush(fill);
    painter->drawRoundedRect(outline(option->rect), metric::Radius - 1, metric::Radius - 1);
}

void GlassStyle::drawField(const QStyleOption *option, QPainter *painter) const
{
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    if (frame && frame->lineWidth == 0)
        return; // frameless, or inside a combo or spin box
    const PainterState state(painter);
    painter->setPen(color(is(option, State_HasFocus) ? ColorRole::Accent : ColorRole::Line));
    painter->setBrush(color(is(option, State_Enabled) ? ColorRole::PaneRaised : ColorRole::Pane));
    painter->drawRoundedRect(outline(option->rect), metric::Radius, metric::Radius);
}

// Text editors look like fields; other frames are one line.
void GlassStyle::drawFrame(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const PainterState state(painter);
    const bool isEditor =
        qobject_cast<const QTextEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(widget);
    const bool focused = isEditor && widget->hasFocus();
    painter->setPen(color(focused ? ColorRole::Accent : ColorRole::Line));
    painter->setBrush(isEditor ? QBrush(color(ColorRole::PaneRaised)) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(outline(option->rect), isEditor ? metric::Radius : 0,
                             isEditor ? metric::Radius : 0);
}

void GlassStyle::drawCheck(const QStyleOption *option, QPainter *painter, bool round) const
{
    const PainterState state(painter);
    const bool on = is(option, State_On) || is(option, State_NoChange);
    const bool enabled = is(option, State_Enabled);
    const QRectF box = outline(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const QColor fill =
        !on ? color(ColorRole::PaneRaised) : color(enabled ? ColorRole::Accent : ColorRole::Line);
    painter->setPen(is(option, State_HasFocus) ? color(ColorRole::Accent)
                    : on                       ? fill
                                               : color(ColorRole::TextFaint));
    painter->setBrush(fill);
    const qreal radius = round ? box.width() / 2 : 4;
    painter->drawRoundedRect(box, radius, radius);
    if (!on)
        return;
    if (round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(ColorRole::AccentText));
        painter->drawEllipse(box.center(), 2.5, 2.5);
    } else {
        const QString mark = is(option, State_NoChange) ? QStringLiteral("minus") : QStringLiteral("check");
        drawIcon(painter, option->rect.adjusted(2, 2, -2, -2), mark, ColorRole::AccentText);
    }
}

void GlassStyle::drawTabClose(const QStyleOption *option, QPainter *painter) const
{
    const bool hot = is(option, State_MouseOver) || is(option, State_Sunken);
    QRect cross(0, 0, 12, 12);
    cross.moveCenter(option->rect.center());
    drawIcon(painter, cross, u"x", hot ? ColorRole::Text : ColorRole::TextFaint);
}

void GlassStyle::drawBranch(const QStyleOption *option, QPainter *painter) const
{
    if (!is(option, State_Children))
        return;
    QRect arrow(0, 0, 14, 14);
    arrow.moveCenter(option->rect.center());
    drawIcon(painter, arrow, is(option, State_Open) ? u"chevron-down" : u"chevron-right", ColorRole::TextDim);
}

void GlassStyle::drawRow(const QStyleOption *option, QPainter *painter) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option);
    if (item && item->backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(option->rect, item->backgroundBrush);
    if (is(option, State_Selected))
        painter->fillRect(option->rect, color(ColorRole::Selection));
    else if (is(option, State_MouseOver) && is(option, State_Enabled))
        painter->fillRect(option->rect, mixed(color(ColorRole::Pane), color(ColorRole::Text), 0.05));
}

void GlassStyle::drawTab(const QStyleOption *option, QPainter *painter) const
{
    const QRect &rect = option->rect;
    if (is(option, State_Selected))
        painter->fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), color(ColorRole::Accent));
    else if (is(option, State_MouseOver))
        painter->fillRect(rect.adjusted(0, 0, 0, -1),
                          mixed(color(ColorRole::Pane), color(ColorRole::Text), 0.05));
    if (is(option, State_HasFocus) && is(option, State_KeyboardFocusChange)) {
        const PainterState state(painter);
        painter->setPen(color(ColorRole::Accent));
        painter->drawRoundedRect(outline(rect.adjusted(2, 4, -2, -5)), metric::Radius, metric::Radius);
    }
}

void GlassStyle::drawTabLabel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
    if (!tab)
        return;
    QStyleOptionTab label(*tab);
    label.state &= ~State_HasFocus;
    if (!is(option, State_Selected))
        label.palette.setColor(QPalette::WindowText, color(ColorRole::TextDim));
    QProxyStyle::drawControl(CE_TabBarTabLabel, &label, painter, widget);
}

void GlassStyle::drawHeader(const QStyleOption *option, QPainter *painter) const
{
    painter->fillRect(option->rect, color(ColorRole::PaneRaised));
    const QRect &rect = option->rect;
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color(ColorRole::Line));
    painter->fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), color(ColorRole::Line));
}

void GlassStyle::drawProgress(const QStyleOption *option, QPainter *painter) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
    if (!bar)
        return;
    const PainterState state(painter);
    QRectF groove(0, 0, bar->rect.width(), 4);
    groove.moveCenter(QRectF(bar->rect).center());
    painter->setPen(Qt::NoPen);
    painter->setBrush(color(ColorRole::Line));
    painter->drawRoundedRect(groove, 2, 2);
    const int range = bar->maximum - bar->minimum;
    const qreal share = range > 0 ? qBound(0.0, qreal(bar->progress - bar->minimum) / range, 1.0) : 1.0;
    groove.setWidth(groove.width() * share);
    painter->setBrush(color(ColorRole::Accent));
    painter->drawRoundedRect(groove, 2, 2);
}

void GlassStyle::drawCombo(const QStyleOptionComplex *option, QPainter *painter, const QWidget *) const
{
    const PainterState state(painter);
    const bool active = is(option, State_HasFocus) || is(option, State_On);
    painter->setPen(color(active ? ColorRole::Accent : ColorRole::Line));
    QColor fill = color(ColorRole::PaneRaised);
    if (is(option, State_MouseOver) && is(option, State_Enabled))
        fill = mixed(fill, color(ColorRole::Text), 0.04);
    painter->setBrush(fill);
    painter->drawRoundedRect(outline(option->rect), metric::Radius, metric::Radius);
    QRect arrow(0, 0, 14, 14);
    arrow.moveCenter({option->rect.right() - 14, option->rect.center().y() + 1});
    drawIcon(painter, arrow, u"chevron-down", ColorRole::TextDim);
}

void GlassStyle::drawSpin(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const PainterState state(painter);
    painter->setPen(color(is(option, State_HasFocus) ? ColorRole::Accent : ColorRole::Line));
    painter->setBrush(color(ColorRole::PaneRaised));
    painter->drawRoundedRect(outline(option->rect), metric::Radius, metric::Radius);
    for (const SubControl control : {SC_SpinBoxUp, SC_SpinBoxDown}) {
        QRect arrow(0, 0, 11, 11);
        arrow.moveCenter(subControlRect(CC_SpinBox, option, control, widget).center());
        drawIcon(painter, arrow, control == SC_SpinBoxUp ? u"chevron-up" : u"chevron-down",
                 ColorRole::TextDim);
    }
}

} // namespace glasshouse::ui
