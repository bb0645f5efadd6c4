// What code did with the files of its mounts in a short while: the data of a files_accessed event.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QMetaType>
#include <QString>
#include <QVector>

namespace glasshouse::trace {

// The same thing done to the same file several times is one of these. All names come from the guest.
struct FileTouch
{
    qint64 timeMs = 0; // of the last time
    QString operation; // "open-read", "open-write", "create", "remove"...
    QString path;      // in the sandbox, from its root
    QString newPath;   // of a rename
    QString problem;   // a sentence: why it was refused; empty if it was done
    int times = 1;

    [[nodiscard]] bool isRefused() const { return !problem.isEmpty(); }
    bool operator==(const FileTouch &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<FileTouch> fromJson(const QJsonObject &json);
};

struct FilesAccessed
{
    QString call; // of the code that ran; empty if none did, or several
    QVector<FileTouch> touches;
    qint64 leftOut = 0; // further ones that were not kept

    bool operator==(const FilesAccessed &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<FilesAccessed> fromJson(const QJsonObject &json);
};

} // namespace glasshouse::trace
