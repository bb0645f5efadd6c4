// Which names a file of /output may have, so that the host can store and show it anywhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace glasshouse::protocol {

// Why a name (relative, '/' between folders) is refused; none if it is safe on Linux and Windows and shows as
// what it is. Checked in the guest for a good reason to show, and again on the host, which trusts no guest.
[[nodiscard]] std::optional<std::string> artifactNameProblem(std::string_view name);

// For display: control bytes, invalid UTF-8 and text-direction marks as \xNN; at most `limit` bytes.
[[nodiscard]] std::string escaped(std::string_view name, std::size_t limit = 200);

// Equal for names that collide on a file system without case (ASCII letters only).
[[nodiscard]] std::string collisionKey(std::string_view name);

} // namespace glasshouse::protocol
