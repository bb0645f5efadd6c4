#include "ui/mainwindow/window_options.h"

#include <QSettings>

namespace glasshouse::ui {

namespace {

QString themeKey()
{
    return QStringLiteral("theme");
}

} // namespace

ThemeMode savedThemeMode(const QSettings &settings)
{
    return themeModeFromString(settings.value(themeKey()).toString());
}

void saveThemeMode(QSettings &settings, ThemeMode mode)
{
    settings.setValue(themeKey(), toString(mode));
}

} // namespace glasshouse::ui
