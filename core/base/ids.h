// Identifiers: a prefix that says what it names, and a UUIDv7 body, so that ids sort by creation time
// (RFC 9562 section 5.7).
#pragma once

#include <QString>

namespace glasshouse {

// newId(u"run") -> "run_0192f0c1a2b37c4d8e9f0a1b2c3d4e5f"
[[nodiscard]] QString newId(QStringView prefix);

} // namespace glasshouse
