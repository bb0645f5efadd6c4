// What an agent, workflow, tool or sandbox profile may be called: its name is also a file's name, on every
// system.
#pragma once

#include <QString>

#include <optional>

namespace glasshouse {

// A sentence saying why `name` cannot be used; nothing if it can.
[[nodiscard]] std::optional<QString> whyNotAName(const QString &name);

// File systems of Windows and macOS ignore case, so names that differ only by it collide.
[[nodiscard]] bool sameName(QStringView a, QStringView b);

} // namespace glasshouse
