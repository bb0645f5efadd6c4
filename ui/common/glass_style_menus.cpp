#include "ui/common/glass_style.h"

#include <QPainter>
#include <QStyleOption>

namespace glasshouse::ui {

namespace {

constexpr int menuTextLeft = 34;
constexpr int menuIconLeft = 9;

bool is(const QStyleOption *option, QStyle::StateFlag flag)
{
    return option->state.testFlag(flag);
}

} // namespace

void GlassStyle::drawPopupPanel(const QStyleOption *option, QPainter *painter, qreal radius) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, radius > 0);
    painter->setPen(color(ColorRole::Line));
    painter->setBrush(color(ColorRole::PaneRaised));
    const QRectF outline = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->drawRoundedRect(outline, radius, radius);
    painter->restore();
}

void GlassStyle::drawMenuBarItem(const QStyleOption *option, QPainter *painter) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (!item)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool active = is(option, State_Selected) || is(option, State_Sunken);
    if (active) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(ColorRole::Selection));
        painter->drawRoundedRect(QRectF(item->rect).adjusted(0, 1, 0, -1), metric::Radius, metric::Radius);
    }
    painter->setPen(color(active ? ColorRole::Text : ColorRole::TextDim));
    const int mnemonic = proxy()->styleHint(SH_UnderlineShortcut, option, nullptr, nullptr)
                             ? Qt::TextShowMnemonic
                             : Qt::TextHideMnemonic;
    painter->drawText(item->rect, Qt::AlignCenter | mnemonic, item->text);
    painter->restore();
}

void GlassStyle::drawMenuItem(const QStyleOption *option, QPainter *painter) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (!item)
        return;
    const QRect &rect = item->rect;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(rect.left() + 8, rect.center().y(), rect.width() - 16, 1),
                          color(ColorRole::Line));
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool enabled = is(option, State_Enabled);
    if (is(option, State_Selected) && enabled) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(ColorRole::Selection));
        painter->drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), metric::Radius - 1, metric::Radius - 1);
    }
    const QRect iconRect(rect.left() + menuIconLeft, rect.center().y() - metric::IconSize / 2,
                         metric::IconSize, metric::IconSize);
    if (item->checkType != QStyleOptionMenuItem::NotCheckable && item->checked)
        drawIcon(painter, iconRect, u"check", ColorRole::Accent);
    else if (!item->icon.isNull())
        item->icon.paint(painter, iconRect, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);

    const QStringList parts = item->text.split(u'\t');
    const QRect textRect = rect.adjusted(menuTextLeft, 0, -metric::Medium, 0);
    painter->setFont(item->font);
    painter->setPen(color(enabled ? ColorRole::Text : ColorRole::TextFaint));
    painter->drawText(textRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic, parts.first());
    painter->setPen(color(ColorRole::TextFaint));
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
        drawIcon(painter, iconRect.translated(rect.width() - metric::IconSize - 2 * menuIconLeft, 0),
                 u"chevron-right", ColorRole::TextDim);
    else if (parts.size() > 1)
        painter->drawText(textRect, Qt::AlignRight | Qt::AlignVCenter, parts.last());
    painter->restore();
}

// A thin bar without arrows that becomes stronger under the pointer.
void GlassStyle::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!bar || bar->maximum <= bar->minimum)
        return;
    const QRect slider = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const bool hot = is(option, State_MouseOver) || is(option, State_Sunken);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QColor handle = color(ColorRole::TextFaint);
    handle.setAlphaF(hot ? 0.8f : 0.4f);
    painter->setPen(Qt::NoPen);
    painter->setBrush(handle);
    const qreal inset = hot ? 2 : 3;
    const QRectF body = QRectF(slider).adjusted(inset, inset, -inset, -inset);
    const qreal radius = qMin(body.width(), body.height()) / 2;
    painter->drawRoundedRect(body, radius, radius);
    painter->restore();
}

} // namespace glasshouse::ui
