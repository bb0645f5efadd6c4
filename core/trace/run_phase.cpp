#include "core/trace/run_phase.h"

#include "core/model/message.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace glasshouse::trace {

namespace {

using FoldFunction = void (*)(RunView &, const Event &);

QString text(const Event &event, QStringView key)
{
    return event.data.value(key).toString();
}

bool isOver(RunPhase phase)
{
    return phase == RunPhase::Done || phase == RunPhase::Failed || phase == RunPhase::Cancelled;
}

RunPhase phaseFromStatus(const QString &status)
{
    if (status == u"completed")
        return RunPhase::Done;
    return status == u"cancelled" ? RunPhase::Cancelled : RunPhase::Failed;
}

void runStarted(RunView &view, const Event &event)
{
    view.phase = RunPhase::Running;
    view.startedMs = event.timeMs;
}

void runWaiting(RunView &view, const Event &)
{
    view.phase = RunPhase::Waiting;
}

void runResumed(RunView &view, const Event &event)
{
    if (event.node.isEmpty())
        view.phase = RunPhase::Running;
}

// Nodes that were still at work when the run ended were stopped with it.
void runFinished(RunView &view, const Event &event)
{
    view.phase = phaseFromStatus(text(event, u"status"));
    view.output = text(event, u"output");
    view.stopReason = text(event, u"stop_reason");
    view.error = text(event, u"error");
    view.pendingApprovals.clear();
    for (auto &node : view.nodes) {
        if (node.phase == RunPhase::Running || node.phase == RunPhase::Waiting ||
            node.phase == RunPhase::Queued)
            node.phase = RunPhase::Cancelled;
    }
}

void nodeQueued(RunView &view, const Event &event)
{
    view.nodes[event.node].phase = RunPhase::Queued;
}

void nodeStarted(RunView &view, const Event &event)
{
    auto &node = view.nodes[event.node];
    node.phase = RunPhase::Running;
    node.occurrences = std::max(node.occurrences + 1, event.occurrence);
    node.startedMs = event.timeMs;
    node.note.clear();
}

void nodeEnded(RunView &view, const Event &event, RunPhase phase, const QString &note)
{
    auto &node = view.nodes[event.node];
    node.phase = phase;
    node.note = note;
    node.durationMs = event.data.value(u"duration_ms").toInteger(event.timeMs - node.startedMs);
}

void nodeFinished(RunView &view, const Event &event)
{
    nodeEnded(view, event, RunPhase::Done, {});
}

void nodeFailed(RunView &view, const Event &event)
{
    nodeEnded(view, event, RunPhase::Failed, text(event, u"error"));
}

void edgeDelivered(RunView &view, const Event &event)
{
    ++view.deliveries[text(event, u"edge")];
}

void modelCallFinished(RunView &view, const Event &event)
{
    const auto usage = Usage::fromJson(event.data.value(u"usage").toObject());
    view.inputTokens += usage.inputTokens;
    view.outputTokens += usage.outputTokens;
}

void approvalRequested(RunView &view, const Event &event)
{
    view.pendingApprovals.append(text(event, u"approval"));
    if (event.node.isEmpty())
        return;
    auto &node = view.nodes[event.node];
    node.phase = RunPhase::Waiting;
    node.note = text(event, u"tool");
}

// A decision by policy has no request before it, and then nothing was waiting.
void approvalDecided(RunView &view, const Event &event)
{
    if (view.pendingApprovals.removeAll(text(event, u"approval")) == 0)
        return;
    if (view.phase == RunPhase::Waiting)
        view.phase = RunPhase::Running;
    if (event.node.isEmpty())
        return;
    auto &node = view.nodes[event.node];
    node.phase = RunPhase::Running;
    node.note.clear();
}

const QHash<QString, FoldFunction> &foldFunctions()
{
    static const QHash<QString, FoldFunction> functions{
        {event_type::RunStarted, runStarted},
        {event_type::RunWaiting, runWaiting},
        {event_type::RunResumed, runResumed},
        {event_type::RunFinished, runFinished},
        {event_type::NodeQueued, nodeQueued},
        {event_type::NodeStarted, nodeStarted},
        {event_type::NodeFinished, nodeFinished},
        {event_type::NodeFailed, nodeFailed},
        {event_type::EdgeDelivered, edgeDelivered},
        {event_type::ModelCallFinished, modelCallFinished},
        {event_type::ApprovalRequested, approvalRequested},
        {event_type::ApprovalDecided, approvalDecided},
    };
    return functions;
}

} // namespace

QString toString(RunPhase phase)
{
    static constexpr std::array Names{"idle", "queued", "running", "waiting", "done", "failed", "cancelled"};
    return QString::fromLatin1(Names[static_cast<std::size_t>(phase)]);
}

void fold(RunView &view, const Event &event)
{
    if (isOver(view.phase))
        return;
    view.lastMs = event.timeMs;
    if (const auto function = foldFunctions().value(event.type))
        function(view, event);
}

} // namespace glasshouse::trace
