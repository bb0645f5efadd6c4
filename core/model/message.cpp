#include "core/model/message.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"

namespace glasshouse {

namespace key {
constexpr QLatin1String Id("id");
constexpr QLatin1String Name("name");
constexpr QLatin1String Arguments("arguments");
constexpr QLatin1String Path("path");
constexpr QLatin1String Size("size");
constexpr QLatin1String Mime("mime");
constexpr QLatin1String Sha256("sha256");
constexpr QLatin1String InputTokens("input_tokens");
constexpr QLatin1String OutputTokens("output_tokens");
constexpr QLatin1String Role("role");
constexpr QLatin1String Author("author");
constexpr QLatin1String Text("text");
constexpr QLatin1String ToolCalls("tool_calls");
constexpr QLatin1String ToolCallId("tool_call_id");
constexpr QLatin1String IsError("is_error");
constexpr QLatin1String Artifacts("artifacts");
constexpr QLatin1String Scripted("scripted");
constexpr QLatin1String CreatedMs("created_ms");
} // namespace key

QString toString(Role role)
{
    switch (role) {
    case Role::System:
        return QStringLiteral("system");
    case Role::User:
        return QStringLiteral("user");
    case Role::Assistant:
        return QStringLiteral("assistant");
    case Role::Tool:
        return QStringLiteral("tool");
    }
    return {};
}

Result<Role> roleFromString(QStringView text)
{
    for (const auto role : {Role::System, Role::User, Role::Assistant, Role::Tool}) {
        if (text == toString(role))
            return role;
    }
    return fail(QStringLiteral("\"%1\" is no role; use system, user, assistant or tool.").arg(text));
}

QJsonObject ToolCall::toJson() const
{
    return {{key::Id, id}, {key::Name, name}, {key::Arguments, arguments}};
}

Result<ToolCall> ToolCall::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    ToolCall call;
    call.id = reader.text(key::Id);
    call.name = reader.text(key::Name);
    call.arguments = reader.text(key::Arguments);
    return reader.finish(call);
}

QJsonObject Artifact::toJson() const
{
    return {
        {key::Name, name}, {key::Path, path}, {key::Size, size}, {key::Mime, mime}, {key::Sha256, sha256}};
}

Result<Artifact> Artifact::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Artifact artifact;
    artifact.name = reader.requiredText(key::Name);
    artifact.path = reader.text(key::Path);
    artifact.size = reader.whole(key::Size, 0, 0);
    artifact.mime = reader.text(key::Mime);
    artifact.sha256 = reader.text(key::Sha256);
    return reader.finish(artifact);
}

Usage &Usage::operator+=(const Usage &other)
{
    inputTokens += other.inputTokens;
    outputTokens += other.outputTokens;
    return *this;
}

QJsonObject Usage::toJson() const
{
    return {{key::InputTokens, inputTokens}, {key::OutputTokens, outputTokens}};
}

Usage Usage::fromJson(const QJsonObject &json)
{
    return {json.value(key::InputTokens).toInteger(), json.value(key::OutputTokens).toInteger()};
}

QJsonObject Message::toJson() const
{
    JsonWriter writer;
    writer.always(key::Id, id);
    writer.always(key::Role, toString(role));
    writer.always(key::Text, text);
    writer.always(key::CreatedMs, createdMs);
    writer.unlessEmpty(key::Author, author);
    writer.unlessEmpty(key::ToolCalls, toolCalls);
    writer.unlessEmpty(key::ToolCallId, toolCallId);
    writer.unlessDefault(key::IsError, isError, false);
    writer.unlessEmpty(key::Artifacts, artifacts);
    writer.unlessDefault(key::Scripted, scripted, false);
    return writer.object();
}

Result<Message> Message::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Message message;
    message.id = reader.text(key::Id);
    message.role = reader.word(key::Role, message.role, roleFromString);
    message.author = reader.text(key::Author);
    message.text = reader.text(key::Text);
    message.toolCalls = reader.list<ToolCall>(key::ToolCalls);
    message.toolCallId = reader.text(key::ToolCallId);
    message.isError = reader.flag(key::IsError);
    message.artifacts = reader.list<Artifact>(key::Artifacts);
    message.scripted = reader.flag(key::Scripted);
    message.createdMs = reader.whole(key::CreatedMs);
    return reader.finish(message);
}

} // namespace glasshouse
