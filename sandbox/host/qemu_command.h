// The command line of QEMU as a pure value. A template and its clones must describe the same machine, so both
// come from here; they differ only in who may write the memory file and in whether the guest boots.
#pragma once

#include "sandbox/host/accelerator.h"
#include "sandbox/host/process_spec.h"

#include <optional>

namespace glasshouse::sandbox {

struct CpuChoice
{
    Accelerator accelerator = Accelerator::Tcg;
    QString model = QStringLiteral("max"); // QEMU's -cpu

    bool operator==(const CpuChoice &) const = default;
};

// What the guest boots from, absolute.
struct GuestFiles
{
    QString kernel;
    QString initramfs;
    QString root; // squashfs

    bool operator==(const GuestFiles &) const = default;
};

struct QemuMachine
{
    enum class Memory {
        Shared,   // pages go to the file: how a template is made
        Private,  // copy on write: the file is only read
        Anonymous // no file: where QEMU has no such backend (Windows)
    };
    enum class Start { Boot, Incoming };

    QString program;
    GuestFiles guest;
    CpuChoice cpu;
    int memoryMb = 512;
    QString memoryFile;
    Memory memory = Memory::Private;
    Start start = Start::Incoming;
    int control = -1; // QMP; a connected socket that QEMU inherits
    int channel = -1; // the guest's frames; likewise
    int device = -1;  // device state to restore from, with Start::Incoming

    // Where processes inherit no sockets (Windows): ports of this program on loopback that QEMU connects to,
    // and the UUID by which it proves itself there (machine_proof.h). Then `control`, `channel` and `device`
    // are not used.
    struct Loopback
    {
        quint16 control = 0;
        quint16 channel = 0;
        QString token;

        bool operator==(const Loopback &) const = default;
    };
    std::optional<Loopback> loopback{};

    bool operator==(const QemuMachine &) const = default;
};

[[nodiscard]] ProcessSpec qemuProcess(const QemuMachine &machine);

// Changes whenever the machine that qemuProcess() describes does; part of a template's key.
[[nodiscard]] QString machineVersion();

} // namespace glasshouse::sandbox
