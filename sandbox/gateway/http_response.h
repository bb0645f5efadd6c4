// Responses of servers, and how they are passed on to the guest.
#pragma once

#include "sandbox/gateway/http_request.h"

namespace glasshouse::gateway {

struct Response
{
    int status = 0;
    QByteArray phrase;
    HeaderFields fields;
    BodyFraming framing;

    bool operator==(const Response &) const = default;
    [[nodiscard]] bool isInterim() const { return status < 200; } // the real one follows
};

// `method`: of the request that is answered. Refuses with ReasonCode::BadResponse.
[[nodiscard]] Checked<Response> parseResponse(const Head &head, const QString &method);

// How the guest learns where the body ends: as the server said, or chunked, or by the connection's end.
[[nodiscard]] BodyFraming framingForGuest(const Response &response, const Request &request);

[[nodiscard]] QByteArray forwardedHead(const Response &response, const BodyFraming &framing, bool keepsAlive);

} // namespace glasshouse::gateway
