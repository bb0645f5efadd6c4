// Heads of HTTP messages from their bytes, for the parser's tests.
#pragma once

#include "sandbox/gateway/http_request.h"

namespace glasshouse::gateway {

constexpr auto getHead = "GET http://example.com/x HTTP/1.1\r\nHost: example.com\r\n";

inline Checked<Head> headOf(QByteArrayView bytes, HeadLimits limits = {})
{
    HeadReader reader(limits);
    const auto taken = reader.feed(bytes);
    if (!taken)
        return gateway::refuse(taken.error());
    if (!reader.isComplete())
        return gateway::refuse(ReasonCode::ClientClosed, u"incomplete"_qs);
    return reader.take();
}

inline Checked<Request> proxyRequest(const QByteArray &bytes)
{
    const auto head = headOf(bytes);
    return head ? parseProxyRequest(*head) : Checked<Request>(gateway::refuse(head.error()));
}

template<typename T> QString reasonOf(const Checked<T> &checked)
{
    return checked ? u"fine"_qs : toString(checked.error().reason);
}

} // namespace glasshouse::gateway
