// A page that scrolls, with its content as a column in the middle.
#pragma once

#include <QScrollArea>

namespace glasshouse::ui {

// The column is as wide as there is room for, but no wider than `width`; it belongs to the page from now on.
[[nodiscard]] QScrollArea *makeScrollingColumn(QWidget *column, int width, const QMargins &margins, QWidget *parent);

} // namespace glasshouse::ui
