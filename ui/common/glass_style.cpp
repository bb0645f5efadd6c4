#include "ui/common/glass_style.h"

#include "ui/common/lucide.h"
#include "ui/common/theme_tokens.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QTableView>
#include <QTextEdit>
#include <QToolButton>

namespace glasshouse::ui {

namespace {

constexpr int scrollBarExtent = 10;
constexpr int checkSide = 16;
constexpr int menuRowHeight = 28;
constexpr int menuSeparatorHeight = 9;
constexpr int menuShortcutGap = 32;
constexpr int comboArrowWidth = 26;
constexpr int menuBarRowHeight = 26;
constexpr int tabPadding = 12;
constexpr int cellPadding = 6;

QSize menuItemSize(const QStyleOption *option, const QSize &contents)
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
        return {contents.width(), menuSeparatorHeight};
    int width = 36 + metric::Large; // icon column and right edge
    if (item) {
        const QStringList parts = item->text.split(u'\t');
        const QFontMetrics metrics(item->font);
        width += metrics.horizontalAdvance(parts.first());
        if (parts.size() > 1)
            width += menuShortcutGap + metrics.horizontalAdvance(parts.last());
        if (item->menuItemType == QStyleOptionMenuItem::SubMenu)
            width += metric::IconSize + metric::Small;
    }
    return {qMax(width, 160), menuRowHeight};
}

} // namespace

GlassStyle::GlassStyle(const Theme *theme)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), m_theme(theme)
{
}

QColor GlassStyle::color(ColorRole role) const
{
    return m_theme ? m_theme->color(role) : tokenColor(role, false);
}

void GlassStyle::drawIcon(QPainter *painter, const QRect &rect, QStringView name, ColorRole role) const
{
    LucideIconEngine(m_theme, name.toString(), role).paint(painter, rect, QIcon::Normal, QIcon::Off);
}

void GlassStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) ||
        qobject_cast<QScrollBar *>(widget) || qobject_cast<QTabBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (qobject_cast<QMenu *>(widget)) // rounded corners need a translucent window
        widget->setAttribute(Qt::WA_TranslucentBackground);
    auto *editor = qobject_cast<QAbstractScrollArea *>(widget);
    const bool isText = qobject_cast<QTextEdit *>(widget) || qobject_cast<QPlainTextEdit *>(widget);
    if (isText && editor->frameShape() != QFrame::NoFrame) // the frame fills its rounded shape
        editor->viewport()->setAutoFillBackground(false);
}

void GlassStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonTool:
        return drawToolButtonPanel(option, painter);
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        return drawField(option, painter);
    case PE_Frame:
        return drawFrame(option, painter, widget);
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return drawCheck(option, painter, false);
    case PE_IndicatorRadioButton:
        return drawCheck(option, painter, true);
    case PE_IndicatorTabClose:
        return drawTabClose(option, painter);
    case PE_IndicatorBranch:
        return drawBranch(option, painter);
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem:
        return drawRow(option, painter);
    case PE_PanelMenu:
        return drawPopupPanel(option, painter, metric::CardRadius);
    case PE_PanelTipLabel:
        return drawPopupPanel(option, painter, 0);
    case PE_FrameMenu:
    case PE_FrameFocusRect: // focus is part of each control's outline
    case PE_FrameStatusBarItem:
    case PE_FrameTabWidget:
    case PE_PanelMenuBar:
    case PE_PanelStatusBar:
        return;
    case PE_FrameTabBarBase:
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          color(ColorRole::Line));
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void GlassStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    switch (element) {
    case CE_PushButton:
        drawButtonPanel(option, painter, widget);
        return drawButtonLabel(option, painter, widget);
    case CE_PushButtonBevel:
        return drawButtonPanel(option, painter, widget);
    case CE_PushButtonLabel:
        return drawButtonLabel(option, painter, widget);
    case CE_ToolButtonLabel:
        if (drawToolButtonLabel(option, painter))
            return;
        break;
    case CE_TabBarTabShape:
        return drawTab(option, painter);
    case CE_TabBarTabLabel:
        return drawTabLabel(option, painter, widget);
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        return drawHeader(option, painter);
    case CE_ProgressBarGroove:
    case CE_ProgressBarLabel:
        return; // the bar is a thin line, its words stand beside it
    case CE_ProgressBarContents:
        return drawProgress(option, painter);
    case CE_MenuItem:
        return drawMenuItem(option, painter);
    case CE_MenuBarItem:
        return drawMenuBarItem(option, painter);
    case CE_MenuBarEmptyArea:
    case CE_MenuEmptyArea:
        return;
    case CE_Splitter:
        return painter->fillRect(option->rect, color(ColorRole::Line));
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void GlassStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                    QPainter *painter, const QWidget *widget) const
{
    switch (control) {
    case CC_ComboBox:
        return drawCombo(option, painter, widget);
    case CC_SpinBox:
        return drawSpin(option, painter, widget);
    case CC_ScrollBar:
        return drawScrollBar(option, painter, widget);
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QSize GlassStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                   const QWidget *widget) const
{
    switch (type) {
    case CT_PushButton:
        return buttonSize(option, widget);
    case CT_LineEdit:
        return {size.width() + 4, qMax(metric::ControlHeight, size.height() + 8)};
    case CT_ComboBox:
        return {size.width() + metric::Medium + comboArrowWidth, metric::ControlHeight};
    case CT_SpinBox:
        return {size.width() + 30, metric::ControlHeight};
    case CT_MenuItem:
        return menuItemSize(option, size);
    case CT_MenuBarItem:
        return {size.width() + 14, menuBarRowHeight};
    case CT_TabBarTab:
        return {size.width(), metric::TabHeight};
    default:
        return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

QRect GlassStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_LineEditContents:
        return option->rect.adjusted(7, 1, -5, -1);
    case SE_PushButtonContents:
        return option->rect;
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect GlassStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                 SubControl subControl, const QWidget *widget) const
{
    const QRect all = option->rect;
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField) {
        const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        const bool isField = combo && combo->editable; // a line edit, with a margin of its own
        return all.adjusted(isField ? 2 : 9, 1, -comboArrowWidth, -1);
    }
    if (control == CC_ComboBox && subControl == SC_ComboBoxArrow)
        return {all.right() - comboArrowWidth, all.top(), comboArrowWidth, all.height()};
    if (control == CC_ScrollBar && (subControl == SC_ScrollBarAddLine || subControl == SC_ScrollBarSubLine))
        return {};
    if (control == CC_ScrollBar && subControl == SC_ScrollBarGroove)
        return all;
    if (control == CC_ScrollBar && (subControl == SC_ScrollBarSlider || subControl == SC_ScrollBarAddPage ||
                                    subControl == SC_ScrollBarSubPage))
        return QCommonStyle::subControlRect(control, option, subControl, widget);
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

int GlassStyle::pixelMetric(PixelMetric metricKind, const QStyleOption *option, const QWidget *widget) const
{
    switch (metricKind) {
    case PM_ScrollBarExtent:
        return scrollBarExtent;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ScrollView_ScrollBarOverlap:
    case PM_MenuBarPanelWidth:
    case PM_MenuPanelWidth:
    case PM_TabBarBaseOverlap:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ButtonDefaultIndicator:
    case PM_MenuButtonIndicator:
        return 0;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_SplitterWidth:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 5;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return checkSide;
    case PM_HeaderMargin:
        return cellPadding;
    case PM_FocusFrameHMargin: // how far the text of a cell is from its edge, less one
        return qobject_cast<const QTableView *>(widget)
                   ? cellPadding - 1
                   : QProxyStyle::pixelMetric(metricKind, option, widget);
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize:
    case PM_ListViewIconSize:
        return metric::IconSize;
    case PM_TabBarTabHSpace:
        return 2 * tabPadding;
    case PM_TreeViewIndentation:
        return 16;
    case PM_MenuBarItemSpacing:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metricKind, option, widget);
    }
}

int GlassStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                          QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ItemView_ShowDecorationSelected:
    case SH_UnderlineShortcut: // mnemonics are shown while Alt is held, see drawMenuBarItem
    case SH_Menu_SloppySubMenus:
        return hint != SH_UnderlineShortcut;
    case SH_ComboBox_Popup:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_EtchDisabledText:
    case SH_ItemView_PaintAlternatingRowColorsForEmptyArea:
    case SH_TabBar_PreferNoArrows:
        return hint == SH_TabBar_PreferNoArrows ? 1 : 0;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace glasshouse::ui
