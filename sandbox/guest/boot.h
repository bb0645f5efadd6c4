// From the initial RAM disk to a root file system in which user code can run. Called as process 1.
#pragma once

namespace glasshouse::guest {

// Loads the modules, mounts the image with a writable layer in memory over it and makes that the root. Throws
// GuestError.
void bootSystem();

// Reaps orphans for ever and restarts the machine (which ends it: QEMU runs with -no-reboot) when `agent`
// ends.
[[noreturn]] void superviseAgent(int agent);

} // namespace glasshouse::guest
