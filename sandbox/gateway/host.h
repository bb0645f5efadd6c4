// Host names and addresses in the one form in which they are compared: lower-case A-labels without trailing
// dot, or an address in canonical notation (RFC 5952, RFC 5890).
#pragma once

#include "core/base/result.h"

#include <QHostAddress>
#include <QString>

namespace glasshouse::gateway {

struct Host
{
    QString name;         // "example.com", "203.0.113.7" or "2001:db8::1", without brackets
    QHostAddress address; // null for a name

    [[nodiscard]] bool isAddress() const { return !address.isNull(); }
    [[nodiscard]] QString inUrl() const; // an IPv6 address in brackets
    bool operator==(const Host &other) const { return name == other.name; }
};

// What a person types: Unicode names become A-labels. `text` may have brackets around an IPv6 address.
[[nodiscard]] Result<Host> parseTypedHost(QStringView text);

// What comes over the wire: ASCII only. Every odd notation of an address is refused.
[[nodiscard]] Result<Host> parseWireHost(QByteArrayView text);

} // namespace glasshouse::gateway
