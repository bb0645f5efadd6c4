#include "ui/common/row_delegate.h"

#include <QAbstractItemView>
#include <QListView>
#include <QPainter>
#include <QTreeView>

namespace glasshouse::ui {

namespace {

constexpr int twoLineHeight = 44;
constexpr int detailGap = 8;

} // namespace

RowDelegate::RowDelegate(const Theme *theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize standard = QStyledItemDelegate::sizeHint(option, index);
    const bool twoLines = !index.data(row_role::SecondLine).toString().isEmpty();
    return {standard.width(), twoLines ? twoLineHeight : metric::RowHeight};
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const QWidget *view = option.widget;
    if (view)
        view->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, view);
    const int left = qobject_cast<const QTreeView *>(view) ? 2 : metric::Medium;
    QRect area = option.rect.adjusted(left, 0, -metric::Medium, 0);
    const auto icon = index.data(Qt::DecorationRole).value<QIcon>();
    if (!icon.isNull()) {
        const int top =
            area.top() + (metric::RowHeight - metric::IconSize) / 2 + (area.height() > metric::RowHeight);
        const auto mode = option.state.testFlag(QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled;
        icon.paint(painter, QRect(area.left(), top, metric::IconSize, metric::IconSize), Qt::AlignCenter,
                   mode);
        area.setLeft(area.left() + metric::IconSize + metric::Small);
    }
    paintTexts(painter, area, option, index);
    painter->restore();
}

void RowDelegate::paintTexts(QPainter *painter, QRect area, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const bool enabled =
        option.state.testFlag(QStyle::State_Enabled) && index.flags().testFlag(Qt::ItemIsEnabled);
    const bool isGroup = index.data(row_role::IsGroup).toBool();
    const QString second = index.data(row_role::SecondLine).toString();
    QRect line = second.isEmpty() ? area : QRect(area.left(), area.top() + 4, area.width(), 20);

    painter->setFont(m_theme->textFont(11));
    painter->setPen(m_theme->color(ColorRole::TextFaint));
    const QString detail = index.data(row_role::Detail).toString();
    const int detailWidth = painter->fontMetrics().horizontalAdvance(detail);
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, detail);
    if (!second.isEmpty()) {
        const QRect below(area.left(), line.bottom(), area.width(), 18);
        painter->drawText(below, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(second, Qt::ElideRight, below.width()));
    }

    painter->setFont(index.data(Qt::FontRole).isValid() ? index.data(Qt::FontRole).value<QFont>()
                                                        : option.font);
    painter->setPen(m_theme->color(!enabled  ? ColorRole::TextFaint
                                   : isGroup ? ColorRole::TextDim
                                             : ColorRole::Text));
    line.setRight(line.right() - (detail.isEmpty() ? 0 : detailWidth + detailGap));
    const QString text = index.data(Qt::DisplayRole).toString();
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, line.width()));
}

void setUpRows(QAbstractItemView *view, const Theme *theme)
{
    view->setItemDelegate(new RowDelegate(theme, view));
    view->setFrameShape(QFrame::NoFrame);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setMouseTracking(true);
    view->setAttribute(Qt::WA_MacShowFocusRect, false);
    if (auto *list = qobject_cast<QListView *>(view))
        list->setUniformItemSizes(false);
}

} // namespace glasshouse::ui
