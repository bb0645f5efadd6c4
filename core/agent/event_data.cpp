#include "core/agent/event_data.h"

#include "core/approvals/policy.h"
#include "core/base/json.h"
#include "core/base/json_writer.h"
#include "core/trace/error_json.h"

namespace glasshouse::event_data {

namespace {

constexpr QLatin1String Call("call");
constexpr QLatin1String Tool("tool");
constexpr QLatin1String Arguments("arguments");
constexpr QLatin1String Sha256("sha256");
constexpr QLatin1String Language("language");
constexpr QLatin1String CodeArgument("code_argument");
constexpr QLatin1String Parent("parent");
constexpr QLatin1String HostCommand("host_command");

constexpr qsizetype NestedBytes = 16 << 10; // of the arguments of one call from code, and of its outcome

} // namespace

QJsonObject runStarted(const QString &kind, const QString &name, const QString &thread, const QString &input)
{
    return {{QStringLiteral("kind"), kind},
            {QStringLiteral("name"), name},
            {QStringLiteral("thread"), thread},
            {QStringLiteral("input"), input}};
}

QJsonObject runFinished(const run_event::Finished &outcome, const Usage &usage)
{
    QJsonObject data{{QStringLiteral("status"), toString(outcome.status)},
                     {QStringLiteral("stop_reason"), outcome.stopReason},
                     {QStringLiteral("output"), outcome.output},
                     {QStringLiteral("usage"), usage.toJson()}};
    if (outcome.error)
        trace::insertError(data, *outcome.error);
    return data;
}

QJsonObject messageAdded(const Message &message)
{
    return {{QStringLiteral("message"), message.toJson()}};
}

QJsonObject modelCallStarted(const QString &agent, int iteration, const ChatEndpoint &endpoint)
{
    return {{QStringLiteral("agent"), agent},
            {QStringLiteral("iteration"), iteration},
            {QStringLiteral("connection"), endpoint.connection},
            {QStringLiteral("model"), endpoint.model},
            {QStringLiteral("scripted"), endpoint.client && endpoint.client->isScripted()}};
}

QJsonObject modelCallRetrying(int attempt, qint64 delayMs, const QString &reason)
{
    return {{QStringLiteral("attempt"), attempt},
            {QStringLiteral("delay_ms"), delayMs},
            {QStringLiteral("reason"), reason}};
}

QJsonObject modelCallFinished(const ChatResponse &response)
{
    return {{QStringLiteral("usage"), response.usage.toJson()},
            {QStringLiteral("finish_reason"), toString(response.finishReason)},
            {QStringLiteral("duration_ms"), response.durationMs},
            {QStringLiteral("first_token_ms"), response.firstTokenMs}};
}

QJsonObject error(const Error &error)
{
    QJsonObject data;
    trace::insertError(data, error);
    return data;
}

QJsonObject approvalRequested(const ApprovalRequest &request)
{
    JsonWriter writer;
    writer.always(QLatin1String("approval"), request.id);
    writer.always(Call, request.callId);
    writer.always(QLatin1String("agent"), request.agent);
    writer.always(Tool, request.tool);
    writer.always(Arguments, request.arguments);
    writer.unlessEmpty(Language, request.language);
    writer.unlessEmpty(QLatin1String("code"), request.code());
    writer.unlessEmpty(CodeArgument, request.codeArgument);
    writer.always(Sha256, bindingHash(request.arguments, request.codeArgument));
    writer.always(QLatin1String("words"), request.words);
    writer.unlessEmpty(Parent, request.parentCall);
    writer.unlessEmpty(HostCommand, request.hostCommand);
    return writer.object();
}

QJsonObject approvalDecided(const ApprovalRecord &record, const QString &language)
{
    JsonWriter writer;
    writer.always(QLatin1String("approval"), record.request.id);
    writer.always(Call, record.request.callId);
    writer.always(Tool, record.request.tool);
    writer.always(QLatin1String("decision"), toString(record.decision.verdict));
    writer.always(QLatin1String("by"), record.by);
    writer.unlessEmpty(QLatin1String("reason"), record.decision.reason);
    writer.always(Arguments, record.decision.arguments);
    writer.unlessEmpty(Language, language);
    writer.unlessEmpty(CodeArgument, record.request.codeArgument);
    writer.always(Sha256, record.sha256);
    writer.unlessEmpty(Parent, record.request.parentCall);
    return writer.object();
}

QJsonObject toolCallStarted(const CallState &call)
{
    QJsonObject data{{Call, call.call.id}, {Tool, call.call.name}, {Arguments, call.arguments}};
    if (!call.parent.isEmpty())
        data.insert(Parent, call.parent);
    return data;
}

QJsonObject nestedCallStarted(const ApprovalRequest &request, const QString &by)
{
    const bool isLong = toCompactJson(request.arguments).size() > NestedBytes;
    JsonWriter writer;
    writer.always(Call, request.callId);
    writer.always(Parent, request.parentCall);
    writer.always(Tool, request.tool);
    writer.always(QLatin1String("by"), by);
    writer.always(Sha256, bindingHash(request.arguments, request.codeArgument));
    writer.always(Arguments, isLong ? QJsonObject() : request.arguments);
    writer.unlessDefault(QLatin1String("cut"), isLong, false);
    return writer.object();
}

QJsonObject nestedCallFinished(const QString &call, const QString &parent, const QString &tool,
                               const ToolOutcome &outcome, qint64 durationMs)
{
    return {{Call, call},
            {Parent, parent},
            {Tool, tool},
            {QStringLiteral("text"), outcome.text.left(NestedBytes)},
            {QStringLiteral("is_error"), outcome.isError},
            {QStringLiteral("duration_ms"), durationMs}};
}

QJsonObject execStarted(const CallState &call, const CodeStart &start)
{
    return {{Call, call.call.id},
            {Language, call.language},
            {Sha256, call.sha256},
            {QStringLiteral("sandbox"), start.sandbox},
            {QStringLiteral("accelerator"), start.accelerator},
            {QStringLiteral("confined"), start.confined},
            {QStringLiteral("restored_ms"), start.restoredMs}};
}

QJsonObject execFinished(const QString &callId, const CodeOutcome &outcome)
{
    JsonWriter writer;
    writer.always(Call, callId);
    writer.always(QLatin1String("outcome"), toString(outcome.ending));
    writer.always(QLatin1String("exit_code"), outcome.exitCode);
    writer.always(QLatin1String("duration_ms"), outcome.durationMs);
    writer.always(QLatin1String("cut_characters"), outcome.cutCharacters);
    writer.unlessEmpty(QLatin1String("limits"), outcome.limits);
    return writer.object();
}

QJsonObject artifactAdded(const QString &callId, const Artifact &artifact)
{
    auto data = artifact.toJson();
    data.insert(Call, callId);
    return data;
}

QJsonObject artifactRefused(const QString &callId, const RefusedArtifact &refused)
{
    return {
        {Call, callId}, {QStringLiteral("name"), refused.name}, {QStringLiteral("reason"), refused.reason}};
}

} // namespace glasshouse::event_data
