#include "core/tools/plain_environment.h"

namespace glasshouse {

QProcessEnvironment plainEnvironment()
{
    static const QStringList names{
        QStringLiteral("PATH"),        QStringLiteral("HOME"),       QStringLiteral("USER"),
        QStringLiteral("LANG"),        QStringLiteral("LC_ALL"),     QStringLiteral("LC_CTYPE"),
        QStringLiteral("TZ"),          QStringLiteral("TMPDIR"),     QStringLiteral("TMP"),
        QStringLiteral("TEMP"),        QStringLiteral("SystemRoot"), QStringLiteral("PATHEXT"),
        QStringLiteral("USERPROFILE"), QStringLiteral("APPDATA"),    QStringLiteral("LOCALAPPDATA")};
    const auto all = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment plain;
    for (const auto &name : names) {
        if (all.contains(name))
            plain.insert(name, all.value(name));
    }
    return plain;
}

} // namespace glasshouse
