// The agent loop: what a run's state becomes with an event, and what is to be done next. Pure: no I/O, no
// time, no identifiers are made here.
#pragma once

#include "core/agent/run_event.h"

namespace glasshouse {

namespace effect {

struct AddMessage
{
    Message message;
    bool operator==(const AddMessage &) const = default;
}; // id and time are missing
struct CallModel
{
    int iteration = 0;
    bool operator==(const CallModel &) const = default;
};

// Refuse it (unknown tool, arguments that do not fit), approve it by policy, or ask a person.
struct ReviewCall
{
    QString call;
    bool operator==(const ReviewCall &) const = default;
};

struct RunTool
{
    QString call;
    bool operator==(const RunTool &) const = default;
};

struct ReportLost
{
    QString call;
    bool operator==(const ReportLost &) const = default;
};

struct Finish
{
    run_event::Finished outcome;
    bool operator==(const Finish &) const = default;
};

} // namespace effect

using Effect = std::variant<effect::AddMessage, effect::CallModel, effect::ReviewCall, effect::RunTool,
                            effect::ReportLost, effect::Finish>;

struct Step
{
    RunState state;
    std::optional<Effect> effect; // nothing: wait for a job in flight, or for a person

    bool operator==(const Step &) const = default;
};

// Events that do not fit the state (late answers, repeated decisions, anything after the end) change nothing.
[[nodiscard]] Step advance(RunState state, const RunEvent &event);

// The second half of advance(): what a state calls for. Performing it leads to an event after which it is not
// called for any more, so a run is: perform, advance, repeat.
[[nodiscard]] std::optional<Effect> nextEffect(const RunState &state);

} // namespace glasshouse
