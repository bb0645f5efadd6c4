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

struct FolderWords
{
    QStringList reads;
    QStringList writes;
    QStringList waitsToRead;
    QStringList waitsToWrite;
    QStringList refused;

    void add(const FolderMount &mount, MountVerdict verdict)
    {
        const bool isOpen = verdict == MountVerdict::Open;
        if (!isOpen && verdict != MountVerdict::NeedsConsent)
            refused << mount.host;
        else if (mount.writable)
            (isOpen ? writes : waitsToWrite) << mount.host;
        else
            (isOpen ? reads : waitsToRead) << mount.host;
    }

    [[nodiscard]] QString text() const
    {
        const std::pair<QString, QStringList> kinds[] = {
            {tr("reads %1"), reads},
            {tr("writes %1"), writes},
            {tr("waits for your permission to read %1"), waitsToRead},
            {tr("waits for your permission to change %1"), waitsToWrite},
            {tr("cannot open %1"), refused},
        };
        QStringList parts;
        for (const auto &[words, folders] : kinds)
            if (!folders.isEmpty())
                parts << words.arg(folders.join(QStringLiteral(", ")));
        return parts.isEmpty() ? tr("reads nothing outside")
                               : visibleLine(parts.join(QStringLiteral(", ")), MostCharacters);
    }
};

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
    FolderWords words;
    for (const FolderMount &mount : access.mounts)
        words.add(mount, MountVerdict::Open);
    return words.text();
}

QString foldersText(const SandboxAccess &access, const QVector<FolderConsent> &consents)
{
    FolderWords words;
    for (const FolderMount &mount : access.mounts)
        words.add(mount, checkMount(mount, access.folder, consents).verdict);
    return words.text();
}

bool isClosed(const SandboxAccess &access)
{
    return access.mounts.isEmpty() && access.allow.isEmpty() && !access.asksForUnlisted;
}

} // namespace glasshouse::ui
