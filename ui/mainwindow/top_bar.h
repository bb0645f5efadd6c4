// The line at the top of the window: menus, the project's title, Run and Stop.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QAction;
class QMenuBar;

namespace glasshouse::ui {

class ActionButton;
class ElidedLabel;
class IconButton;
class ToneLabel;

class TopBar : public QWidget
{
    Q_OBJECT

public:
    TopBar(const Theme *theme, QAction *run, QAction *stop, QWidget *parent = nullptr);

    [[nodiscard]] QMenuBar *menuBar() const { return m_menuBar; }
    void setProject(const QString &title, const QString &name);
    void setModified(bool modified);
    void setRunVisible(bool visible);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme *m_theme;
    QMenuBar *m_menuBar;
    ToneLabel *m_dot;
    ElidedLabel *m_title;
    ElidedLabel *m_name;
    ActionButton *m_run;
    IconButton *m_stop;
};

} // namespace glasshouse::ui
