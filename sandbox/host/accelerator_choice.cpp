#include "sandbox/host/accelerator_choice.h"

namespace glasshouse::sandbox {

namespace {

const CpuChoice kvmHost{Accelerator::Kvm, QStringLiteral("host")};
// Some nested KVMs abort on one model specific register only.
const CpuChoice kvmReduced{Accelerator::Kvm, QStringLiteral("host,-arch-capabilities")};
// Neither has been seen to work or to fail: the second asks for less.
const CpuChoice whpxFull{Accelerator::Whpx, QStringLiteral("max")};
const CpuChoice whpxReduced{Accelerator::Whpx, QStringLiteral("qemu64")};
// Without "enhanced" string moves, which are fast on real processors only: the translator copies byte by
// byte, but eight or more at a time where the guest believes that they are nothing special. And page tables
// of five levels take longer to walk than those of four.
const CpuChoice emulated{Accelerator::Tcg, QStringLiteral("max,-erms,-la57")};

bool hasFailed(const CpuChoice &cpu, const QVector<Attempt> &failed)
{
    return std::any_of(failed.begin(), failed.end(), [&](const Attempt &one) { return one.cpu == cpu; });
}

bool hypervisorHung(const QVector<Attempt> &failed)
{
    return std::any_of(failed.begin(), failed.end(), [](const Attempt &one) {
        return one.cpu.accelerator != Accelerator::Tcg && one.failure == Attempt::Failure::Hung;
    });
}

QVector<CpuChoice> choicesOf(Accelerator hypervisor)
{
    return hypervisor == Accelerator::Whpx ? QVector<CpuChoice>{whpxFull, whpxReduced}
                                           : QVector<CpuChoice>{kvmHost, kvmReduced};
}

} // namespace

QString toString(Accelerator accelerator)
{
    switch (accelerator) {
    case Accelerator::Kvm:
        return QStringLiteral("kvm");
    case Accelerator::Whpx:
        return QStringLiteral("whpx");
    case Accelerator::Tcg:
        return QStringLiteral("tcg");
    case Accelerator::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

bool canBeSaved(Accelerator accelerator)
{
    return accelerator != Accelerator::Whpx;
}

Accelerator acceleratorFromString(QStringView name)
{
    for (const Accelerator one : {Accelerator::Kvm, Accelerator::Whpx, Accelerator::Tcg})
        if (toString(one) == name)
            return one;
    return Accelerator::Unknown;
}

std::optional<CpuChoice> nextChoice(const QString &kvmProblem, const QVector<Attempt> &failed,
                                    Accelerator hypervisor)
{
    if (kvmProblem.isEmpty() && !hypervisorHung(failed)) // a hang costs the whole deadline: once is enough
        for (const CpuChoice &cpu : choicesOf(hypervisor))
            if (!hasFailed(cpu, failed))
                return cpu;
    return hasFailed(emulated, failed) ? std::nullopt : std::optional(emulated);
}

Verdict verdict(const CpuChoice &works, const QString &kvmProblem, const QVector<Attempt> &failed,
                Accelerator hypervisor)
{
    const QString name = toString(hypervisor).toUpper();
    if (works.accelerator != Accelerator::Tcg)
        return {works, {}};
    if (!kvmProblem.isEmpty())
        return {works, kvmProblem};
    const QString fault = hypervisorHung(failed)
                              ? QStringLiteral("a guest did not start under it within 20 seconds")
                              : QStringLiteral("QEMU stopped as soon as it tried it");
    return {works, QStringLiteral("%1 is not used: %2. When the machine has changed, have it tried again.")
                       .arg(name, fault)};
}

QString remedyFor(const Verdict &verdict, const HypervisorFinding &hypervisor)
{
    if (verdict.cpu.accelerator != Accelerator::Tcg)
        return {};
    // It can be opened, but was of no use: another kernel, firmware or host may have changed that.
    return hypervisor.problem.isEmpty() ? QStringLiteral("glasshousectl doctor --try-again")
                                        : hypervisor.remedy;
}

QJsonObject toJson(const Verdict &verdict)
{
    return {{QStringLiteral("accelerator"), toString(verdict.cpu.accelerator)},
            {QStringLiteral("cpu"), verdict.cpu.model},
            {QStringLiteral("reason"), verdict.reason}};
}

std::optional<Verdict> verdictFromJson(const QJsonObject &object)
{
    const Verdict verdict{{acceleratorFromString(object.value(QStringLiteral("accelerator")).toString()),
                           object.value(QStringLiteral("cpu")).toString()},
                          object.value(QStringLiteral("reason")).toString()};
    for (const CpuChoice &known : {kvmHost, kvmReduced, whpxFull, whpxReduced, emulated})
        if (verdict.cpu == known)
            return verdict;
    return std::nullopt;
}

} // namespace glasshouse::sandbox
