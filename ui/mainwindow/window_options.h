// Where the window keeps its settings and finds its samples.
#pragma once

#include "ui/common/theme.h"

class QSettings;

namespace glasshouse::ui {

struct WindowOptions
{
    QSettings *settings = nullptr; // outlives the window
    QString samples;               // folder of sample projects, may be a Qt resource
    QString documents;             // copies of samples and new projects go here
};

[[nodiscard]] ThemeMode savedThemeMode(const QSettings &settings); // System if none was chosen
void saveThemeMode(QSettings &settings, ThemeMode mode);

} // namespace glasshouse::ui
