// When a request's path is certain to lie below a listed one, however the server reads it.
#pragma once

#include <QString>

namespace glasshouse::gateway {

// No dot segments, backslashes, encoded separators or empty segments that a server could resolve into another
// path: "/a/../b", "/a/%2e%2e/b", "/a/..;/b", "/a%2fb". `path` without query.
[[nodiscard]] bool isPlainPath(QStringView path);

// `path` is `prefix` or continues it after a slash; its query does not matter.
[[nodiscard]] bool isBelow(QStringView prefix, QStringView path);

[[nodiscard]] QStringView withoutQuery(QStringView path);

} // namespace glasshouse::gateway
