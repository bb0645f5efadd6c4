// Whether the system's hypervisor can be opened, and what a person can do where it cannot. Judging what was
// found is pure; only lookAtHypervisor() looks.
#pragma once

#include <QString>

namespace glasshouse::sandbox {

struct HypervisorFinding
{
    QString problem; // why it cannot be opened, a sentence; empty if it can
    QString remedy;  // a command for a shell that changes that; empty if there is none

    bool operator==(const HypervisorFinding &) const = default;
};

struct KvmFacts
{
    bool hasDevice = false;    // /dev/kvm
    bool mayOpen = false;      // for reading and writing
    QString group;             // of the device
    bool groupMayOpen = false; // by the device's mode
    bool isInGroup = false;    // by the list of groups, which a session reads when it begins
    QString processorFlag;     // "vmx" of Intel, "svm" of AMD, empty if the processor shows neither

    bool operator==(const KvmFacts &) const = default;
};

[[nodiscard]] HypervisorFinding judge(const KvmFacts &facts);

// Windows Hypervisor Platform.
struct WhpxFacts
{
    bool hasLibrary = false; // the feature is turned on
    bool isPresent = false;  // the hypervisor itself runs

    bool operator==(const WhpxFacts &) const = default;
};

[[nodiscard]] HypervisorFinding judge(const WhpxFacts &facts);

[[nodiscard]] HypervisorFinding lookAtHypervisor();

} // namespace glasshouse::sandbox
