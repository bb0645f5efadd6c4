// Where the window keeps its settings and finds its samples.
#pragma once

#include "core/llm/connection.h"
#include "ui/common/theme.h"

#include <QVector>

class QSettings;

namespace glasshouse::ui {

struct WindowOptions
{
    QSettings *settings = nullptr;      // outlives the window
    QString samples;                    // folder of sample projects, may be a Qt resource
    QString documents;                  // copies of samples and new projects go here
    QVector<Connection> services{};     // that have a key in the environment
    QVector<Connection> localServers{}; // model servers that may run on this machine
};

[[nodiscard]] ThemeMode savedThemeMode(const QSettings &settings); // System if none was chosen
void saveThemeMode(QSettings &settings, ThemeMode mode);

// Whether this person has seen the first steps.
[[nodiscard]] bool wasWelcomed(const QSettings &settings);
void saveWelcomed(QSettings &settings);

} // namespace glasshouse::ui
