// What a running sandbox uses at one moment, beside what it may use.
#pragma once

#include <QMetaType>
#include <QtGlobal>

namespace glasshouse::sandbox {

struct Usage
{
    qint64 atMs = 0;      // since the Unix epoch
    qint64 cpuMs = 0;     // of user code since the sandbox was made: the difference of two is the load
    qint64 callCpuMs = 0; // in the call that runs; 0 while none does, like the next
    qint64 callMs = 0;    // that the call runs, without the time in which it waited for a person
    qint64 printedBytes = 0;
    qint64 memoryBytes = 0; // of user code
    int processes = 0;      // and threads
    qint64 outputBytes = 0; // in /output
    int outputFiles = 0;    // and folders, in /output

    qint64 callCpuLimitMs = 0;
    qint64 callLimitMs = 0;
    qint64 printedLimitBytes = 0;
    qint64 memoryLimitBytes = 0;
    int processLimit = 0;
    qint64 outputLimitBytes = 0;
    int outputFileLimit = 0;

    bool operator==(const Usage &) const = default;
};

} // namespace glasshouse::sandbox
