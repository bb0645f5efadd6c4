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

// --- Runs
// kind: agent|workflow, name, thread, input; of an agent also: connection, model, scripted, max_iterations
inline constexpr QLatin1String RunStarted("run_started");
// approvals: [id]. The run waits for a person.
inline constexpr QLatin1String RunWaiting("run_waiting");
// After a restart of the program; with a node: the agent in that node.
inline constexpr QLatin1String RunResumed("run_resumed");
// status: completed|failed|cancelled, stop_reason, output, error?, error_code?, usage: <Usage>
inline constexpr QLatin1String RunFinished("run_finished");

// --- Workflows
// step, nodes: [id]
inline constexpr QLatin1String SuperstepStarted("superstep_started");
// step
inline constexpr QLatin1String SuperstepFinished("superstep_finished");
// step, checkpoint
inline constexpr QLatin1String CheckpointSaved("checkpoint_saved");
// Its occurrence is the one to come.
inline constexpr QLatin1String NodeQueued("node_queued");
// input, author?; of an agent also: agent, max_iterations
inline constexpr QLatin1String NodeStarted("node_started");
// output, author?, duration_ms?, port? (of a switch), is_result? (of an output), stop_reason? (of an agent)
inline constexpr QLatin1String NodeFinished("node_finished");
// error, error_code?, output?, stop_reason?, duration_ms?
inline constexpr QLatin1String NodeFailed("node_failed");
// edge, from: node, to: node, text, author?
inline constexpr QLatin1String EdgeDelivered("edge_delivered");

// --- Messages: everything that enters the conversation, in order
// message: <Message>
inline constexpr QLatin1String MessageAdded("message_added");

// --- Model calls. The answer's message_added comes just before model_call_finished.
// agent, iteration, connection, model, scripted
inline constexpr QLatin1String ModelCallStarted("model_call_started");
// text
inline constexpr QLatin1String TextDelta("text_delta");
// attempt, delay_ms, reason
inline constexpr QLatin1String ModelCallRetrying("model_call_retrying");
// usage: <Usage>, finish_reason, duration_ms, first_token_ms
inline constexpr QLatin1String ModelCallFinished("model_call_finished");
// error, error_code?
inline constexpr QLatin1String ModelCallFailed("model_call_failed");

// --- Tool calls; `call` is the ToolCall's id. A rejected call has neither of these. With a `parent` it was
// not the model that called but code of that call, and the id is PARENT/NUMBER; approvals carry the parent as
// well. call, tool, arguments: object; with a parent also: by: person|policy|option, cut?: true if the
// arguments are left out because they are long
inline constexpr QLatin1String ToolCallStarted("tool_call_started");
// call, tool, text, is_error, duration_ms, error_code? (the run cannot go on). Without a start: it never ran.
inline constexpr QLatin1String ToolCallFinished("tool_call_finished");
// call: of the code, tools: {name: {calls, failed, duration_ms}}. Calls from code beyond the first hundreds
// of an execution, which nobody had to approve, are not told one by one.
inline constexpr QLatin1String ToolCallsCounted("tool_calls_counted");

// --- Approvals
// approval, call, agent, tool, arguments, language?, code?, code_argument?, sha256, words
inline constexpr QLatin1String ApprovalRequested("approval_requested");
// approval (empty if by policy: nobody was asked), call, tool, decision: approved|edited|rejected,
// by: person|policy|option, reason?, arguments, language?, code_argument?, sha256
inline constexpr QLatin1String ApprovalDecided("approval_decided");

// --- Code in the sandbox
// call, reason: e.g. the image is still being built
inline constexpr QLatin1String ExecWaiting("exec_waiting");
// call, language, sha256, sandbox, accelerator, confined, restored_ms
inline constexpr QLatin1String ExecStarted("exec_started");
// call, stream: stdout|stderr, text
inline constexpr QLatin1String ExecOutput("exec_output");
// call, outcome: completed|failed|timed_out|out_of_memory|cancelled|lost, exit_code, duration_ms,
// cut_characters, limits?: a sentence for each that was hit
inline constexpr QLatin1String ExecFinished("exec_finished");
// call, name, path, size, mime, sha256
inline constexpr QLatin1String ArtifactAdded("artifact_added");
// call, name, reason
inline constexpr QLatin1String ArtifactRefused("artifact_refused");
// <trace::FilesAccessed>: what happened to the files of mounts since the last of these
inline constexpr QLatin1String FilesAccessed("files_accessed");

// --- The sandbox's network
// <trace::NetworkRequest>. The same request again with is_over when it ends; a denied one comes only then.
inline constexpr QLatin1String NetworkRequest("network_request");
// kept. The run made more requests than that; later ones are not in its trace.
inline constexpr QLatin1String NetworkLogCut("network_log_cut");
// permission, method, url, sentence, rule?: <AllowRule>
inline constexpr QLatin1String PermissionRequested("permission_requested");
// permission, decision: allow_once|allow_for_run|allow_always|deny|withdrawn (the request ended first)
inline constexpr QLatin1String PermissionDecided("permission_decided");

} // namespace event_type

} // namespace glasshouse::trace
