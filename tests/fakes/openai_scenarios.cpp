#include "tests/fakes/openai_scenarios.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <functional>

namespace glasshouse::fakes {

namespace {

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject chunk(const QJsonObject &delta, const QJsonValue &finishReason = QJsonValue::Null)
{
    const QJsonObject choice{{QStringLiteral("index"), 0},
                             {QStringLiteral("delta"), delta},
                             {QStringLiteral("finish_reason"), finishReason}};
    return {{QStringLiteral("object"), QStringLiteral("chat.completion.chunk")},
            {QStringLiteral("choices"), QJsonArray{choice}}};
}

QJsonObject textChunk(const QString &text)
{
    return chunk({{QStringLiteral("content"), text}});
}

QJsonObject usageChunk()
{
    return {{QStringLiteral("choices"), QJsonArray{}},
            {QStringLiteral("usage"),
             QJsonObject{{QStringLiteral("prompt_tokens"), 42}, {QStringLiteral("completion_tokens"), 7}}}};
}

QByteArray event(const QJsonObject &object)
{
    return "data: " + compact(object) + "\n\n";
}

const QByteArray Done("data: [DONE]\n\n");

// Chunked transfer coding (RFC 9112 section 7.1), each piece one chunk.
QList<QByteArray> chunked(const QList<QByteArray> &pieces)
{
    QList<QByteArray> result;
    for (const QByteArray &piece : pieces)
        result.append(QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n");
    result.append("0\r\n\r\n");
    return result;
}

QByteArray head(int status, const QByteArray &type, const QByteArray &more)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Status\r\nContent-Type: " + type + "\r\n" + more +
           "\r\n";
}

Answer whole(int status, const QByteArray &body, const QByteArray &type = "application/json",
             const QByteArray &more = {})
{
    const QByteArray length = "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return {{head(status, type, length + more) + body}, Ending::KeepAlive, 0};
}

Answer refusal(int status, const QString &code, const QString &message, const QByteArray &more = {})
{
    const QJsonObject error{{QStringLiteral("code"), code}, {QStringLiteral("message"), message}};
    return whole(status, compact({{QStringLiteral("error"), error}}), "application/json", more);
}

Answer stream(const QList<QByteArray> &pieces)
{
    return {QList<QByteArray>{head(200, "text/event-stream", "Transfer-Encoding: chunked\r\n")} +
                chunked(pieces),
            Ending::KeepAlive, 0};
}

// Without a length: the answer ends where the connection does.
Answer closingStream(const QList<QByteArray> &pieces, Ending ending = Ending::Close)
{
    return {QList<QByteArray>{head(200, "text/event-stream", "Connection: close\r\n")} + pieces, ending, 0};
}

QList<QByteArray> textPieces(const QStringList &texts)
{
    QList<QByteArray> pieces;
    for (const QString &text : texts)
        pieces.append(event(textChunk(text)));
    return pieces + QList<QByteArray>{event(chunk({}, QStringLiteral("stop"))), event(usageChunk()), Done};
}

QList<QByteArray> helloPieces()
{
    return textPieces({QStringLiteral("Hello"), QStringLiteral(" from"), QStringLiteral(" the server.")});
}

QJsonObject callFragment(const QJsonValue &index, const QString &id, const QString &name,
                         const QString &arguments)
{
    QJsonObject function{{QStringLiteral("arguments"), arguments}};
    if (!name.isEmpty())
        function.insert(QStringLiteral("name"), name);
    QJsonObject call{{QStringLiteral("function"), function},
                     {QStringLiteral("type"), QStringLiteral("function")}};
    if (!id.isEmpty())
        call.insert(QStringLiteral("id"), id);
    if (!index.isUndefined())
        call.insert(QStringLiteral("index"), index);
    return chunk({{QStringLiteral("tool_calls"), QJsonArray{call}}});
}

// How a server labels the fragments of a call.
struct Labels
{
    bool index = true;
    bool id = true;
    bool sameIndex = false;
};

QList<QByteArray> callPieces(int number, const QString &code, const Labels &labels)
{
    const QJsonValue index = !labels.index      ? QJsonValue(QJsonValue::Undefined)
                             : labels.sameIndex ? QJsonValue(0)
                                                : QJsonValue(number);
    const QString id = labels.id ? QStringLiteral("call_%1").arg(number + 1) : QString();
    const QString arguments = QString::fromUtf8(compact({{QStringLiteral("code"), code}}));
    QList<QByteArray> pieces{event(callFragment(index, id, QStringLiteral("execute_code"), QString()))};
    for (qsizetype at = 0; at < arguments.size(); at += 7)
        pieces.append(event(callFragment(index, {}, {}, arguments.mid(at, 7))));
    return pieces;
}

QList<QByteArray> twoCalls(const Labels &labels)
{
    return QList<QByteArray>{event(textChunk(QStringLiteral("I compute both.")))} +
           callPieces(0, QStringLiteral("x = 6 * 7\nprint('first', x)"), labels) +
           callPieces(1, QStringLiteral("print('second', 1 + 1)"), labels) +
           QList<QByteArray>{event(chunk({}, QStringLiteral("tool_calls"))), event(usageChunk()), Done};
}

QStringList toolResults(const QJsonObject &request)
{
    QStringList results;
    for (const QJsonValue &value : request.value(u"messages").toArray()) {
        const QJsonObject message = value.toObject();
        if (message.value(u"role") == QStringLiteral("user"))
            results.clear();
        else if (message.value(u"role") == QStringLiteral("tool"))
            results.append(message.value(u"content").toString());
    }
    return results;
}

// Two calls of execute_code in one turn, then a text that quotes the first line of each result.
QList<QByteArray> toolRound(const QJsonObject &request, const Labels &labels = {})
{
    const QStringList results = toolResults(request);
    if (results.size() < 2)
        return twoCalls(labels);
    return textPieces({QStringLiteral("Both calls ran. "),
                       QStringLiteral("First: %1. ").arg(results.at(0).section(u'\n', 0, 0)),
                       QStringLiteral("Second: %1.").arg(results.at(1).section(u'\n', 0, 0))});
}

QList<QByteArray> bytewise(const QByteArray &bytes)
{
    QList<QByteArray> pieces;
    for (const char byte : bytes)
        pieces.append(QByteArray(1, byte));
    return pieces;
}

Answer oddSplits()
{
    QByteArray body = "\xEF\xBB\xBF: welcome\r\n\r\n";
    for (const QByteArray &piece : textPieces({QStringLiteral("Grüße"), QStringLiteral(" aus dem 🏠")}))
        body += QByteArray(piece).replace("\n", "\r\n") + ": keep-alive\r\n\r\n";
    return closingStream(bytewise(body));
}

Answer notStreamed()
{
    const QJsonObject message{{QStringLiteral("role"), QStringLiteral("assistant")},
                              {QStringLiteral("content"), QStringLiteral("All at once.")}};
    const QJsonObject choice{{QStringLiteral("message"), message},
                             {QStringLiteral("finish_reason"), QStringLiteral("stop")}};
    return whole(200, compact({{QStringLiteral("choices"), QJsonArray{choice}},
                               {QStringLiteral("usage"), usageChunk().value(u"usage")}}));
}

QList<QByteArray> errorPieces(const QJsonValue &code, const QString &message)
{
    const QJsonObject error{{QStringLiteral("code"), code}, {QStringLiteral("message"), message}};
    return {event({{QStringLiteral("error"), error}})};
}

struct Call
{
    const HttpRequest &http;
    const QJsonObject json;
    const int time; // which call for this model, from 1

    [[nodiscard]] QString key() const
    {
        return QString::fromLatin1(http.headers.value("authorization")).section(u' ', 1);
    }
    [[nodiscard]] bool has(QStringView name) const { return json.contains(name); }
};

using Scenario = std::function<Answer(const Call &)>;

Scenario once(const Answer &first, const Answer &then)
{
    return [=](const Call &call) { return call.time == 1 ? first : then; };
}

Scenario always(const Answer &answer)
{
    return [=](const Call &) { return answer; };
}

Answer echoKey(const Call &call)
{
    const QString key = call.key();
    return stream(textPieces(
        {QStringLiteral("Your key is ") + key.left(5), key.mid(5), QStringLiteral(", is it not?")}));
}

Answer usageRefused(const Call &call)
{
    if (call.has(u"stream_options"))
        return refusal(400, {}, QStringLiteral("Unrecognized request argument supplied: stream_options"));
    return stream(helloPieces());
}

Answer newLimitWanted(const Call &call)
{
    if (call.has(u"max_tokens"))
        return refusal(400, QStringLiteral("unsupported_parameter"),
                       QStringLiteral("'max_tokens' is not supported. Use 'max_completion_tokens' instead."));
    return stream(helloPieces());
}

QHash<QString, Scenario> refusals()
{
    return {
        {QStringLiteral("401"),
         always(refusal(401, QStringLiteral("invalid_api_key"), QStringLiteral("Incorrect API key.")))},
        {QStringLiteral("403"), always(refusal(403, {}, QStringLiteral("Not for you.")))},
        {QStringLiteral("404-model"),
         always(refusal(404, QStringLiteral("model_not_found"), QStringLiteral("No such model.")))},
        {QStringLiteral("404-path"), always(whole(404, "<h1>Not Found</h1>", "text/html"))},
        {QStringLiteral("400-context"),
         always(refusal(400, QStringLiteral("context_length_exceeded"), QStringLiteral("Too many tokens.")))},
        {QStringLiteral("429"), always(refusal(429, QStringLiteral("rate_limit_exceeded"),
                                               QStringLiteral("Slow down."), "Retry-After: 3600\r\n"))},
        {QStringLiteral("429-quota"),
         always(refusal(429, QStringLiteral("insufficient_quota"), QStringLiteral("Used up.")))},
        {QStringLiteral("500"), always(refusal(500, {}, QStringLiteral("Out of order.")))},
        {QStringLiteral("redirect"),
         always(whole(307, {}, "text/plain", "Location: http://127.0.0.2:9/v1/chat/completions?key=x\r\n"))},
        {QStringLiteral("echo-key-error"),
         [](const Call &call) {
             return refusal(401, {}, QStringLiteral("The key %1 is wrong.").arg(call.key()));
         }},
    };
}

QHash<QString, Scenario> recoveries()
{
    const Answer hello = stream(helloPieces());
    return {
        {QStringLiteral("429-then-text"),
         once(refusal(429, {}, QStringLiteral("Slow down."), "Retry-After: 0\r\n"), hello)},
        {QStringLiteral("500-then-text"), once(refusal(500, {}, QStringLiteral("Out of order.")), hello)},
        {QStringLiteral("reset-then-text"),
         [hello](const Call &call) {
             // The network library repeats a request whose connection ends before any answer a few times
             // itself.
             return call.time <= 4 ? Answer{{}, Ending::Reset, 0} : hello;
         }},
        {QStringLiteral("overloaded-then-text"),
         once(stream(errorPieces(503, QStringLiteral("Overloaded."))), hello)},
        {QStringLiteral("no-usage-option"), usageRefused},
        {QStringLiteral("new-limit"), newLimitWanted},
    };
}

QHash<QString, Scenario> breakages()
{
    const QByteArray part = event(textChunk(QStringLiteral("This is the beg")));
    const QByteArray streamHead = head(200, "text/event-stream", "Transfer-Encoding: chunked\r\n");
    return {
        {QStringLiteral("error-in-stream"),
         always(stream(QList<QByteArray>{part} + errorPieces(500, QStringLiteral("Broke."))))},
        {QStringLiteral("hang"), always({{}, Ending::Hang, 0})},
        {QStringLiteral("stall"), always({{streamHead, chunked({part}).first()}, Ending::Hang, 0})},
        {QStringLiteral("cut"), always(closingStream({part}))},
        {QStringLiteral("cut-reset"), always(closingStream({part}, Ending::Reset))},
        {QStringLiteral("malformed-event"), always(stream({"data: {\"choices\": [\n\n"}))},
        {QStringLiteral("malformed-json"), always(whole(200, "{\"choices\": [", "application/json"))},
        {QStringLiteral("html"), always(whole(200, "<html><body>Welcome</body></html>", "text/html"))},
        {QStringLiteral("empty"), always(whole(200, {}, "text/event-stream"))},
        {QStringLiteral("huge-line"),
         always(closingStream({"data: " + QByteArray(6 * 1024 * 1024, 'x')}, Ending::Hang))},
        {QStringLiteral("endless"),
         always(closingStream(QList<QByteArray>(4096, ": " + QByteArray(64 * 1024, 'x') + '\n')))},
    };
}

QHash<QString, Scenario> answers()
{
    const QList<QByteArray> hello = helloPieces();
    const auto labelled = [](const Labels &labels) {
        return [labels](const Call &call) { return stream(toolRound(call.json, labels)); };
    };
    return {
        {QStringLiteral("close"), [](const Call &call) { return closingStream(toolRound(call.json)); }},
        {QStringLiteral("text"), always(stream(hello))},
        {QStringLiteral("odd-splits"), always(oddSplits())},
        {QStringLiteral("no-done"), always(closingStream(hello.first(hello.size() - 2)))},
        {QStringLiteral("no-blank"),
         always(closingStream(hello.first(hello.size() - 1) + QList<QByteArray>{"data: [DONE]"}))},
        {QStringLiteral("no-index"), labelled({false, true, false})},
        {QStringLiteral("no-id"), labelled({true, false, false})},
        {QStringLiteral("no-labels"), labelled({false, false, false})},
        {QStringLiteral("same-index"), labelled({true, true, true})},
        {QStringLiteral("not-streamed"), always(notStreamed())},
        {QStringLiteral("echo-key"), echoKey},
    };
}

const QHash<QString, Scenario> &scenarios()
{
    static const QHash<QString, Scenario> all = [] {
        QHash<QString, Scenario> result = answers();
        result.insert(refusals());
        result.insert(recoveries());
        result.insert(breakages());
        return result;
    }();
    return all;
}

Answer models(const HttpRequest &request)
{
    if (request.headers.value("authorization") == "Bearer refused-key")
        return refusal(401, QStringLiteral("invalid_api_key"), QStringLiteral("Incorrect API key."));
    QJsonArray data;
    for (const QString &name : scenarios().keys())
        data.append(
            QJsonObject{{QStringLiteral("id"), name}, {QStringLiteral("object"), QStringLiteral("model")}});
    return whole(
        200, compact({{QStringLiteral("object"), QStringLiteral("list")}, {QStringLiteral("data"), data}}));
}

Answer stateAnswer(const ServerState &state)
{
    return whole(200,
                 compact({{QStringLiteral("connections"), state.connections},
                          {QStringLiteral("requests"), state.requests},
                          {QStringLiteral("authorization"), QString::fromLatin1(state.lastAuthorization)},
                          {QStringLiteral("body"), QJsonDocument::fromJson(state.lastBody).object()}}));
}

} // namespace

std::optional<HttpRequest> takeRequest(QByteArray &buffer)
{
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
    const QList<QByteArray> lines = buffer.first(end).split('\n');
    const QList<QByteArray> words = lines.first().split(' ');
    HttpRequest request{words.value(0), words.value(1), {}, {}};
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.first(colon).trimmed().toLower(), line.sliced(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (buffer.size() < end + 4 + length)
        return std::nullopt;
    request.body = buffer.sliced(end + 4, length);
    buffer.remove(0, end + 4 + length);
    return request;
}

Answer answerTo(const HttpRequest &request, ServerState &state)
{
    if (request.path == "/state")
        return stateAnswer(state);
    ++state.requests;
    state.lastAuthorization = request.headers.value("authorization");
    state.lastBody = request.body;
    if (request.path == "/v1/models")
        return models(request);
    if (request.path == "/html/models")
        return whole(200, "<html><body>Welcome</body></html>", "text/html");
    if (request.path != "/v1/chat/completions" && request.path != "/unlisted/v1/chat/completions")
        return whole(404, "<h1>Not Found</h1>", "text/html");
    const QJsonObject json = QJsonDocument::fromJson(request.body).object();
    const QString model = json.value(u"model").toString();
    const Call call{request, json, ++state.askedFor[model]};
    const auto scenario = scenarios().find(model);
    return scenario == scenarios().end() ? stream(toolRound(json)) : (*scenario)(call);
}

} // namespace glasshouse::fakes
