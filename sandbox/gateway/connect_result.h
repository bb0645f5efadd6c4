// A CONNECT that was let through, on its way from the HTTP part to what follows.
#pragma once

#include "sandbox/gateway/admission.h"

namespace glasshouse::gateway {

struct ConnectResult
{
    RequestTarget target;
    Grant grant;
    std::unique_ptr<ByteStream> server; // nothing if TLS has to end at the gateway
    std::unique_ptr<RequestTrail> trail;
    QByteArray start; // what the guest sent already
};

} // namespace glasshouse::gateway
