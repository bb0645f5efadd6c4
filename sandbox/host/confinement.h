// What a QEMU process may see and do on this machine, as a pure value beside its command line: no network, no
// home, only its own files (bubblewrap, bwrap(1)).
#pragma once

#include "sandbox/host/process_spec.h"

namespace glasshouse::sandbox {

struct ConfinementProfile
{
    QString bubblewrap;   // absolute; empty means that the process runs unconfined
    QStringList readable; // files it may read, seen under their own path
    QStringList writable; // files it may open for writing
    QStringList devices;  // device nodes, such as /dev/kvm

    bool operator==(const ConfinementProfile &) const = default;
};

// `spec` inside the profile, or `spec` itself if there is no bubblewrap.
[[nodiscard]] ProcessSpec confined(const ProcessSpec &spec, const ConfinementProfile &profile);

} // namespace glasshouse::sandbox
