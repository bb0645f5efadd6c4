#include "core/tools/code_language.h"

#include <QHash>

namespace glasshouse {

QStringList codeLanguages()
{
    return {QStringLiteral("python"), QStringLiteral("bash"), QStringLiteral("javascript"),
            QStringLiteral("typescript")};
}

QString canonicalLanguage(const QString &name)
{
    static const QHash<QString, QString> aliases{
        {QStringLiteral("py"), QStringLiteral("python")},
        {QStringLiteral("python3"), QStringLiteral("python")},
        {QStringLiteral("sh"), QStringLiteral("bash")},
        {QStringLiteral("shell"), QStringLiteral("bash")},
        {QStringLiteral("js"), QStringLiteral("javascript")},
        {QStringLiteral("node"), QStringLiteral("javascript")},
        {QStringLiteral("ts"), QStringLiteral("typescript")},
    };
    const auto lower = name.trimmed().toLower();
    return aliases.value(lower, lower);
}

} // namespace glasshouse
