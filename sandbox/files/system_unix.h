// What the system calls of POSIX say, in our words.
#pragma once

#include "sandbox/files/host_file.h"

#include <sys/types.h>

namespace glasshouse::sandbox {

[[nodiscard]] tl::unexpected<Failure> systemFailure();          // of errno
[[nodiscard]] Outcome<Attributes> attributesOf(int descriptor); // one of O_PATH will do
[[nodiscard]] EntryKind kindOfMode(mode_t mode);

} // namespace glasshouse::sandbox
