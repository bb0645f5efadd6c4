// Which folders of this machine a project may open to its sandboxes: its own, and those outside that a person
// has allowed it. The permissions lie in the person's settings, never in the project.
#pragma once

#include "core/model/sandbox_access.h"

#include <optional>

namespace glasshouse {

struct FolderConsent
{
    QString project; // the folder of the project, canonical
    QString folder;  // what it may open, canonical: a link that is bent later leads to another folder
    bool writable = false;
    qint64 givenMs = 0;

    bool operator==(const FolderConsent &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<FolderConsent> fromJson(const QJsonObject &json);
};

enum class MountVerdict {
    Open,
    Missing,      // there is no such folder
    NeedsConsent, // outside the project, and nobody has allowed it
    HoldsProject, // writing there would change what the project may do
};

struct CheckedMount
{
    MountVerdict verdict = MountVerdict::Open;
    QString folder;   // canonical; empty if it is missing
    QString sentence; // why it is not opened; empty if it is
    bool isOutside = false;
};

[[nodiscard]] CheckedMount checkMount(const FolderMount &mount, const QString &project,
                                      const QVector<FolderConsent> &consents);

// A sentence saying why a folder cannot be mounted at `path` in the sandbox; nothing if it can.
[[nodiscard]] std::optional<QString> whyNotAGuestPath(const QString &path);

// Why the mounts cannot stand beside each other: two at one place, one within another, or too many.
[[nodiscard]] std::optional<QString> whyNotTogether(const QVector<FolderMount> &mounts);

// "/input", or "/input2" and so on where that is taken, or something in it; after the folder's own name if
// there is an /input.
[[nodiscard]] QString freeGuestPath(const QVector<FolderMount> &mounts, const QString &host);

// As the project's file names it: relative if it lies in the project.
[[nodiscard]] QString hostPathFor(const QString &folder, const QString &project);

} // namespace glasshouse
