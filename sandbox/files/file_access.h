// One line of a mount's audit: what the guest did with a file, or was not allowed to do.
#pragma once

#include <QMetaType>
#include <QString>

namespace glasshouse::sandbox {

// What was done, or what was tried if the access was refused.
enum class FileOperation {
    LookUp, // listed only when it is refused
    OpenForReading,
    OpenForWriting,
    Create,
    CreateSpecial, // a link, a device, a named pipe or a socket: always refused
    MakeFolder,
    Remove,
    Rename,
    Write, // listed only when it is refused
    Truncate,
    ChangeAttributes, // permissions or times
};

struct FileAccess
{
    qint64 timeMs = 0; // since the Unix epoch
    FileOperation operation = FileOperation::LookUp;
    QString
        path; // within the mount, without a leading slash; empty is its root. From the guest: escape to show
    QString newPath; // of Rename
    QString problem; // a sentence: why it was refused; empty if it was done

    [[nodiscard]] bool isRefused() const { return !problem.isEmpty(); }
    bool operator==(const FileAccess &) const = default;
};

// A word for logs and --json: "look-up", "open-read", "open-write", "create", "remove"...
[[nodiscard]] QString toString(FileOperation operation);

} // namespace glasshouse::sandbox
