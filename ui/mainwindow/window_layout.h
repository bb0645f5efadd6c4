// The frame of the window below the top bar: rail, left column, centre above Glass, right column.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QSettings;
class QSplitter;
class QStackedWidget;

namespace glasshouse::ui {

class Banner;
class Rail;
class Workspace;

class WindowLayout : public QWidget
{
    Q_OBJECT

public:
    explicit WindowLayout(const Theme *theme, QWidget *parent = nullptr);

    [[nodiscard]] Rail *rail() const { return m_rail; }
    [[nodiscard]] Banner *banner() const { return m_banner; }

    void setGlass(QWidget *glass);
    void show(const Workspace &workspace);

    // What the person wants to see; a page without that column does not show it.
    void setLeftWanted(bool wanted);
    void setRightWanted(bool wanted);
    void setGlassShown(bool shown);

    void saveState(QSettings &settings) const;
    void restoreState(QSettings &settings);

private:
    void updateColumns();

    Rail *m_rail;
    Banner *m_banner;
    QSplitter *m_columns;
    QSplitter *m_rows;
    QStackedWidget *m_left;
    QStackedWidget *m_centre;
    QStackedWidget *m_right;
    QWidget *m_glass;
    bool m_hasLeft = false;
    bool m_hasRight = false;
    bool m_leftWanted = true;
    bool m_rightWanted = true;
};

} // namespace glasshouse::ui
