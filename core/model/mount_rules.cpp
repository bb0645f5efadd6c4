#include "core/model/mount_rules.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace glasshouse {

namespace key {
constexpr QLatin1String Project("project");
constexpr QLatin1String Folder("folder");
constexpr QLatin1String Writable("writable");
constexpr QLatin1String GivenMs("given_ms");
} // namespace key

namespace {

constexpr qsizetype MostMounts = 64; // what the guest takes
constexpr qsizetype LongestGuestPath = 1000;

// As in sandbox/guest: a mount there would change what runs.
constexpr std::array systemFolders{"bin",  "boot", "dev",  "etc", "lib", "lib64",
                                   "proc", "run",  "sbin", "sys", "usr", "var"};
// Code that could change these would decide what it is allowed to do the next time.
constexpr std::array partFolders{"agents", "workflows", "tools", "sandboxes", "images"};

bool isBelow(const QString &path, const QString &folder)
{
    return path == folder || folder == u'/' || path.startsWith(folder + u'/');
}

bool overlap(const QString &one, const QString &other)
{
    return isBelow(one, other) || isBelow(other, one);
}

bool holdsTheProject(const QString &path, const QString &project)
{
    return isBelow(project, path) ||
           std::any_of(partFolders.begin(), partFolders.end(),
                       [&](const char *part) { return isBelow(path, project + u'/' + QLatin1String(part)); });
}

bool hasConsent(const QVector<FolderConsent> &consents, const QString &project, const CheckedMount &mount,
                bool writable)
{
    return std::any_of(consents.begin(), consents.end(), [&](const FolderConsent &consent) {
        return consent.project == project && consent.folder == mount.folder &&
               (consent.writable || !writable);
    });
}

CheckedMount refused(CheckedMount mount, MountVerdict verdict, const QString &sentence)
{
    mount.verdict = verdict;
    mount.sentence = sentence;
    return mount;
}

bool isUnprintable(QChar c)
{
    return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format || c.isNull();
}

} // namespace

QJsonObject FolderConsent::toJson() const
{
    JsonWriter writer;
    writer.always(key::Project, project);
    writer.always(key::Folder, folder);
    writer.always(key::Writable, writable);
    writer.always(key::GivenMs, givenMs);
    return writer.object();
}

Result<FolderConsent> FolderConsent::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    FolderConsent consent;
    consent.project = reader.requiredText(key::Project);
    consent.folder = reader.requiredText(key::Folder);
    consent.writable = reader.flag(key::Writable);
    consent.givenMs = reader.whole(key::GivenMs);
    return reader.finish(consent);
}

CheckedMount checkMount(const FolderMount &mount, const QString &project,
                        const QVector<FolderConsent> &consents)
{
    const QFileInfo info(QDir(project), mount.host);
    const QString base = QDir(project).canonicalPath();
    CheckedMount checked;
    if (!project.isEmpty() && !mount.host.isEmpty() && info.isDir())
        checked.folder = info.canonicalFilePath();
    if (checked.folder.isEmpty() || base.isEmpty())
        return refused(
            checked, MountVerdict::Missing,
            QStringLiteral("The folder \"%1\" that the sandbox is to see is not there.").arg(mount.host));
    checked.isOutside = !isBelow(checked.folder, base);
    if (mount.writable && holdsTheProject(checked.folder, base))
        return refused(
            checked, MountVerdict::HoldsProject,
            QStringLiteral("The folder \"%1\" holds the project's own files, so a sandbox may only read it. "
                           "Give it a folder of its own to write to.")
                .arg(mount.host));
    if (checked.isOutside && !hasConsent(consents, base, checked, mount.writable))
        return refused(
            checked, MountVerdict::NeedsConsent,
            QStringLiteral("The folder \"%1\" lies outside the project, and nobody has allowed this project "
                           "to %2 it. Allow it in Glass, Files, or move it into the project's folder.")
                .arg(checked.folder, mount.writable ? QStringLiteral("change") : QStringLiteral("read")));
    return checked;
}

std::optional<QString> whyNotAGuestPath(const QString &path)
{
    static const QRegularExpression plain(QStringLiteral("^(/(?!\\.{1,2}(/|$))[^/]+)+/?$"));
    if (!path.startsWith(u'/'))
        return QStringLiteral("A place in the sandbox begins with /, like /input.");
    if (path.size() > LongestGuestPath || !path.isValidUtf16() ||
        std::any_of(path.begin(), path.end(), isUnprintable) || !plain.match(path).hasMatch())
        return QStringLiteral("This is not a place in the sandbox; write it like /input or /data/sales.");
    const QString top = path.section(u'/', 1, 1);
    if (std::any_of(systemFolders.begin(), systemFolders.end(),
                    [&](const char *folder) { return top == QLatin1String(folder); }))
        return QStringLiteral("/%1 belongs to the sandbox's own system; choose another place, like /input.")
            .arg(top);
    return std::nullopt;
}

std::optional<QString> whyNotTogether(const QVector<FolderMount> &mounts)
{
    if (mounts.size() > MostMounts)
        return QStringLiteral("A sandbox sees at most %1 folders.").arg(MostMounts);
    QStringList taken;
    for (const FolderMount &mount : mounts) {
        const QString guest = QDir::cleanPath(mount.guest);
        for (const QString &other : taken) {
            if (guest == other)
                return QStringLiteral("Two folders cannot be at the same place, %1, in the sandbox.")
                    .arg(guest);
            if (overlap(guest, other))
                return QStringLiteral("One of %1 and %2 lies within the other in the sandbox, and one folder "
                                      "would hide the other's files. Give each a place of its own.")
                    .arg(guest, other);
        }
        taken.append(guest);
    }
    return std::nullopt;
}

QString freeGuestPath(const QVector<FolderMount> &mounts, const QString &host)
{
    const auto isTaken = [&](const QString &path) {
        return std::any_of(mounts.begin(), mounts.end(), [&](const FolderMount &mount) {
            return overlap(QDir::cleanPath(mount.guest), path);
        });
    };
    const QString input = QStringLiteral("/input");
    if (!isTaken(input))
        return input;
    const QString own = u'/' + QFileInfo(host).fileName();
    const QString wish = whyNotAGuestPath(own) ? input : own;
    QString path = wish;
    for (int number = 2; isTaken(path); ++number)
        path = wish + QString::number(number);
    return path;
}

QString hostPathFor(const QString &folder, const QString &project)
{
    const QString base = QDir(project).canonicalPath();
    const QString path = QFileInfo(folder).canonicalFilePath();
    if (base.isEmpty() || path.isEmpty() || !isBelow(path, base))
        return folder;
    return path == base ? QStringLiteral(".") : path.mid(base.size() + 1);
}

} // namespace glasshouse
