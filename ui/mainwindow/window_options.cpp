#include "ui/mainwindow/window_options.h"

#include <QSettings>

namespace glasshouse::ui {

namespace {

QString themeKey()
{
    return QStringLiteral("theme");
}

QString welcomedKey()
{
    return QStringLiteral("welcomed");
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

bool wasWelcomed(const QSettings &settings)
{
    return settings.value(welcomedKey()).toBool();
}

void saveWelcomed(QSettings &settings)
{
    settings.setValue(welcomedKey(), true);
}

} // namespace glasshouse::ui
