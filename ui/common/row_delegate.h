// Rows of the project tree and the lists: icon, text, and a dim detail at the right, 26 px high.
#pragma once

#include "ui/common/theme.h"

#include <QStyledItemDelegate>

class QAbstractItemView;

namespace glasshouse::ui {

// Item data that RowDelegate reads besides DisplayRole and DecorationRole.
namespace row_role {
inline constexpr int Detail = Qt::UserRole + 100;     // QString at the right
inline constexpr int IsGroup = Qt::UserRole + 101;    // bool: dim text
inline constexpr int SecondLine = Qt::UserRole + 102; // QString below: the row is two lines high
} // namespace row_role

class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RowDelegate(const Theme *theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintTexts(QPainter *painter, QRect area, const QStyleOptionViewItem &option,
                    const QModelIndex &index) const;

    const Theme *m_theme;
};

// How every list and tree of the window behaves: no frame, whole-row selection, smooth scrolling.
void setUpRows(QAbstractItemView *view, const Theme *theme);

} // namespace glasshouse::ui
