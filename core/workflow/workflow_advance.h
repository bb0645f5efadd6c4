// The superstep engine: what a workflow's state becomes with an event, and what is to be done next. Pure.
//
// All nodes with waiting messages work in one superstep, each once, on everything that waits for it (a fan-in
// only when each of its edges has a message). When all are done their outputs travel along the edges whose
// conditions hold, and a checkpoint is taken. The run ends when no message is left.
#pragma once

#include "core/workflow/workflow_event.h"

namespace glasshouse {

namespace workflow_effect {

struct BeginSuperstep
{
    int step = 0;
    QStringList nodes;
    bool operator==(const BeginSuperstep &) const = default;
};

struct StartNode
{
    QString node;
    int occurrence = 1;
    QString input;
    QString author;
    bool operator==(const StartNode &) const = default;
};

struct Deliver
{
    QVector<Delivery> deliveries;
    bool operator==(const Deliver &) const = default;
};

struct EndSuperstep
{
    int step = 0;
    bool operator==(const EndSuperstep &) const = default;
};

struct SaveCheckpoint
{
    int step = 0;
    bool operator==(const SaveCheckpoint &) const = default;
};

struct Finish
{
    workflow_event::Finished outcome;
    bool operator==(const Finish &) const = default;
};

} // namespace workflow_effect

using WorkflowEffect =
    std::variant<workflow_effect::BeginSuperstep, workflow_effect::StartNode, workflow_effect::Deliver,
                 workflow_effect::EndSuperstep, workflow_effect::SaveCheckpoint, workflow_effect::Finish>;

struct WorkflowStep
{
    WorkflowState state;
    std::optional<WorkflowEffect> effect; // nothing: nodes are at work

    bool operator==(const WorkflowStep &) const = default;
};

// advance() is evolve(), then nextEffect(). Events that do not fit the state change nothing.
void evolve(WorkflowState &state, const WorkflowEvent &event);
[[nodiscard]] WorkflowStep advance(const Workflow &workflow, WorkflowState state, const WorkflowEvent &event);
[[nodiscard]] std::optional<WorkflowEffect> nextEffect(const Workflow &workflow, const WorkflowState &state);

// What a node that only passes on makes of its input; a switch also chooses its port.
[[nodiscard]] workflow_event::NodeFinished passOn(const Node &node, const QString &input,
                                                  const QString &author);

// Why this workflow cannot run, as a sentence; nothing if it can.
[[nodiscard]] std::optional<Error> whyNotRunnable(const Workflow &workflow, const QStringList &agents);

} // namespace glasshouse
