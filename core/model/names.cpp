#include "core/model/names.h"

#include <QRegularExpression>

#include <algorithm>

namespace glasshouse {

namespace {

constexpr qsizetype MaxNameLength = 100;

bool isForbidden(QChar c)
{
    const bool invisible = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format ||
                           c.category() == QChar::Separator_Line ||
                           c.category() == QChar::Separator_Paragraph;
    return invisible || QStringView(u"/\\:*?\"<>|").contains(c);
}

// "Naming Files, Paths, and Namespaces", Microsoft: device names cannot be files, with any extension.
bool isDeviceName(const QString &name)
{
    static const QRegularExpression device(QStringLiteral("^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?$"),
                                           QRegularExpression::CaseInsensitiveOption);
    return device.match(name).hasMatch();
}

} // namespace

std::optional<QString> whyNotAName(const QString &name)
{
    if (name.trimmed().isEmpty())
        return QStringLiteral("A name is missing; type one.");
    if (name.size() > MaxNameLength)
        return QStringLiteral("The name is longer than %1 characters; shorten it.").arg(MaxNameLength);
    if (std::any_of(name.begin(), name.end(), isForbidden) || !name.isValidUtf16())
        return QStringLiteral("A name cannot contain / \\ : * ? \" < > | or invisible characters.");
    if (name.startsWith(u'.') || name.endsWith(u'.') || name.trimmed() != name)
        return QStringLiteral("A name cannot begin or end with a dot or a space.");
    if (isDeviceName(name))
        return QStringLiteral("\"%1\" is reserved by Windows; choose another name.").arg(name);
    return std::nullopt;
}

bool sameName(QStringView a, QStringView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

} // namespace glasshouse
