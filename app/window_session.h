// Everything behind one open window: engine, workbench, theme and the window itself, in the order they need.
#pragma once

#include "app/engine.h"

#include <memory>

class QSettings;

namespace glasshouse {

class WorkbenchAdapter;

namespace ui {
class MainWindow;
class Theme;
}

class WindowSession
{
public:
    explicit WindowSession(const Paths &paths);
    WindowSession(const Paths &paths, std::unique_ptr<sandbox::Service> sandbox);
    ~WindowSession();

    void welcomeOnce(); // the first steps, if this person has not seen them; before open()
    // Shows the window, with this project unless empty. The engines start once it is on the screen.
    void open(const QString &projectFolder);

    [[nodiscard]] ui::MainWindow &window() { return *m_window; }
    [[nodiscard]] ui::Theme &theme() { return *m_theme; }
    [[nodiscard]] Engine &engine() { return *m_engine; }

private:
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<WorkbenchAdapter> m_workbench;
    std::unique_ptr<ui::Theme> m_theme;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace glasshouse
