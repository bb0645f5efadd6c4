// Starts programs as the unprivileged user of the guest, with nothing of the agent's in their hands.
#pragma once

#include "sandbox/guest/descriptor.h"

#include <string>
#include <vector>

#include <sys/types.h>

namespace glasshouse::guest {

struct UserProcess
{
    pid_t id = 0;      // also its session and process group
    Descriptor exited; // pidfd: readable once it has ended
    Descriptor output;
    Descriptor error;
};

// In the cgroup of user code, in /output, with an environment of its own. Throws GuestError if there are no
// processes or descriptors left to the agent itself.
[[nodiscard]] UserProcess startUserProcess(const std::vector<std::string> &arguments);

// What user code sees; no secret is ever in the guest's environment.
[[nodiscard]] std::vector<std::string> userEnvironment();

// For execve(): points into `strings`.
[[nodiscard]] std::vector<char *> pointersTo(std::vector<std::string> &strings);

// Reaps it: its exit code, or 128 and the signal's number.
[[nodiscard]] int exitCodeOf(pid_t ended);

} // namespace glasshouse::guest
