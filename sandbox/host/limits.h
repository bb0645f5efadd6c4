// How much a sandbox may use, and what it says when that was not enough.
#pragma once

#include <QMetaType>
#include <QString>
#include <QVector>

namespace glasshouse::sandbox {

// What a sandbox is made from and how much it may use; `app` fills it from the project's profile.
struct Limits
{
    int memoryMb = 512;
    int callTimeoutMs = 60'000;
    int cpuTimeMs = 0; // of user code in one call; 0: as long as the call may take
    int timeToLiveMs = 600'000;
    int lifetimeMs = 0; // of the sandbox, busy or not; 0: for ever
    int outputCharacters = 10'000;
    qint64 printedBytes = 1 << 30; // in one call
    qint64 outputBytes = 64 << 20;
    int outputFiles = 1'000;
    int processes = 128;
    bool clearOutputPerCall = false;

    bool operator==(const Limits &) const = default;
};

// Those that a call can hit.
enum class Limit { WallTime, CpuTime, Memory, Processes, PrintedBytes, OutputBytes, OutputFiles };

[[nodiscard]] QString toString(Limit limit); // the profile's key: "cpu_time_ms"

struct LimitHit
{
    Limit limit = Limit::WallTime;
    QString sentence; // for a person: what was hit, what happened, what to change

    bool operator==(const LimitHit &) const = default;
};

[[nodiscard]] LimitHit limitHit(Limit limit, const Limits &limits);

} // namespace glasshouse::sandbox
