// Which addresses are not the public internet (IANA special-purpose address registries, RFC 6890).
#pragma once

#include "sandbox/gateway/host.h"

#include <QHostAddress>
#include <QString>

#include <optional>

namespace glasshouse::gateway {

enum class AddressClass {
    Public,
    Loopback,
    Private,
    LinkLocal,
    Metadata,
    SharedNat, // RFC 6598, carrier-grade NAT
    Multicast,
    Reserved,
    V4Mapped,
    SixToFour,
    Teredo,
    Nat64,
};

[[nodiscard]] AddressClass classOf(const QHostAddress &address);

// An address of this machine or its network. Whoever wrote a project does not decide what may reach those.
[[nodiscard]] bool isOfThisNetwork(const Host &host);

// For a sentence: "a loopback address".
[[nodiscard]] QString describe(AddressClass kind);

} // namespace glasshouse::gateway
