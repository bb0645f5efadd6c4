// How the host's files look to the guest: numbers and bits of Linux, one owner.
#pragma once

#include "sandbox/files/host_file.h"
#include "sandbox/files/wire.h"

namespace glasshouse::sandbox {

inline constexpr std::uint32_t guestUser =
    1000; // who runs the code in the guest; owns all files, as user and group
inline constexpr std::uint32_t folderMode = 0040000;
inline constexpr std::uint32_t regularMode = 0100000;
inline constexpr std::uint32_t kindOfModeMask = 0170000;

[[nodiscard]] p9::Qid qidOf(const Attributes &attributes, std::uint64_t rootDevice);
[[nodiscard]] p9::Qid qidOf(EntryKind kind, const FileIdentity &identity, std::uint64_t rootDevice);
[[nodiscard]] std::uint32_t modeOf(const Attributes &attributes);
[[nodiscard]] std::uint8_t entryTypeOf(EntryKind kind); // d_type of getdents(2)

} // namespace glasshouse::sandbox
