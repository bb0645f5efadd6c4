// Which names of the guest are looked up, and which ones it may create.
#pragma once

#include "sandbox/files/outcome.h"
#include "sandbox/files/tree_path.h"

#include <string_view>

namespace glasshouse::sandbox {

inline constexpr std::size_t maxNameBytes = 255;
inline constexpr std::size_t maxPathBytes = 4095; // what Linux finds in one call

// Refuses what is no name of one entry: empty, ".", "..", with a slash or NUL, too long.
[[nodiscard]] Outcome<void> checkName(std::string_view name);

// As well as what not every host can keep or what shows as something else: the rules of artifacts
// (sandbox/protocol/artifact_name.h), on every host alike, so that a project moves between Linux and Windows.
// On Windows they hold for looking up too: there "a:b" is a stream of the file a, and "CON" a device.
[[nodiscard]] Outcome<void> checkNewName(std::string_view name);

// As well as a path that could not be found again.
[[nodiscard]] Outcome<void> checkNewEntry(const TreePath &folder, std::string_view name);

} // namespace glasshouse::sandbox
