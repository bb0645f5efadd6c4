// The state of the sandboxes of this machine, as a value.
#pragma once

#include "sandbox/host/accelerator.h"

namespace glasshouse::sandbox {

// What the status bar and the Glass dock show.
struct Status
{
    enum class State { Unknown, NoImage, BuildingImage, BuildingTemplate, Ready, Degraded, Unavailable };

    State state = State::Unknown;
    QString sentence; // for a person, complete
    Accelerator accelerator = Accelerator::Unknown;
    QString remedy; // a command that makes sandboxes faster, for a shell; empty if none is known
    bool confined = false;
    double progress = 0;     // 0 to 1 while building
    QString step;            // "Unpacking packages", while building
    qint64 remainingMs = -1; // estimate while building, -1 if unknown
    int pooled = 0;          // restored and waiting
    int running = 0;         // sessions with a live sandbox
    qint64 lastRestoreMs = 0;

    bool operator==(const Status &) const = default;
};

} // namespace glasshouse::sandbox
