// What a hostile guest or server sends, cut anywhere, through the parsers of the gateway.
#include "sandbox/gateway/client_hello.h"
#include "sandbox/gateway/http_body.h"
#include "sandbox/gateway/http_response.h"

#include <cstdint>
#include <cstdlib>

using namespace glasshouse::gateway;

namespace {

constexpr HeadLimits limits{2048, 20};

void require(bool holds)
{
    if (!holds)
        std::abort();
}

// The head, fed in pieces of `step` bytes; `rest` is what follows it.
Checked<Head> headOf(QByteArrayView bytes, qsizetype step, QByteArrayView &rest)
{
    HeadReader reader(limits);
    for (qsizetype at = 0; at < bytes.size();) {
        const auto taken = reader.feed(bytes.sliced(at, std::min(step, bytes.size() - at)));
        if (!taken)
            return refuse(taken.error());
        at += *taken;
        rest = bytes.sliced(at);
        if (reader.isComplete())
            return reader.take();
    }
    return refuse(ReasonCode::ClientClosed, {});
}

QByteArray contentOf(const BodyFraming &framing, QByteArrayView bytes, qsizetype step)
{
    BodyReader reader(framing);
    QByteArray content;
    for (qsizetype at = 0; at < bytes.size() && !reader.isComplete();) {
        const auto taken = reader.feed(bytes.sliced(at, std::min(step, bytes.size() - at)), content);
        if (!taken)
            return "refused";
        at += *taken;
    }
    return reader.isComplete() ? content : content + '+';
}

// What goes on to a server has to be read by the same rules as exactly one request for the same thing.
void checkForwarded(const Request &request)
{
    if (request.target.isConnect())
        return;
    const QByteArray forwarded = forwardedHead(request);
    HeadReader reader({1 << 20, 1000});
    require(reader.feed(forwarded).value_or(-1) == forwarded.size() && reader.isComplete());
    const auto again = parseOriginRequest(reader.take(), request.target);
    require(again && again->target == request.target && again->framing == request.framing);
}

void checkRequest(const Head &head)
{
    const auto request = parseProxyRequest(head);
    if (!request)
        return;
    require(!request->target.host.name.contains(u'@') && request->target.port != 0);
    checkForwarded(*request);
    AllowList list;
    const Decision denial = list.decide(request->target);
    require(!denial.isAllowed());
    if (const auto rule = ruleFor(request->target, denial)) {
        require(parseAllowTarget(rule->target.toString()) == rule->target);
        require(list.with(*rule).decide(request->target).isAllowed());
    }
}

void checkResponse(const Head &head)
{
    const auto response = parseResponse(head, QStringLiteral("GET"));
    if (!response)
        return;
    const QByteArray forwarded = forwardedHead(*response, framingForGuest(*response, Request()), true);
    HeadReader reader({1 << 20, 1000});
    require(reader.feed(forwarded).value_or(-1) == forwarded.size() && reader.isComplete());
    require(parseResponse(reader.take(), QStringLiteral("GET")).has_value());
}

void checkHello(QByteArrayView bytes)
{
    const auto hello = parseClientHello(bytes);
    if (hello && *hello) {
        const auto host = parseWireHost("example.com");
        const bool isFine = checkClientHello(**hello, *host).has_value();
        require(!isFine || (*hello)->serverName.toLower().startsWith("example.com"));
    }
    // What was not refused with fewer bytes is only decided, never changed, by more.
    const auto less = parseClientHello(bytes.first(bytes.size() / 2));
    if (less && *less)
        require(hello && *hello == *less);
    if (!less)
        require(!hello);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 1)
        return 0;
    const qsizetype step = 1 + data[0] % 64;
    const QByteArrayView bytes(data + 1, static_cast<qsizetype>(size - 1));
    QByteArrayView rest;
    QByteArrayView restOfPieces;
    const auto whole = headOf(bytes, bytes.size() + 1, rest);
    const auto pieces = headOf(bytes, step, restOfPieces);
    require(whole.has_value() == pieces.has_value());
    if (whole) {
        require(*whole == *pieces && rest.size() == restOfPieces.size());
        checkRequest(*whole);
        checkResponse(*whole);
        if (const auto framing = declaredFraming(whole->fields))
            require(contentOf(*framing, rest, rest.size() + 1) == contentOf(*framing, rest, step));
    }
    require(contentOf({BodyFraming::Kind::Chunked, 0}, bytes, bytes.size() + 1) ==
            contentOf({BodyFraming::Kind::Chunked, 0}, bytes, step));
    checkHello(bytes);
    if (const auto target = parseAllowTarget(QString::fromUtf8(bytes)))
        require(parseAllowTarget(target->toString()) == *target);
    return 0;
}
