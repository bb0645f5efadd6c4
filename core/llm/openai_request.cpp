#include "core/llm/openai_request.h"

#include "core/base/json.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

namespace glasshouse {

namespace {

QJsonObject textMessage(QLatin1String role, const QString &text)
{
    return {{QStringLiteral("role"), role}, {QStringLiteral("content"), text}};
}

// Some servers parse the arguments of earlier calls and fail on text that is no JSON object.
QString argumentsAsObject(const QString &arguments)
{
    if (QJsonDocument::fromJson(arguments.toUtf8()).isObject())
        return arguments;
    return QString::fromUtf8(toCompactJson({{QStringLiteral("malformed_arguments"), arguments}}));
}

QJsonObject toolCallJson(const ToolCall &call)
{
    return {{QStringLiteral("id"), call.id},
            {QStringLiteral("type"), QStringLiteral("function")},
            {QStringLiteral("function"),
             QJsonObject{{QStringLiteral("name"), call.name},
                         {QStringLiteral("arguments"), argumentsAsObject(call.arguments)}}}};
}

// Names tell a model who of several agents spoke; its own messages need none, and some servers refuse the
// key.
bool needsName(const Message &message, const QString &agent)
{
    static const QRegularExpression allowed(QStringLiteral("^[A-Za-z0-9_-]{1,64}$"));
    return !message.author.isEmpty() && message.author != agent && allowed.match(message.author).hasMatch();
}

QJsonObject assistantMessage(const Message &message, const QString &agent)
{
    QJsonObject json = textMessage(QLatin1String("assistant"), message.text);
    if (needsName(message, agent))
        json.insert(QStringLiteral("name"), message.author);
    if (message.toolCalls.isEmpty())
        return json;
    QJsonArray calls;
    for (const ToolCall &call : message.toolCalls)
        calls.append(toolCallJson(call));
    json.insert(QStringLiteral("tool_calls"), calls);
    if (message.text.isEmpty())
        json.insert(QStringLiteral("content"), QJsonValue::Null);
    return json;
}

QJsonObject toolAnswer(const QString &callId, const QString &text)
{
    QJsonObject json = textMessage(QLatin1String("tool"), text);
    json.insert(QStringLiteral("tool_call_id"), callId);
    return json;
}

class MessageList
{
public:
    void add(const Message &message, const QString &agent)
    {
        if (message.role == Role::Tool) {
            if (m_open.removeOne(message.toolCallId))
                m_messages.append(toolAnswer(message.toolCallId, message.text));
            return;
        }
        closeOpenCalls();
        if (message.role == Role::Assistant) {
            m_messages.append(assistantMessage(message, agent));
            for (const ToolCall &call : message.toolCalls)
                m_open.append(call.id);
            return;
        }
        const bool system = message.role == Role::System;
        m_messages.append(textMessage(QLatin1String(system ? "system" : "user"), message.text));
    }

    void addInstructions(const QString &instructions)
    {
        if (!instructions.isEmpty())
            m_messages.append(textMessage(QLatin1String("system"), instructions));
    }

    [[nodiscard]] QJsonArray finished()
    {
        closeOpenCalls();
        return m_messages;
    }

private:
    void closeOpenCalls()
    {
        for (const QString &id : std::exchange(m_open, {}))
            m_messages.append(
                toolAnswer(id, QStringLiteral("This call did not run: the run was stopped before it.")));
    }

    QJsonArray m_messages;
    QStringList m_open; // ids of calls that have no answer yet
};

bool blames(const QString &refusal, QLatin1String parameter)
{
    return refusal.contains(parameter, Qt::CaseInsensitive);
}

} // namespace

QJsonArray openAiMessages(const ChatRequest &request)
{
    MessageList list;
    list.addInstructions(request.instructions);
    for (const Message &message : request.messages)
        list.add(message, request.agent);
    return list.finished();
}

QJsonArray openAiTools(const QVector<ToolSpec> &tools)
{
    QJsonArray array;
    for (const ToolSpec &tool : tools) {
        array.append(QJsonObject{
            {QStringLiteral("type"), QStringLiteral("function")},
            {QStringLiteral("function"), QJsonObject{{QStringLiteral("name"), tool.name},
                                                     {QStringLiteral("description"), tool.description},
                                                     {QStringLiteral("parameters"), tool.parameters}}}});
    }
    return array;
}

QJsonObject openAiRequest(const ChatRequest &request, const OpenAiDialect &dialect)
{
    QJsonObject body{{QStringLiteral("model"), request.model},
                     {QStringLiteral("messages"), openAiMessages(request)},
                     {QStringLiteral("stream"), true}};
    if (dialect.includeUsage)
        body.insert(QStringLiteral("stream_options"), QJsonObject{{QStringLiteral("include_usage"), true}});
    if (!request.tools.isEmpty())
        body.insert(QStringLiteral("tools"), openAiTools(request.tools));
    if (request.temperature && dialect.temperature)
        body.insert(QStringLiteral("temperature"), *request.temperature);
    if (request.maxOutputTokens)
        body.insert(dialect.completionTokenLimit ? QStringLiteral("max_completion_tokens")
                                                 : QStringLiteral("max_tokens"),
                    *request.maxOutputTokens);
    return body;
}

std::optional<OpenAiDialect> adapted(const OpenAiDialect &dialect, const QString &refusal)
{
    OpenAiDialect next = dialect;
    const bool blamesUsage =
        blames(refusal, QLatin1String("stream_options")) || blames(refusal, QLatin1String("include_usage"));
    if (dialect.includeUsage && blamesUsage)
        next.includeUsage = false;
    else if (!dialect.completionTokenLimit && blames(refusal, QLatin1String("max_completion_tokens")))
        next.completionTokenLimit = true;
    else if (dialect.temperature && blames(refusal, QLatin1String("temperature")))
        next.temperature = false;
    else
        return std::nullopt;
    return next;
}

} // namespace glasshouse
