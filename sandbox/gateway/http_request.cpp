#include "sandbox/gateway/http_request.h"

#include <algorithm>

namespace glasshouse::gateway {

namespace {

struct StartLine
{
    QByteArray method;
    QByteArray target;
    bool isVersion11 = true;
};

struct Authority
{
    Host host;
    std::optional<quint16> port;
};

tl::unexpected<Refusal> bad(const QString &sentence)
{
    return refuse(ReasonCode::BadRequest, sentence);
}

Checked<StartLine> parseStartLine(const QByteArray &line)
{
    const QByteArrayList words = line.split(' ');
    if (words.size() != 3 || !isToken(words.first()))
        return bad(QStringLiteral("The first line is not a method, an address and a version."));
    if (words.at(2) != "HTTP/1.1" && words.at(2) != "HTTP/1.0")
        return bad(QStringLiteral("The proxy speaks HTTP/1.1 and HTTP/1.0 only."));
    const QByteArray &target = words.at(1);
    const bool isPlain = std::all_of(target.begin(), target.end(),
                                     [](char c) { return c > 0x20 && c < 0x7f && c != '\\' && c != '#'; });
    if (target.isEmpty() || !isPlain)
        return bad(QStringLiteral("The address holds characters that have to be encoded."));
    return StartLine{words.first(), target, words.at(2) == "HTTP/1.1"};
}

Checked<quint16> parsePort(QByteArrayView text)
{
    const uint number = text.toByteArray().toUInt();
    if (number == 0 || number > 65535 || QByteArray::number(number) != text)
        return bad(QStringLiteral("The port is not a number from 1 to 65535."));
    return static_cast<quint16>(number);
}

Checked<Authority> parseAuthority(QByteArrayView text)
{
    if (text.contains('@'))
        return bad(
            QStringLiteral("An address with a user name is not forwarded; send an Authorization header."));
    Authority authority;
    const qsizetype colon = text.lastIndexOf(':');
    if (colon > text.lastIndexOf(']')) { // not one inside of an IPv6 address
        const auto port = parsePort(text.sliced(colon + 1));
        if (!port)
            return refuse(port.error());
        authority.port = *port;
        text = text.first(colon);
    }
    const auto host = parseWireHost(text);
    if (!host)
        return bad(host.error().message);
    authority.host = *host;
    return authority;
}

// A Host header that contradicts the address is how one request is smuggled past a check of another.
Checked<void> checkHostField(const Request &request)
{
    const QByteArrayList values = request.fields.values("Host");
    if (values.size() > 1 || (values.isEmpty() && request.isVersion11))
        return bad(QStringLiteral("A request has exactly one Host header."));
    if (values.isEmpty())
        return {};
    const auto authority = parseAuthority(values.first());
    if (!authority)
        return refuse(authority.error());
    const RequestTarget &target = request.target;
    // Clients leave out the port of a CONNECT at will.
    const quint16 implied = target.isConnect() ? target.port : defaultPort(target.scheme);
    if (!(authority->host == target.host) || authority->port.value_or(implied) != target.port)
        return refuse(ReasonCode::HostMismatch,
                      QStringLiteral("The Host header does not name %1, which the request goes to.")
                          .arg(target.host.inUrl()));
    return {};
}

Checked<void> readFraming(Request &request)
{
    const auto framing = declaredFraming(request.fields);
    if (!framing)
        return refuse(framing.error());
    if (framing->kind == BodyFraming::Kind::Chunked && !request.isVersion11)
        return bad(QStringLiteral("HTTP/1.0 has no Transfer-Encoding."));
    if (request.target.isConnect() && *framing != BodyFraming{})
        return bad(QStringLiteral("A CONNECT request has no body."));
    request.framing = *framing;
    return {};
}

Checked<Request> complete(Request request, const Head &head, bool isVersion11)
{
    request.fields = head.fields;
    request.isVersion11 = isVersion11;
    if (auto checked = checkHostField(request); !checked)
        return refuse(checked.error());
    if (auto read = readFraming(request); !read)
        return refuse(read.error());
    const QByteArrayList connection =
        request.fields.words("Connection") + request.fields.words("Proxy-Connection");
    request.wantsUpgrade = request.fields.has("Upgrade") || connection.contains("upgrade");
    request.expectsContinue = isVersion11 && request.fields.words("Expect").contains("100-continue");
    request.keepsAlive = isVersion11 && !connection.contains("close");
    return request;
}

Checked<RequestTarget> parseConnectTarget(const QByteArray &text)
{
    const auto authority = parseAuthority(text);
    if (!authority)
        return refuse(authority.error());
    if (!authority->port)
        return bad(QStringLiteral("A CONNECT request names a host and a port."));
    return RequestTarget{QStringLiteral("CONNECT"), Scheme::Https, authority->host, *authority->port, {}};
}

Checked<RequestTarget> parseAbsoluteTarget(const StartLine &line)
{
    const QByteArrayView scheme("http://");
    if (QByteArrayView(line.target)
            .first(std::min(scheme.size(), line.target.size()))
            .compare(scheme, Qt::CaseInsensitive) != 0)
        return bad(QStringLiteral(
            "A proxy is asked for a whole address that starts with http://, or with CONNECT."));
    const QByteArrayView rest = QByteArrayView(line.target).sliced(scheme.size());
    const auto *const end =
        std::find_if(rest.begin(), rest.end(), [](char c) { return c == '/' || c == '?'; });
    const auto authority = parseAuthority(rest.first(end - rest.begin()));
    if (!authority)
        return refuse(authority.error());
    QString path = QString::fromLatin1(rest.sliced(end - rest.begin()));
    if (!path.startsWith(u'/'))
        path.prepend(u'/');
    return RequestTarget{QString::fromLatin1(line.method), Scheme::Http, authority->host,
                         authority->port.value_or(defaultPort(Scheme::Http)), path};
}

} // namespace

Checked<Request> parseProxyRequest(const Head &head)
{
    const auto line = parseStartLine(head.startLine);
    if (!line)
        return refuse(line.error());
    const auto target =
        line->method == "CONNECT" ? parseConnectTarget(line->target) : parseAbsoluteTarget(*line);
    if (!target)
        return refuse(target.error());
    Request request;
    request.target = *target;
    return complete(request, head, line->isVersion11);
}

Checked<Request> parseOriginRequest(const Head &head, const RequestTarget &connect)
{
    const auto line = parseStartLine(head.startLine);
    if (!line)
        return refuse(line.error());
    if (!line->target.startsWith('/') || line->method == "CONNECT")
        return bad(QStringLiteral("Inside of TLS a request names a path."));
    Request request;
    request.target = connect;
    request.target.method = QString::fromLatin1(line->method);
    request.target.path = QString::fromLatin1(line->target);
    return complete(request, head, line->isVersion11);
}

void removeHopByHop(HeaderFields &fields)
{
    const QByteArrayList named = fields.words("Connection") + fields.words("Proxy-Connection");
    for (const QByteArray &name : named)
        fields.remove(name);
    for (const char *name :
         {"Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
          "Proxy-Authentication-Info", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings"})
        fields.remove(name);
}

QByteArray forwardedHead(const Request &request)
{
    HeaderFields fields = request.fields;
    removeHopByHop(fields);
    for (const char *name :
         {"Host", "Content-Length", "Expect", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
        fields.remove(name);
    const RequestTarget &target = request.target;
    QByteArray host = target.host.inUrl().toLatin1();
    if (target.port != defaultPort(target.scheme))
        host += ':' + QByteArray::number(target.port);
    QByteArray head =
        target.method.toLatin1() + ' ' + target.path.toLatin1() + " HTTP/1.1\r\nHost: " + host + "\r\n";
    head += fields.toBytes();
    if (request.framing.kind == BodyFraming::Kind::Length)
        head += "Content-Length: " + QByteArray::number(request.framing.length) + "\r\n";
    if (request.framing.kind == BodyFraming::Kind::Chunked)
        head += "Transfer-Encoding: chunked\r\n";
    return head + "Connection: close\r\n\r\n";
}

} // namespace glasshouse::gateway
