// What a mount gives to the guest: one folder of the host, and how much may be done with it.
#pragma once

#include <QString>

namespace glasshouse::sandbox {

// Of the whole tree under the folder, counting what is there already; 0 is no limit.
struct Quota
{
    quint64 bytes = 0; // sizes of files, so that the holes of a sparse file count too
    quint64 files = 0; // files and folders

    bool operator==(const Quota &) const = default;
};

struct Export
{
    QString hostPath; // of a folder; looked up once, so that what takes its place later is not served
    bool writable = false;
    Quota quota;

    bool operator==(const Export &) const = default;
};

} // namespace glasshouse::sandbox
