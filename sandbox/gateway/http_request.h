// Requests as a proxy gets them: absolute-form and CONNECT outside of TLS, origin-form inside of it.
#pragma once

#include "sandbox/gateway/allow_list.h"
#include "sandbox/gateway/http_head.h"

namespace glasshouse::gateway {

struct Request
{
    RequestTarget target;
    HeaderFields fields;
    BodyFraming framing;
    bool isVersion11 = true; // else HTTP/1.0
    bool wantsUpgrade = false;
    bool expectsContinue = false;
    bool keepsAlive = true; // the client would send another one on this connection

    bool operator==(const Request &) const = default;
};

// As sent to a proxy: "GET http://host/path" or "CONNECT host:port".
[[nodiscard]] Checked<Request> parseProxyRequest(const Head &head);

// As sent inside of TLS to the server that `connect` names: "GET /path", and the Host header says the same
// host.
[[nodiscard]] Checked<Request> parseOriginRequest(const Head &head, const RequestTarget &connect);

// What is sent on to the server; without hop-by-hop and method-override headers.
[[nodiscard]] QByteArray forwardedHead(const Request &request);

// Removes what concerns one connection only: RFC 9110 section 7.6.1, and what Connection names.
void removeHopByHop(HeaderFields &fields);

} // namespace glasshouse::gateway
