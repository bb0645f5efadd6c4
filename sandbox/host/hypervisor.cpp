#include "sandbox/host/hypervisor.h"

namespace glasshouse::sandbox {

namespace {

HypervisorFinding judgeMissingDevice(const QString &processorFlag)
{
    if (processorFlag.isEmpty())
        return {QStringLiteral(
                    "KVM is not used: the processor offers no virtualisation. Turn on VT-x or AMD-V in the "
                    "firmware of this machine; if it is a virtual machine itself, its host has to allow "
                    "virtual machines inside."),
                {}};
    return {
        QStringLiteral("KVM is not used: there is no /dev/kvm, although the processor offers virtualisation. "
                       "Load the kernel's module."),
        processorFlag == u"svm" ? QStringLiteral("sudo modprobe kvm_amd")
                                : QStringLiteral("sudo modprobe kvm_intel")};
}

HypervisorFinding judgeDenial(const KvmFacts &facts)
{
    if (!facts.groupMayOpen)
        return {
            QStringLiteral("KVM is not used: this user may not open /dev/kvm. Give the user access to it."),
            QStringLiteral("sudo setfacl -m u:$USER:rw /dev/kvm")};
    if (facts.isInGroup)
        return {
            QStringLiteral("KVM is not used: this user is in the group %1, but was not yet when this session "
                           "began. Log out and in again.")
                .arg(facts.group),
            {}};
    return {QStringLiteral(
                "KVM is not used: this user may not open /dev/kvm. Add the user to the group %1, then log "
                "out and in again.")
                .arg(facts.group),
            QStringLiteral("sudo usermod -aG %1 $USER").arg(facts.group)};
}

} // namespace

HypervisorFinding judge(const KvmFacts &facts)
{
    if (!facts.hasDevice)
        return judgeMissingDevice(facts.processorFlag);
    return facts.mayOpen ? HypervisorFinding() : judgeDenial(facts);
}

HypervisorFinding judge(const WhpxFacts &facts)
{
    if (!facts.hasLibrary)
        return {QStringLiteral(
                    "WHPX is not used: turn on the Windows feature \"Windows Hypervisor Platform\" as an "
                    "administrator, then start Windows again."),
                QStringLiteral("dism /online /enable-feature /featurename:HypervisorPlatform /all")};
    if (!facts.isPresent)
        return {QStringLiteral("WHPX is not used: turn on virtualisation in this machine's firmware."), {}};
    return {};
}

} // namespace glasshouse::sandbox
