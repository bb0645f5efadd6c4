// One thing that happened in a run. The events are the source of truth: threads, node states, the console and
// a restored run are all folds over them, and `glasshousectl run --json` prints them as they happen.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

namespace glasshouse::trace {

struct Event
{
    qint64 sequence = 0; // per run, from 1, without gaps
    QString run;         // the top-level run
    qint64 timeMs = 0;   // Unix epoch, UTC
    QString type;        // one of event_type
    QString node;        // the workflow node it happened in, empty in an agent run
    int occurrence = 0;  // which execution of that node, from 1; 0 outside nodes
    QJsonObject data;    // see event_type

    bool operator==(const Event &) const = default;
    // Flat, as glasshousectl prints it: {"type","seq","run_id","time_ms","node"?,"occurrence"?, ...data}
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Event> fromJson(const QJsonObject &json);
};

// The types and the keys of their `data`. Keys may be added: a reader ignores what it does not know. A value
// in <> is a JSON form of core/model.
namespace event_type {
// Runs
inline constexpr QLatin1String
    RunStarted("run_started"); // kind: agent|workflow, name, thread, input, connection, model, scripted,
                               // max_iterations (agent)
inline constexpr QLatin1String RunWaiting("run_waiting"); // approvals: [id]   the run waits for a person
inline constexpr QLatin1String
    RunResumed("run_resumed"); // after a restart of the program; with a node: the agent in that node
inline constexpr QLatin1String
    RunFinished("run_finished"); // status: completed|failed|cancelled, stop_reason, output, error?,
                                 // error_code?, usage: <Usage>
// Workflows
inline constexpr QLatin1String SuperstepStarted("superstep_started");   // step, nodes: [id]
inline constexpr QLatin1String SuperstepFinished("superstep_finished"); // step
inline constexpr QLatin1String CheckpointSaved("checkpoint_saved");     // step, checkpoint
inline constexpr QLatin1String NodeQueued("node_queued");
inline constexpr QLatin1String
    NodeStarted("node_started"); // input, author?; of an agent also: agent, max_iterations
inline constexpr QLatin1String
    NodeFinished("node_finished"); // output, author?, duration_ms, port? (of a switch), is_result? (of an
                                   // output), stop_reason? (of an agent)
inline constexpr QLatin1String NodeFailed("node_failed");       // error, error_code?, stop_reason?
inline constexpr QLatin1String EdgeDelivered("edge_delivered"); // edge, from: node, to: node, text, author?
// Messages: everything that enters the conversation, in order
inline constexpr QLatin1String MessageAdded("message_added"); // message: <Message>
// Model calls
inline constexpr QLatin1String
    ModelCallStarted("model_call_started");             // agent, iteration, connection, model, scripted
inline constexpr QLatin1String TextDelta("text_delta"); // text
inline constexpr QLatin1String ModelCallRetrying("model_call_retrying"); // attempt, delay_ms, reason
inline constexpr QLatin1String
    ModelCallFinished("model_call_finished"); // usage: <Usage>, finish_reason, duration_ms, first_token_ms
inline constexpr QLatin1String ModelCallFailed("model_call_failed"); // error, error_code?
// Tool calls; `call` is the ToolCall's id
inline constexpr QLatin1String ToolCallStarted("tool_call_started"); // call, tool, arguments: object
inline constexpr QLatin1String ToolCallFinished(
    "tool_call_finished"); // call, tool, text, is_error, duration_ms, error_code? (the run cannot go on)
// Approvals
inline constexpr QLatin1String
    ApprovalRequested("approval_requested"); // approval, call, agent, tool, arguments, language?, code?,
                                             // code_argument?, sha256, words
inline constexpr QLatin1String
    ApprovalDecided("approval_decided"); // approval, call, decision: approved|edited|rejected, by:
                                         // person|policy|option, reason?, arguments, sha256
// Code in the sandbox
inline constexpr QLatin1String
    ExecWaiting("exec_waiting"); // call, reason   e.g. the image is still being built
inline constexpr QLatin1String
    ExecStarted("exec_started"); // call, language, sha256, sandbox, accelerator, restored_ms
inline constexpr QLatin1String ExecOutput("exec_output"); // call, stream: stdout|stderr, text
inline constexpr QLatin1String
    ExecFinished("exec_finished"); // call, outcome: completed|failed|timed_out|out_of_memory|cancelled|lost,
                                   // exit_code, duration_ms, cut_characters
inline constexpr QLatin1String ArtifactAdded("artifact_added");     // call, name, path, size, mime, sha256
inline constexpr QLatin1String ArtifactRefused("artifact_refused"); // call, name, reason
} // namespace event_type

} // namespace glasshouse::trace
