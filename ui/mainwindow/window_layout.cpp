#include "ui/mainwindow/window_layout.h"

#include "ui/mainwindow/banner.h"
#include "ui/mainwindow/rail.h"
#include "ui/mainwindow/workspace.h"

#include <QHBoxLayout>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int leftLeast = 180, leftMost = 420;
constexpr int rightLeast = 240, rightMost = 520;
constexpr int glassLeast = 120;
constexpr int windowWidth = 1440, windowHeight = 900; // what the first sizes are shares of

void showIn(QStackedWidget *stack, QWidget *page)
{
    if (!page)
        return;
    if (stack->indexOf(page) < 0)
        stack->addWidget(page);
    stack->setCurrentWidget(page);
}

} // namespace

WindowLayout::WindowLayout(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_rail(new Rail(theme, this)), m_banner(new Banner(theme, this)),
      m_columns(new QSplitter(Qt::Horizontal, this)), m_rows(new QSplitter(Qt::Vertical, m_columns)),
      m_left(new QStackedWidget(m_columns)), m_centre(new QStackedWidget),
      m_right(new QStackedWidget(m_columns)), m_glass(new QWidget(m_rows))
{
    auto *centreColumn = new QWidget(m_rows);
    auto *column = new QVBoxLayout(centreColumn);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_centre, 1);
    m_rows->addWidget(centreColumn);
    m_rows->addWidget(m_glass);
    m_rows->setStretchFactor(0, 1);
    m_rows->setChildrenCollapsible(false);
    m_rows->setSizes({windowHeight - metric::GlassHeight, metric::GlassHeight});
    m_glass->setMinimumHeight(glassLeast);
    (new QVBoxLayout(m_glass))->setContentsMargins({});
    m_glass->hide();

    m_columns->addWidget(m_left);
    m_columns->addWidget(m_rows);
    m_columns->addWidget(m_right);
    m_columns->setStretchFactor(1, 1);
    m_columns->setChildrenCollapsible(false);
    m_left->setMinimumWidth(leftLeast);
    m_left->setMaximumWidth(leftMost);
    m_right->setMinimumWidth(rightLeast);
    m_right->setMaximumWidth(rightMost);
    m_columns->setSizes({metric::LeftWidth, windowWidth, metric::RightWidth});

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addWidget(m_columns, 1);
}

void WindowLayout::setGlass(QWidget *glass)
{
    m_glass->layout()->addWidget(glass);
}

void WindowLayout::show(const Workspace &workspace)
{
    showIn(m_left, workspace.left());
    showIn(m_centre, workspace.centre());
    showIn(m_right, workspace.right());
    m_hasLeft = workspace.left() != nullptr;
    m_hasRight = workspace.right() != nullptr;
    updateColumns();
}

void WindowLayout::setLeftWanted(bool wanted)
{
    m_leftWanted = wanted;
    updateColumns();
}

void WindowLayout::setRightWanted(bool wanted)
{
    m_rightWanted = wanted;
    updateColumns();
}

void WindowLayout::setGlassShown(bool shown)
{
    m_glass->setVisible(shown);
}

void WindowLayout::updateColumns()
{
    m_left->setVisible(m_hasLeft && m_leftWanted);
    m_right->setVisible(m_hasRight && m_rightWanted);
}

void WindowLayout::saveState(QSettings &settings) const
{
    settings.setValue(QStringLiteral("columns"), m_columns->saveState());
    settings.setValue(QStringLiteral("rows"), m_rows->saveState());
}

void WindowLayout::restoreState(QSettings &settings)
{
    m_columns->restoreState(settings.value(QStringLiteral("columns")).toByteArray());
    m_rows->restoreState(settings.value(QStringLiteral("rows")).toByteArray());
}

} // namespace glasshouse::ui
