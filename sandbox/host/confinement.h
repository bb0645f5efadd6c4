// What a QEMU process may see and do on this machine, as a pure value beside its command line: no network, no
// home, only its own files (bubblewrap, bwrap(1)).
#pragma once

#include "sandbox/host/process_spec.h"

namespace glasshouse::sandbox {

// The programs that confine; absolute paths.
struct Bubblewrap
{
    Bubblewrap() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): bubblewrap alone confines too
    Bubblewrap(QString itself, QString itsGuard = {}) : program(std::move(itself)), guard(std::move(itsGuard))
    {
    }

    QString program; // empty means that processes run unconfined
    QString guard;   // around it, so that nothing outlives this program (guard_unix.cpp); may be empty

    [[nodiscard]] bool isEmpty() const { return program.isEmpty(); }
    bool operator==(const Bubblewrap &) const = default;
};

struct ConfinementProfile
{
    Bubblewrap bubblewrap;
    QStringList readable; // files it may read, seen under their own path
    QStringList writable; // files it may open for writing
    QStringList devices;  // device nodes, such as /dev/kvm

    bool operator==(const ConfinementProfile &) const = default;
};

// `spec` inside the profile, or `spec` itself if there is no bubblewrap.
[[nodiscard]] ProcessSpec confined(const ProcessSpec &spec, const ConfinementProfile &profile);

} // namespace glasshouse::sandbox
