#include "core/agent/run_state.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"
#include "core/trace/error_json.h"

#include <algorithm>
#include <array>

namespace glasshouse {

namespace key {
constexpr QLatin1String Status("status");
constexpr QLatin1String Agent("agent");
constexpr QLatin1String Input("input");
constexpr QLatin1String Iteration("iteration");
constexpr QLatin1String MaxIterations("max_iterations");
constexpr QLatin1String ModelAtWork("model_at_work");
constexpr QLatin1String FinishReason("finish_reason");
constexpr QLatin1String Messages("messages");
constexpr QLatin1String Calls("calls");
constexpr QLatin1String Nested("nested");
constexpr QLatin1String Parent("parent");
constexpr QLatin1String Usage("usage");
constexpr QLatin1String Refused("refused");
constexpr QLatin1String Output("output");
constexpr QLatin1String StopReason("stop_reason");
constexpr QLatin1String Failure("failure");
constexpr QLatin1String Call("call");
constexpr QLatin1String Stage("stage");
constexpr QLatin1String Arguments("arguments");
constexpr QLatin1String CodeArgument("code_argument");
constexpr QLatin1String Language("language");
constexpr QLatin1String Sha256("sha256");
constexpr QLatin1String Approval("approval");
constexpr QLatin1String RequestedMs("requested_ms");
constexpr QLatin1String Edited("edited");
constexpr QLatin1String Text("text");
constexpr QLatin1String IsError("is_error");
constexpr QLatin1String Artifacts("artifacts");
constexpr QLatin1String Fatal("fatal");
} // namespace key

namespace {

constexpr std::array StatusNames{"not_started", "in_progress", "waiting", "completed", "failed", "cancelled"};
constexpr std::array StageNames{"proposed", "waiting", "approved", "running", "lost", "finished", "answered"};

template<typename Value, typename Names> Result<Value> fromName(const Names &names, QStringView text)
{
    const auto matches = [text](const char *name) { return text == QLatin1String(name); };
    const auto found = std::find_if(names.begin(), names.end(), matches);
    if (found == names.end())
        return fail(QStringLiteral("\"%1\" is not a known word here.").arg(text));
    return static_cast<Value>(found - names.begin());
}

Result<CallStage> stageFromString(QStringView text)
{
    return fromName<CallStage>(StageNames, text);
}

QString toString(CallStage stage)
{
    return QString::fromLatin1(StageNames[static_cast<std::size_t>(stage)]);
}

QJsonObject toJson(const Error &error)
{
    QJsonObject json;
    trace::insertError(json, error);
    return json;
}

} // namespace

QString toString(RunStatus status)
{
    return QString::fromLatin1(StatusNames[static_cast<std::size_t>(status)]);
}

Result<RunStatus> runStatusFromString(QStringView text)
{
    return fromName<RunStatus>(StatusNames, text);
}

bool isOver(RunStatus status)
{
    return status == RunStatus::Completed || status == RunStatus::Failed || status == RunStatus::Cancelled;
}

QJsonObject CallState::toJson() const
{
    JsonWriter writer;
    writer.always(key::Call, call.toJson());
    writer.always(key::Stage, toString(stage));
    writer.unlessEmpty(key::Arguments, arguments);
    writer.unlessEmpty(key::CodeArgument, codeArgument);
    writer.unlessEmpty(key::Language, language);
    writer.unlessEmpty(key::Sha256, sha256);
    writer.unlessEmpty(key::Approval, approval);
    writer.unlessDefault(key::RequestedMs, requestedMs, qint64(0));
    writer.unlessDefault(key::Edited, edited, false);
    writer.unlessEmpty(key::Text, text);
    writer.unlessDefault(key::IsError, isError, false);
    writer.unlessEmpty(key::Artifacts, artifacts);
    if (fatal)
        writer.always(key::Fatal, trace::toString(*fatal));
    writer.unlessEmpty(key::Parent, parent);
    return writer.object();
}

Result<CallState> CallState::fromJson(const QJsonObject &json)
{
    auto call = ToolCall::fromJson(json.value(key::Call).toObject());
    if (!call)
        return fail(call.error());
    JsonReader reader(json);
    CallState state;
    state.call = std::move(*call);
    state.stage = reader.word(key::Stage, CallStage::Proposed, stageFromString);
    state.arguments = reader.object(key::Arguments);
    state.codeArgument = reader.text(key::CodeArgument);
    state.language = reader.text(key::Language);
    state.sha256 = reader.text(key::Sha256);
    state.approval = reader.text(key::Approval);
    state.requestedMs = reader.whole(key::RequestedMs);
    state.edited = reader.flag(key::Edited);
    state.text = reader.text(key::Text);
    state.isError = reader.flag(key::IsError);
    state.artifacts = reader.list<Artifact>(key::Artifacts);
    state.parent = reader.text(key::Parent);
    if (reader.has(key::Fatal))
        state.fatal = trace::errorCodeFromString(reader.text(key::Fatal));
    return reader.finish(state);
}

const CallState *RunState::call(QStringView id) const
{
    for (const auto *list : {&calls, &nested}) {
        const auto found =
            std::find_if(list->begin(), list->end(), [id](const auto &state) { return state.call.id == id; });
        if (found != list->end())
            return &*found;
    }
    return nullptr;
}

QStringList RunState::pendingApprovals() const
{
    QStringList ids;
    for (const auto *list : {&calls, &nested}) {
        for (const auto &call : *list) {
            if (call.stage == CallStage::Waiting)
                ids << call.approval;
        }
    }
    return ids;
}

QString RunState::lastWords() const
{
    const auto said = [](const Message &message) {
        return message.role == Role::Assistant && !message.text.isEmpty();
    };
    const auto found = std::find_if(messages.rbegin(), messages.rend(), said);
    return found == messages.rend() ? QString() : found->text;
}

QJsonObject RunState::toJson() const
{
    JsonWriter writer;
    writer.always(key::Status, toString(status));
    writer.always(key::Agent, agent);
    writer.always(key::Input, input);
    writer.always(key::Iteration, iteration);
    writer.always(key::MaxIterations, maxIterations);
    writer.always(key::ModelAtWork, modelAtWork);
    writer.always(key::FinishReason, toString(finishReason));
    writer.unlessEmpty(key::Messages, messages);
    writer.unlessEmpty(key::Calls, calls);
    writer.unlessEmpty(key::Nested, nested);
    writer.always(key::Usage, usage.toJson());
    writer.unlessDefault(key::Refused, refused, false);
    writer.unlessEmpty(key::Output, output);
    writer.unlessEmpty(key::StopReason, stopReason);
    if (error)
        writer.always(key::Failure, glasshouse::toJson(*error));
    return writer.object();
}

Result<RunState> RunState::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    RunState state;
    state.status = reader.word(key::Status, RunStatus::NotStarted, runStatusFromString);
    state.agent = reader.text(key::Agent);
    state.input = reader.text(key::Input);
    state.iteration = reader.integer(key::Iteration);
    state.maxIterations = reader.integer(key::MaxIterations, state.maxIterations, 1);
    state.modelAtWork = reader.flag(key::ModelAtWork);
    state.finishReason = finishReasonFromString(reader.text(key::FinishReason));
    state.messages = reader.list<Message>(key::Messages);
    state.calls = reader.list<CallState>(key::Calls);
    state.nested = reader.list<CallState>(key::Nested);
    state.usage = Usage::fromJson(reader.object(key::Usage));
    state.refused = reader.flag(key::Refused);
    state.output = reader.text(key::Output);
    state.stopReason = reader.text(key::StopReason);
    if (reader.has(key::Failure))
        state.error = trace::errorFrom(reader.object(key::Failure));
    return reader.finish(state);
}

} // namespace glasshouse
