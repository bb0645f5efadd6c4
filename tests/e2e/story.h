// One person at one window: opens it on an empty home, finds its parts as a person does, and acts on them.
#pragma once

#include "tests/e2e/stall_watch.h"
#include "tests/e2e/x_input.h"

#include "app/window_session.h"
#include "core/trace/event.h"
#include "sandbox/gateway/outside.h"
#include "ui/mainwindow/main_window.h"
#include "ui/sandbox/glass_dock.h"

#include <QAbstractButton>
#include <QApplication>
#include <QTemporaryDir>

#include <functional>
#include <optional>

namespace glasshouse::e2e {

class Story
{
public:
    Story();
    explicit Story(const gateway::Outside &outside); // in a network that the test plays
    ~Story();

    [[nodiscard]] ui::MainWindow &window() { return m_session->window(); }
    [[nodiscard]] WindowSession &session() { return *m_session; }
    [[nodiscard]] XInput &hand() { return m_hand; }
    [[nodiscard]] StallWatch &stalls() { return m_stalls; }

    // The first visible one in any window of the program; nullptr if there is none.
    template<typename Widget>
    [[nodiscard]] Widget *find(const std::function<bool(const Widget &)> &matches = {}) const;
    [[nodiscard]] QAbstractButton *button(const QString &text) const; // by its text or accessible name

    // Events of all runs since the window opened.
    [[nodiscard]] const QVector<trace::Event> &events() const { return m_events; }
    [[nodiscard]] int count(QLatin1String type) const;
    [[nodiscard]] QString outputOf(QLatin1String type, const char *key) const; // of all such events, joined

    void open(const Project &project, const Connection &model); // saves both first
    void openGlass(ui::GlassDock::Tab tab, const QString &title);
    void send(const QString &text); // as a message, through the composer
    void shootBothThemes(const QString &name);
    void screenshot(const QString &name); // into GLASSHOUSE_SCREENSHOTS, or build/screenshots

private:
    QTemporaryDir m_home;
    std::unique_ptr<WindowSession> m_session;
    XInput m_hand;
    StallWatch m_stalls;
    QVector<trace::Event> m_events;
    QString m_screenshots;
};

// One agent that may run code without being asked about it.
[[nodiscard]] Project projectThatRunsCode(const QString &folder, const QString &agent,
                                          const Connection &model);

template<typename Widget>
Widget *Story::find(const std::function<bool(const Widget &)> &matches) const
{
    const auto widgets = QApplication::allWidgets();
    for (auto *widget : widgets) {
        auto *candidate = qobject_cast<Widget *>(widget);
        if (candidate && candidate->isVisible() && (!matches || matches(*candidate)))
            return candidate;
    }
    return nullptr;
}

} // namespace glasshouse::e2e
