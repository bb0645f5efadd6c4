// The events that change a WorkflowState. Each is one trace event, so that a stored trace gives the state
// back.
#pragma once

#include "core/workflow/workflow_state.h"

#include "core/trace/event.h"

#include <variant>

namespace glasshouse {

namespace workflow_event {

struct Started
{
    QString input;
    bool operator==(const Started &) const = default;
};

struct SuperstepStarted
{
    int step = 0;
    QStringList nodes;
    bool operator==(const SuperstepStarted &) const = default;
};

struct NodeStarted
{
    QString node;
    int occurrence = 1;
    QString input;
    QString author; // of the input, if one agent wrote it
    bool operator==(const NodeStarted &) const = default;
};

struct NodeFinished
{
    QString node;
    QString output;
    QString author;
    QString port;
    bool isResult = false; // of an output node: what the run answers

    bool operator==(const NodeFinished &) const = default;
};

struct NodeFailed
{
    QString node;
    Error error;
    bool operator==(const NodeFailed &) const = default;
};

struct EdgeDelivered
{
    Delivery delivery;
    bool operator==(const EdgeDelivered &) const = default;
};

struct SuperstepFinished
{
    int step = 0;
    bool operator==(const SuperstepFinished &) const = default;
};

struct CheckpointSaved
{
    int step = 0;
    bool operator==(const CheckpointSaved &) const = default;
};

// Told by the agents inside nodes
struct TokensUsed
{
    Usage usage;
    bool operator==(const TokensUsed &) const = default;
};

struct ArtifactMade
{
    Artifact artifact;
    bool operator==(const ArtifactMade &) const = default;
};

struct CallRefused
{
    bool operator==(const CallRefused &) const = default;
};

struct Finished
{
    RunStatus status = RunStatus::Completed;
    QString stopReason;
    std::optional<Error> error;

    bool operator==(const Finished &) const = default;
};

} // namespace workflow_event

using WorkflowEvent =
    std::variant<workflow_event::Started, workflow_event::SuperstepStarted, workflow_event::NodeStarted,
                 workflow_event::NodeFinished, workflow_event::NodeFailed, workflow_event::EdgeDelivered,
                 workflow_event::SuperstepFinished, workflow_event::CheckpointSaved,
                 workflow_event::TokensUsed, workflow_event::ArtifactMade, workflow_event::CallRefused,
                 workflow_event::Finished>;

// What a stored event means to the workflow; nothing if it does not change the state.
[[nodiscard]] std::optional<WorkflowEvent> workflowEventFrom(const trace::Event &event);

} // namespace glasshouse
