// Which accelerator to use is found by doing: /dev/kvm can open, create a VM and still be unable to run
// Linux. This is the pure part: what to try next, and the sentence that says why.
#pragma once

#include "core/base/result.h"
#include "sandbox/host/hypervisor.h"
#include "sandbox/host/qemu_command.h"

#include <QJsonObject>
#include <QVector>

#include <optional>

namespace glasshouse::sandbox {

struct Attempt
{
    enum class Failure {
        Aborted, // QEMU ended
        Hung     // the guest did not answer before the deadline
    };

    CpuChoice cpu;
    Failure failure = Failure::Aborted;

    bool operator==(const Attempt &) const = default;
};

// The hypervisor of the system: Accelerator::Kvm, on Windows Accelerator::Whpx.
#ifdef Q_OS_WIN
inline constexpr Accelerator ownHypervisor = Accelerator::Whpx;
#else
inline constexpr Accelerator ownHypervisor = Accelerator::Kvm;
#endif

// `kvmProblem`: why the hypervisor cannot even be opened, empty if it can. None: everything has failed.
[[nodiscard]] std::optional<CpuChoice> nextChoice(const QString &kvmProblem, const QVector<Attempt> &failed,
                                                  Accelerator hypervisor = ownHypervisor);

// Whether a guest under it can be written to disk and go on from there. QEMU 7.2 refuses it under WHPX.
[[nodiscard]] bool canBeSaved(Accelerator accelerator);

// What was found on this machine for one QEMU, one kernel and one image.
struct Verdict
{
    CpuChoice cpu;
    QString reason; // why nothing faster is used, a sentence; empty if there is nothing faster

    bool operator==(const Verdict &) const = default;
};

[[nodiscard]] Verdict verdict(const CpuChoice &works, const QString &kvmProblem,
                              const QVector<Attempt> &failed, Accelerator hypervisor = ownHypervisor);
[[nodiscard]] QJsonObject toJson(const Verdict &verdict);
[[nodiscard]] std::optional<Verdict> verdictFromJson(const QJsonObject &object);

[[nodiscard]] Accelerator acceleratorFromString(QStringView name);

// The command that makes sandboxes faster than `verdict` says; empty if none is known.
[[nodiscard]] QString remedyFor(const Verdict &verdict, const HypervisorFinding &hypervisor);

} // namespace glasshouse::sandbox
