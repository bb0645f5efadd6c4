// A sandbox as it was at one moment, kept on disk: its interpreter's variables, its processes, its files.
#pragma once

#include <QMetaType>
#include <QString>

namespace glasshouse::sandbox {

struct SessionSnapshot
{
    QString id;
    QString session;     // it was taken from
    QString description; // as given, for a person
    qint64 takenMs = 0;  // since the Unix epoch
    qint64 bytes = 0;    // on disk
    int memoryMb = 0;    // of the sandbox, and its image: it can only go on in one like it
    QString image;

    bool operator==(const SessionSnapshot &) const = default;
};

} // namespace glasshouse::sandbox
