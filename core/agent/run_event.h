// The events that change a RunState. Each is one trace event (core/trace/event.h), so that a stored trace is
// enough to get the state back.
#pragma once

#include "core/agent/run_state.h"
#include "core/approvals/approval.h"
#include "core/trace/event.h"

#include <variant>

namespace glasshouse {

namespace run_event {

struct Started
{
    QString agent;
    QString input;
    int maxIterations = 10;
    bool operator==(const Started &) const = default;
};

struct MessageAdded
{
    Message message;
    bool operator==(const MessageAdded &) const = default;
};

struct ModelCallStarted
{
    int iteration = 0;
    bool operator==(const ModelCallStarted &) const = default;
};

struct ModelCallFinished
{
    Usage usage;
    FinishReason finishReason = FinishReason::Stop;
    bool operator==(const ModelCallFinished &) const = default;
};

struct ModelCallFailed
{
    Error error;
    bool operator==(const ModelCallFailed &) const = default;
};

struct ApprovalRequested
{
    QString approval;
    QString call;
    QJsonObject arguments;
    QString codeArgument;
    QString language;
    qint64 timeMs = 0;
    QString parent = {}; // the call whose code makes this one
    QString tool = {};   // for a call with a parent: nothing before told of it

    bool operator==(const ApprovalRequested &) const = default;
};

struct ApprovalDecided
{
    QString approval; // empty if nobody was asked
    QString call;
    Verdict verdict = Verdict::Rejected;
    QString reason;
    QJsonObject arguments; // what will run
    QString codeArgument;
    QString language;
    QString sha256; // binds the decision to exactly these arguments
    QString by = {};

    bool operator==(const ApprovalDecided &) const = default;
};

struct ToolCallStarted
{
    QString call;
    QString parent = {};
    QString tool = {};
    bool operator==(const ToolCallStarted &) const = default;
};

struct ToolCallFinished
{
    QString call;
    QString text;
    bool isError = false;
    std::optional<ErrorCode> fatal;

    bool operator==(const ToolCallFinished &) const = default;
};

struct ArtifactAdded
{
    QString call;
    Artifact artifact;
    bool operator==(const ArtifactAdded &) const = default;
};

struct Resumed
{
    bool operator==(const Resumed &) const = default;
}; // the program was restarted

struct Finished
{
    RunStatus status = RunStatus::Completed;
    QString stopReason;
    QString output;
    std::optional<Error> error;

    bool operator==(const Finished &) const = default;
};

} // namespace run_event

using RunEvent =
    std::variant<run_event::Started, run_event::MessageAdded, run_event::ModelCallStarted,
                 run_event::ModelCallFinished, run_event::ModelCallFailed, run_event::ApprovalRequested,
                 run_event::ApprovalDecided, run_event::ToolCallStarted, run_event::ToolCallFinished,
                 run_event::ArtifactAdded, run_event::Resumed, run_event::Finished>;

// What a stored event means to the agent it happened in; nothing if it does not change the state.
[[nodiscard]] std::optional<RunEvent> runEventFrom(const trace::Event &event);

} // namespace glasshouse
