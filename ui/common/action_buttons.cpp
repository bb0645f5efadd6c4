#include "ui/common/action_registry.h"
#include "ui/common/widgets.h"

#include <QAction>
#include <QPainter>
#include <QStyleOptionButton>
#include <QStylePainter>

namespace glasshouse::ui {

namespace {

constexpr QSize railButtonSize(46, 48);
constexpr int gap = 7;
constexpr int sidePadding = 11;

QString shortcutText(const QAction *action)
{
    return action->shortcut().toString(QKeySequence::NativeText);
}

} // namespace

ActionButton::ActionButton(const Theme *theme, QAction *action, ButtonKind kind, QWidget *parent)
    : QPushButton(parent), m_theme(theme), m_action(action)
{
    setButtonKind(this, kind);
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, &ActionButton::refresh);
    refresh();
}

void ActionButton::refresh()
{
    setText(m_action->text());
    setAccessibleName(m_action->text());
    setToolTip(m_action->toolTip());
    setEnabled(m_action->isEnabled());
    const bool filled = property("kind").toInt() == int(ButtonKind::Primary);
    const QString iconName = m_action->property("lucideName").toString();
    m_icon =
        filled && !iconName.isEmpty() ? m_theme->icon(iconName, ColorRole::AccentText) : m_action->icon();
    updateGeometry();
    update();
}

QSize ActionButton::sizeHint() const
{
    int width = 2 * sidePadding + fontMetrics().horizontalAdvance(text());
    if (!m_icon.isNull())
        width += metric::IconSize + gap;
    if (const QString keys = shortcutText(m_action); !keys.isEmpty())
        width += gap + fontMetrics().horizontalAdvance(keys);
    return {width, metric::ControlHeight};
}

void ActionButton::paintEvent(QPaintEvent *)
{
    QStyleOptionButton option;
    initStyleOption(&option);
    QStylePainter painter(this);
    painter.drawControl(QStyle::CE_PushButtonBevel, option);
    const bool filled = property("kind").toInt() == int(ButtonKind::Primary);
    QColor text = m_theme->color(filled        ? ColorRole::AccentText
                                 : isEnabled() ? ColorRole::Text
                                               : ColorRole::TextFaint);
    if (filled && !isEnabled())
        text.setAlphaF(0.6f);
    QRect area = rect().adjusted(sidePadding, 0, -sidePadding, 0);
    if (!m_icon.isNull()) {
        const QRect iconRect(area.left(), (height() - metric::IconSize) / 2, metric::IconSize,
                             metric::IconSize);
        painter.setOpacity(isEnabled() || filled ? 1 : 0.8);
        m_icon.paint(&painter, iconRect, Qt::AlignCenter,
                     isEnabled() || filled ? QIcon::Normal : QIcon::Disabled);
        painter.setOpacity(1);
        area.setLeft(iconRect.right() + 1 + gap);
    }
    painter.setPen(text);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, this->text());
    text.setAlphaF(0.65f);
    painter.setPen(filled ? text : m_theme->color(ColorRole::TextFaint));
    painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, shortcutText(m_action));
}

RailButton::RailButton(const Theme *theme, QAction *action, const QString &icon, QWidget *parent)
    : QToolButton(parent), m_theme(theme), m_idleIcon(theme->icon(icon, ColorRole::TextDim)),
      m_activeIcon(theme->icon(icon, ColorRole::Accent))
{
    setDefaultAction(action);
    setAccessibleName(action->text());
    setFocusPolicy(Qt::TabFocus);
    setFont(theme->textFont(10));
}

QSize RailButton::sizeHint() const
{
    return railButtonSize;
}

void RailButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme->color(isChecked() ? ColorRole::Selection : ColorRole::PaneRaised));
        painter.drawRoundedRect(card, metric::CardRadius, metric::CardRadius);
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(m_theme->color(ColorRole::Accent));
        painter.drawRoundedRect(card, metric::CardRadius, metric::CardRadius);
    }
    const QRect iconRect((width() - metric::RailIconSize) / 2, 8, metric::RailIconSize, metric::RailIconSize);
    (isChecked() ? m_activeIcon : m_idleIcon).paint(&painter, iconRect);
    painter.setPen(m_theme->color(isChecked() ? ColorRole::Accent : ColorRole::TextDim));
    painter.drawText(QRect(0, 28, width(), 16), Qt::AlignCenter, text());
}

} // namespace glasshouse::ui
