#include "ui/common/scrolling_column.h"

#include <QHBoxLayout>

namespace glasshouse::ui {

QScrollArea *makeScrollingColumn(QWidget *column, int width, const QMargins &margins, QWidget *parent)
{
    auto *page = new QWidget;
    column->setMaximumWidth(width);
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(margins);
    row->addStretch(1);
    row->addWidget(column, 100);
    row->addStretch(1);
    auto *scroll = new QScrollArea(parent);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(page);
    page->setAutoFillBackground(false); // QScrollArea::setWidget turns it on
    return scroll;
}

} // namespace glasshouse::ui
