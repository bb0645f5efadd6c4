// What the benchmark of sandboxes finds out.
#pragma once

#include "sandbox/host/sandbox_service.h"

namespace glasshouse::sandbox {

struct Percentiles
{
    double p50 = 0;
    double p95 = 0;

    bool operator==(const Percentiles &) const = default;
};

// Nearest rank; zeros for no values.
[[nodiscard]] Percentiles percentiles(QVector<double> values);

// Between a sandbox and the world outside.
struct LinkFigures
{
    Percentiles toolCallMs; // from Python and back, the tool itself takes no time
    double fileReadMbPerS = 0;
    double statPerS = 0;         // of files that were never looked at, by a path of two parts
    double statInFolderPerS = 0; // likewise by the name alone
    double statListedPerS = 0;   // of each file that a folder lists, while it is listed
    double statThreadsPerS = 0;  // by a path of two parts, in 16 threads at once
    double connectMbPerS = 0;

    bool operator==(const LinkFigures &) const = default;
};

// With 100 MB of numpy data touched.
struct SnapshotFigures
{
    double pauseMs = 0; // that the sandbox stands still
    double takeMs = 0;  // until it is on disk
    double restoreMs = 0;
    double storedMb = 0;

    bool operator==(const SnapshotFigures &) const = default;
};

// Many sandboxes at once, each with numpy, pandas and matplotlib in use.
struct CrowdFigures
{
    int sandboxes = 0;
    double startMs = 0; // until the last of them has printed
    Percentiles privateMb;

    bool operator==(const CrowdFigures &) const = default;
};

struct BenchFigures
{
    Percentiles
        cold; // from no process to the first byte printed by code that uses numpy, pandas and matplotlib
    Percentiles pooled;   // likewise, from a restored VM that waited
    Percentiles take;     // of the latter, the part until the code starts
    Percentiles exec;     // a further call: from the call to its result
    double privateMb = 0; // per VM, after the above; the most that was seen
    LinkFigures links;
    SnapshotFigures snapshot;
    CrowdFigures crowd;
    Accelerator accelerator = Accelerator::Unknown;
    bool confined = false;

    bool operator==(const BenchFigures &) const = default;
};

} // namespace glasshouse::sandbox
