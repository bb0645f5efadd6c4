// Which server a TLS client says it wants: the server name of its ClientHello (RFC 8446, RFC 6066), read
// before a single byte is sent on.
#pragma once

#include "sandbox/gateway/host.h"
#include "sandbox/gateway/refusal.h"

#include <optional>

namespace glasshouse::gateway {

struct ClientHello
{
    QByteArray serverName;    // empty if it has none
    bool isEncrypted = false; // hides its real server name (ECH); or pretends to

    bool operator==(const ClientHello &) const = default;
};

// `bytes`: all that came so far, in records of any size; nothing if more is needed. Never needs more than
// mostClientHelloBytes. Refuses with ReasonCode::NotTls.
constexpr qsizetype mostClientHelloBytes = 32 << 10;
[[nodiscard]] Checked<std::optional<ClientHello>> parseClientHello(QByteArrayView bytes);

// The server name has to be `host`; for an address there must be none, as RFC 6066 has it.
[[nodiscard]] Checked<void> checkClientHello(const ClientHello &hello, const Host &host);

// What a TLS client is told instead of a plain 403: the fatal alert "unrecognized_name".
[[nodiscard]] QByteArray refusingTlsAlert();

} // namespace glasshouse::gateway
