// How every table of the window looks: rows without a grid, one selected whole, a header that stays quiet.
#pragma once

class QTableView;

namespace glasshouse::ui {

void setUpTable(QTableView *table);

} // namespace glasshouse::ui
