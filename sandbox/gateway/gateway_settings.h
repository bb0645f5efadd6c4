// How one sandbox may use the network.
#pragma once

#include "sandbox/gateway/allow_list.h"

namespace glasshouse::gateway {

enum class Mode {
    Deny, // what is not listed is denied
    Ask,  // what is not listed waits for a person
};

struct GatewayLimits
{
    static constexpr int mostConnections = 256;

    int connections = 16;                // at once, at most mostConnections
    std::optional<qint64> responseBytes; // per response or tunnel
    int headerMs = 30'000;               // for the whole head of a request, and for a TLS handshake
    int connectMs = 30'000;              // lookup, connection and TLS together
    int idleMs = 120'000;                // without a byte in either direction
    int askMs = 300'000;                 // for a person's answer; silence denies

    bool operator==(const GatewayLimits &) const = default;
};

struct GatewaySettings
{
    AllowList allowList;
    Mode mode = Mode::Deny;
    GatewayLimits limits;

    bool operator==(const GatewaySettings &) const = default;
};

} // namespace glasshouse::gateway
