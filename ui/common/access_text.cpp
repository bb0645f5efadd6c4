#include "ui/common/access_text.h"

#include "ui/common/visible_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace glasshouse::ui {

namespace {

constexpr int MostCharacters = 120;

QString tr(const char *text)
{
    return QCoreApplication::translate("AccessText", text);
}

QString folders(const SandboxAccess &access, bool writable)
{
    QStringList names;
    for (const FolderMount &mount : access.mounts)
        if (mount.writable == writable)
            names << mount.host;
    return names.join(QStringLiteral(", "));
}

} // namespace

QString networkText(const SandboxAccess &access)
{
    QStringList parts;
    for (const AllowRule &rule : access.allow)
        parts << (rule.methods.isEmpty() ? rule.target : rule.target + u' ' + rule.methods.join(u'/'));
    QString text = parts.isEmpty() ? QString() : tr("reaches %1").arg(parts.join(QStringLiteral(", ")));
    if (access.asksForUnlisted)
        text = text.isEmpty() ? tr("asks before it reaches anything") : tr("%1, asks about others").arg(text);
    return text.isEmpty() ? tr("no network") : visibleLine(text, MostCharacters);
}

QString foldersText(const SandboxAccess &access)
{
    QStringList parts;
    if (const QString read = folders(access, false); !read.isEmpty())
        parts << tr("reads %1").arg(read);
    if (const QString written = folders(access, true); !written.isEmpty())
        parts << tr("writes %1").arg(written);
    return parts.isEmpty() ? tr("reads nothing outside")
                           : visibleLine(parts.join(QStringLiteral(", ")), MostCharacters);
}

bool isClosed(const SandboxAccess &access)
{
    return access.mounts.isEmpty() && access.allow.isEmpty() && !access.asksForUnlisted;
}

} // namespace glasshouse::ui
