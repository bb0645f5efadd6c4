#include "core/llm/openai_answer.h"

#include "core/base/ids.h"
#include "core/base/json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace glasshouse {

namespace {

constexpr qsizetype LongestAnswer = 16 * 1024 * 1024; // characters of text and arguments together
constexpr int MostCalls = 128;                        // OpenAI's own limit

bool isCompleteJson(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).isObject();
}

// Arguments are a string by the specification; some servers send the object itself.
QString argumentsText(const QJsonValue &arguments)
{
    if (arguments.isObject())
        return QString::fromUtf8(toCompactJson(arguments.toObject()));
    return arguments.toString();
}

} // namespace

tl::expected<QString, OpenAiError> OpenAiAnswer::add(const QJsonObject &chunk)
{
    if (const auto error = errorIn(chunk))
        return tl::unexpected(*error);
    const qsizetype before = m_text.size();
    // Only the first choice: Glasshouse never asks for more.
    if (const QJsonArray choices = chunk.value(u"choices").toArray(); !choices.isEmpty())
        addChoice(choices.first().toObject());
    if (chunk.value(u"usage").isObject())
        takeUsage(chunk.value(u"usage").toObject());
    if (m_size > LongestAnswer || m_calls.size() > MostCalls)
        return tl::unexpected(
            OpenAiError{0, {}, QStringLiteral("The answer is larger than Glasshouse accepts.")});
    return m_text.sliced(before);
}

void OpenAiAnswer::addChoice(const QJsonObject &choice)
{
    // A streamed chunk has a delta, an answer that was not streamed has a message of the same shape.
    const QJsonObject delta = choice.value(choice.contains(u"delta") ? u"delta" : u"message").toObject();
    addContent(delta.value(u"content"));
    addContent(delta.value(u"refusal"));
    for (const QJsonValue &fragment : delta.value(u"tool_calls").toArray())
        addCall(fragment.toObject());
    if (const QString reason = choice.value(u"finish_reason").toString(); !reason.isEmpty())
        m_finishReason = finishReasonFromString(reason);
}

// Text, or an array of parts of which the text ones count.
void OpenAiAnswer::addContent(const QJsonValue &content)
{
    QString text = content.toString();
    for (const QJsonValue &part : content.toArray())
        text += part.toObject().value(u"text").toString();
    m_text += text;
    m_size += text.size();
}

void OpenAiAnswer::addCall(const QJsonObject &fragment)
{
    const QJsonObject function = fragment.value(u"function").toObject();
    const QString arguments = argumentsText(function.value(u"arguments"));
    const QString name = function.value(u"name").toString();
    Call &call = callFor(fragment);
    if (call.id.isEmpty())
        call.id = fragment.value(u"id").toString();
    if (call.name.isEmpty())
        call.name = name;
    call.arguments += arguments;
    m_size += arguments.size() + name.size();
}

// Servers disagree on what identifies a call. The id does where there is one; else the index; some send index
// 0 for every call, or no index at all, and then a new id, or a name after complete arguments, begins a new
// call.
OpenAiAnswer::Call &OpenAiAnswer::callFor(const QJsonObject &fragment)
{
    const QString id = fragment.value(u"id").toString();
    const QJsonValue indexValue = fragment.value(u"index");
    const auto index = indexValue.isDouble() ? std::optional(indexValue.toInt()) : std::nullopt;

    const auto belongs = [&](const Call &call) {
        if (!id.isEmpty() && !call.id.isEmpty())
            return id == call.id;
        return index ? call.index == index : id.isEmpty();
    };
    const auto found = std::find_if(m_calls.rbegin(), m_calls.rend(), belongs);
    const bool named = !fragment.value(u"function").toObject().value(u"name").toString().isEmpty();
    const bool beginsNext =
        !index && id.isEmpty() && named && found != m_calls.rend() && isCompleteJson(found->arguments);
    if (found != m_calls.rend() && !beginsNext)
        return *found;
    return m_calls.emplaceBack(Call{index, id, {}, {}});
}

void OpenAiAnswer::takeUsage(const QJsonObject &usage)
{
    m_usage.inputTokens = usage.value(u"prompt_tokens").toInteger();
    m_usage.outputTokens = usage.value(u"completion_tokens").toInteger();
}

ChatResponse OpenAiAnswer::response() const
{
    ChatResponse response;
    response.message.role = Role::Assistant;
    response.message.text = m_text;
    response.usage = m_usage;
    response.finishReason = m_finishReason.value_or(FinishReason::Stop);
    for (const Call &call : m_calls) {
        response.message.toolCalls.append({call.id.isEmpty() ? newId(u"call") : call.id, call.name,
                                           call.arguments.isEmpty() ? QStringLiteral("{}") : call.arguments});
    }
    // Several servers say "stop" although they ask for tools.
    if (!m_calls.isEmpty() && response.finishReason == FinishReason::Stop)
        response.finishReason = FinishReason::ToolCalls;
    return response;
}

} // namespace glasshouse
