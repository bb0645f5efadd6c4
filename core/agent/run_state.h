// The state of one agent run as a value: what is known after each event, storable as JSON at any moment.
#pragma once

#include "core/llm/chat_client.h"
#include "core/model/message.h"

namespace glasshouse {

enum class RunStatus { NotStarted, InProgress, WaitingForPerson, Completed, Failed, Cancelled };

[[nodiscard]] QString toString(RunStatus status); // "not_started", "in_progress", "waiting", "completed", ...
[[nodiscard]] Result<RunStatus> runStatusFromString(QStringView text);
[[nodiscard]] bool isOver(RunStatus status);

// How far one tool call of the current turn has come.
enum class CallStage {
    Proposed, // by the model; not looked at yet
    Waiting,  // for a person's decision
    Approved,
    Running,
    Lost,     // the program ended while it ran: whether it took effect is unknown
    Finished, // there is an outcome
    Answered, // and the model's conversation holds it
};

struct CallState
{
    ToolCall call;
    CallStage stage = CallStage::Proposed;
    QJsonObject arguments; // what runs: canonical, or as a person edited them
    QString codeArgument;  // which argument holds code, else empty
    QString language;      // of that code
    QString sha256;        // of what was approved; nothing else runs
    QString approval;      // id of the request, empty if nobody was asked
    qint64 requestedMs = 0;
    bool edited = false;
    QString text; // the outcome, for the model
    bool isError = false;
    QVector<Artifact> artifacts;
    std::optional<ErrorCode> fatal; // the run cannot go on after this call; `text` says why
    QString parent;                 // the call whose code makes this one; empty if the model makes it

    bool operator==(const CallState &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<CallState> fromJson(const QJsonObject &json);
};

struct RunState
{
    RunStatus status = RunStatus::NotStarted;
    QString agent;
    QString input;
    int iteration = 0; // model calls begun
    int maxIterations = 10;
    bool modelAtWork = false;
    FinishReason finishReason = FinishReason::Stop; // of the last model call
    QVector<Message> messages; // of this run; earlier runs of the thread are not repeated here
    QVector<CallState> calls;  // of the last assistant message, in its order
    QVector<CallState> nested; // made by the code of a call, while they wait or run
    Usage usage;
    bool refused = false; // a call was rejected
    QString output;
    QString stopReason;
    std::optional<Error> error;

    bool operator==(const RunState &) const = default;
    [[nodiscard]] const CallState *
    call(QStringView id) const;                         // of the current turn, or nested; nullptr if absent
    [[nodiscard]] QStringList pendingApprovals() const; // ids, of nested calls too
    [[nodiscard]] QString lastWords() const;            // the last text the agent said
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<RunState> fromJson(const QJsonObject &json);
};

} // namespace glasshouse
