// The left side of a rule: which host, and optionally which scheme, port and path prefix.
#pragma once

#include "sandbox/gateway/host.h"

#include <optional>

namespace glasshouse::gateway {

enum class Scheme { Http, Https };

[[nodiscard]] QString toString(Scheme scheme); // "http", "https"
[[nodiscard]] quint16 defaultPort(Scheme scheme);

struct AllowTarget
{
    Host host;
    bool subdomains = false; // "*.host": every name below host, not host itself
    std::optional<Scheme> scheme;
    std::optional<quint16> port; // absent: the scheme's default port only
    QString pathPrefix;          // empty, or from "/" on; ends at a segment's end

    bool operator==(const AllowTarget &) const = default;
    [[nodiscard]] QString toString() const; // parseAllowTarget() of it is this target again
};

// "pypi.org", "*.example.com", "https://api.example.com:8443/v1", "203.0.113.7". An error is a sentence that
// can be shown while a person types.
[[nodiscard]] Result<AllowTarget> parseAllowTarget(const QString &text);

} // namespace glasshouse::gateway
