// The state of a run or of a node as a person sees it, folded from events.
#pragma once

#include "core/trace/event.h"

#include <QHash>
#include <QStringList>

namespace glasshouse::trace {

enum class RunPhase { Idle, Queued, Running, Waiting, Done, Failed, Cancelled };

[[nodiscard]] QString toString(RunPhase phase); // "idle", "queued", ...

struct NodeView
{
    RunPhase phase = RunPhase::Idle;
    int occurrences = 0; // how often it has been started in this run
    qint64 startedMs = 0;
    qint64 durationMs = 0; // of the last finished occurrence
    QString note;          // the error, or the tool it waits for

    bool operator==(const NodeView &) const = default;
};

// What the canvas, the status bar and the run list show of one run.
struct RunView
{
    RunPhase phase = RunPhase::Idle;
    QHash<QString, NodeView> nodes;
    QHash<QString, int> deliveries; // per edge
    QStringList pendingApprovals;   // ids
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    qint64 startedMs = 0;
    qint64 lastMs = 0;
    QString output;
    QString stopReason;
    QString error;

    bool operator==(const RunView &) const = default;
};

// The fold: call for each event in order.
void fold(RunView &view, const Event &event);

} // namespace glasshouse::trace
