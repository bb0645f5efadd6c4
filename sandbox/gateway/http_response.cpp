#include "sandbox/gateway/http_response.h"

namespace glasshouse::gateway {

namespace {

using Kind = BodyFraming::Kind;

tl::unexpected<Refusal> bad(const QString &what)
{
    return refuse(ReasonCode::BadResponse,
                  QStringLiteral("The server's answer is not proper HTTP: %1").arg(what));
}

bool hasNoBody(int status, const QString &method)
{
    return method == u"HEAD" || status < 200 || status == 204 || status == 304;
}

Checked<Response> parseStatusLine(const QByteArray &line)
{
    const bool isHttp = line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 ");
    const QByteArray digits = line.mid(9, 3);
    const int status = digits.toInt();
    if (!isHttp || status < 100 || status > 599 || QByteArray::number(status) != digits)
        return bad(QStringLiteral("its first line."));
    const QByteArray rest = line.mid(12);
    if (!rest.isEmpty() && !rest.startsWith(' '))
        return bad(QStringLiteral("its first line."));
    // The same characters are fine that are fine in a header.
    const auto phrase = parseHeaderField("phrase:" + rest);
    if (!phrase)
        return bad(QStringLiteral("control characters in its first line."));
    return Response{status, phrase->value, {}, {}};
}

} // namespace

Checked<Response> parseResponse(const Head &head, const QString &method)
{
    auto response = parseStatusLine(head.startLine);
    if (!response)
        return response;
    if (response->status == 101)
        return bad(QStringLiteral("it switches to a protocol that nobody asked for."));
    const auto framing = declaredFraming(head.fields);
    if (!framing)
        return bad(framing.error().sentence);
    response->fields = head.fields;
    response->framing = *framing;
    const bool isOpenEnded = !head.fields.has("Content-Length") && framing->kind == Kind::None;
    if (hasNoBody(response->status, method))
        response->framing = {};
    else if (isOpenEnded)
        response->framing = {Kind::UntilClose, 0};
    return response;
}

BodyFraming framingForGuest(const Response &response, const Request &request)
{
    const Kind kind = response.framing.kind;
    if (kind == Kind::None || kind == Kind::Length)
        return response.framing;
    return {request.isVersion11 ? Kind::Chunked : Kind::UntilClose, 0};
}

QByteArray forwardedHead(const Response &response, const BodyFraming &framing, bool keepsAlive)
{
    HeaderFields fields = response.fields;
    removeHopByHop(fields);
    // With no body it describes the one that was not sent (HEAD, 304); otherwise it is ours to say.
    if (framing.kind != Kind::None)
        fields.remove("Content-Length");
    QByteArray head = "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + response.phrase + "\r\n";
    head += fields.toBytes();
    if (framing.kind == Kind::Length)
        head += "Content-Length: " + QByteArray::number(framing.length) + "\r\n";
    if (framing.kind == Kind::Chunked)
        head += "Transfer-Encoding: chunked\r\n";
    return head + (keepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
}

} // namespace glasshouse::gateway
