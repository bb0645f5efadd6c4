#include "sandbox/host/accelerator_choice.h"

#include <QFileInfo>

namespace glasshouse::sandbox {

namespace {

const CpuChoice kvmHost{Accelerator::Kvm, QStringLiteral("host")};
// Some nested KVMs abort on one model specific register only.
const CpuChoice kvmReduced{Accelerator::Kvm, QStringLiteral("host,-arch-capabilities")};
// Without "enhanced" string moves, which are fast on real processors only: the translator copies byte by
// byte, but eight or more at a time where the guest believes that they are nothing special. And page tables
// of five levels take longer to walk than those of four.
const CpuChoice emulated{Accelerator::Tcg, QStringLiteral("max,-erms,-la57")};

bool hasFailed(const CpuChoice &cpu, const QVector<Attempt> &failed)
{
    return std::any_of(failed.begin(), failed.end(), [&](const Attempt &one) { return one.cpu == cpu; });
}

bool kvmHung(const QVector<Attempt> &failed)
{
    return std::any_of(failed.begin(), failed.end(), [](const Attempt &one) {
        return one.cpu.accelerator == Accelerator::Kvm && one.failure == Attempt::Failure::Hung;
    });
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

Accelerator acceleratorFromString(QStringView name)
{
    for (const Accelerator one : {Accelerator::Kvm, Accelerator::Whpx, Accelerator::Tcg})
        if (toString(one) == name)
            return one;
    return Accelerator::Unknown;
}

std::optional<CpuChoice> nextChoice(const QString &kvmProblem, const QVector<Attempt> &failed)
{
    if (kvmProblem.isEmpty() && !kvmHung(failed)) // a hang costs the whole deadline: once is enough
        for (const CpuChoice &cpu : {kvmHost, kvmReduced})
            if (!hasFailed(cpu, failed))
                return cpu;
    return hasFailed(emulated, failed) ? std::nullopt : std::optional(emulated);
}

Verdict verdict(const CpuChoice &works, const QString &kvmProblem, const QVector<Attempt> &failed)
{
    if (works.accelerator != Accelerator::Tcg)
        return {works, {}};
    if (!kvmProblem.isEmpty())
        return {works, kvmProblem};
    if (kvmHung(failed))
        return {works, QStringLiteral("KVM is not used: a guest did not start under it within 20 seconds.")};
    return {works, QStringLiteral("KVM is not used: QEMU stopped as soon as it tried it.")};
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
    for (const CpuChoice &known : {kvmHost, kvmReduced, emulated})
        if (verdict.cpu == known)
            return verdict;
    return std::nullopt;
}

QString kvmProblem()
{
    const QFileInfo device(QStringLiteral("/dev/kvm"));
    if (!device.exists())
        return QStringLiteral("KVM is not used: this machine has no /dev/kvm.");
    if (!device.isReadable() || !device.isWritable())
        return QStringLiteral(
            "KVM is not used: this user may not open /dev/kvm; add the user to the group kvm.");
    return {};
}

} // namespace glasshouse::sandbox
