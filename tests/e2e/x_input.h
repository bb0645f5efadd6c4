// Real mouse and key events: xdotool sends them through the X server while the window's event loop runs.
#pragma once

#include <QPoint>
#include <QString>
#include <QStringList>

class QWidget;

namespace glasshouse::e2e {

// Every call returns when the X server has the events; the window handles them on its own event loop.
class XInput
{
public:
    void click(const QWidget &widget);
    void clickAt(QPoint global, int button = 1);
    void doubleClickAt(QPoint global);
    // Presses at `from`, moves to `to` in small steps as a hand does, releases.
    void drag(QPoint from, QPoint to);
    // The same without the release, which other programs may have to be ready for.
    void dragWithoutDrop(QPoint from, QPoint to);
    void moveTo(QPoint global);
    void release();
    void type(const QString &text);
    void key(const QString &keys); // as xdotool names them: "ctrl+Return", "Escape", "F5"

    void waitForWindow(const QString &title); // of another program, until it is on the screen

    // The whole screen as a PNG, taken by another process so that the window is not held up.
    void screenshot(const QString &file);

private:
    void run(const QString &program, const QStringList &arguments);
};

// The widget's centre in screen coordinates.
[[nodiscard]] QPoint centreOf(const QWidget &widget);

} // namespace glasshouse::e2e
