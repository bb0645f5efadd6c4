#include "core/llm/traffic.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/llm/openai_request.h"

#include <QJsonDocument>
#include <QStringBuilder>

#include <algorithm>

namespace glasshouse {

namespace {

constexpr qsizetype LongestQuote = 80;

QString shown(const QJsonValue &value)
{
    if (value.isUndefined())
        return QStringLiteral("missing");
    QString text = value.toString();
    if (!value.isString()) {
        const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
        text = QString::fromUtf8(wrapped.sliced(1, wrapped.size() - 2));
    }
    return u"“" % (text.size() > LongestQuote ? text.first(LongestQuote) + u'…' : text) % u"”";
}

std::optional<QString> differenceInObject(const QJsonObject &now, const QJsonObject &recorded,
                                          const QString &pointer)
{
    QStringList keys = now.keys() + recorded.keys();
    keys.removeDuplicates();
    for (const QString &key : keys) {
        if (auto found = firstDifference(now.value(key), recorded.value(key), pointer + u'/' + key))
            return found;
    }
    return std::nullopt;
}

std::optional<QString> differenceInArray(const QJsonArray &now, const QJsonArray &recorded,
                                         const QString &pointer)
{
    for (qsizetype i = 0; i < std::max(now.size(), recorded.size()); ++i) {
        if (auto found = firstDifference(now.at(i), recorded.at(i), pointer + u'/' + QString::number(i)))
            return found;
    }
    return std::nullopt;
}

QJsonObject responseJson(const ChatResponse &response)
{
    return {{QStringLiteral("message"), response.message.toJson()},
            {QStringLiteral("usage"), response.usage.toJson()},
            {QStringLiteral("finish_reason"), toString(response.finishReason)},
            {QStringLiteral("first_token_ms"), response.firstTokenMs},
            {QStringLiteral("duration_ms"), response.durationMs}};
}

Result<ChatResponse> responseFromJson(const QJsonObject &json)
{
    const auto message = Message::fromJson(json.value(u"message").toObject());
    if (!message)
        return fail(message.error());
    return ChatResponse{*message, Usage::fromJson(json.value(u"usage").toObject()),
                        finishReasonFromString(json.value(u"finish_reason").toString()),
                        json.value(u"first_token_ms").toInteger(), json.value(u"duration_ms").toInteger()};
}

} // namespace

QJsonObject RecordedCall::toJson() const
{
    QJsonObject json{{QStringLiteral("request"), request}};
    if (response)
        json.insert(QStringLiteral("response"), responseJson(*response));
    else
        json.insert(QStringLiteral("error"),
                    QJsonObject{{QStringLiteral("message"), response.error().message},
                                {QStringLiteral("code"), static_cast<int>(response.error().code)}});
    return json;
}

Result<RecordedCall> RecordedCall::fromJson(const QJsonObject &json)
{
    const QJsonObject request = json.value(u"request").toObject();
    if (request.isEmpty())
        return fail(QStringLiteral("a line holds no request"));
    const QJsonObject error = json.value(u"error").toObject();
    if (!error.isEmpty())
        return RecordedCall{request, fail(error.value(u"message").toString(),
                                          static_cast<ErrorCode>(error.value(u"code").toInt()))};
    auto response = responseFromJson(json.value(u"response").toObject());
    if (!response)
        return fail(response.error());
    return RecordedCall{request, *response};
}

QJsonObject recordedRequest(const ChatRequest &request)
{
    QJsonObject json = openAiRequest(request, {});
    json.remove(QStringLiteral("stream"));
    json.remove(QStringLiteral("stream_options"));
    json.insert(QStringLiteral("agent"), request.agent);
    return json;
}

Result<QVector<RecordedCall>> readRecording(const QString &path)
{
    const auto content = readFile(path);
    if (!content)
        return fail(content.error());
    QVector<RecordedCall> calls;
    int number = 0;
    for (const QByteArray &line : content->split('\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const auto call = parseJsonObject(line).and_then(RecordedCall::fromJson);
        if (!call)
            return fail(QStringLiteral("The recording %1 is damaged in line %2: %3")
                            .arg(path)
                            .arg(number)
                            .arg(call.error().message));
        calls.append(*call);
    }
    return calls;
}

std::optional<QString> firstDifference(const QJsonValue &now, const QJsonValue &recorded,
                                       const QString &pointer)
{
    if (now == recorded)
        return std::nullopt;
    if (now.isObject() && recorded.isObject())
        return differenceInObject(now.toObject(), recorded.toObject(), pointer);
    if (now.isArray() && recorded.isArray())
        return differenceInArray(now.toArray(), recorded.toArray(), pointer);
    return QStringLiteral("%1 is %2, the recording has %3").arg(pointer, shown(now), shown(recorded));
}

} // namespace glasshouse
