#include "sandbox/host/qemu_command.h"

#include "sandbox/protocol/limits.h"

namespace glasshouse::sandbox {

namespace {

// The kernel's own mitigations guard processes of one guest against each other; a guest serves one session.
// What only watches over the machine (pressure figures, the clock's watchdog) would be translated in every
// sandbox. no_timer_check: where the host is busy, an emulated timer may be too late for the kernel's test of
// it, and the kernel gives up.
const QString kernelCommandLine = QStringLiteral("console=ttyS0 quiet loglevel=3 panic=-1 reboot=t "
                                                 "mitigations=off psi=0 tsc=reliable random.trust_cpu=on "
                                                 "clearcpuid=rep_good no_timer_check");

// The translator allocates on a thread of its own, whose heap otherwise grows by one system call for each
// page.
const QString heapGrowth = QStringLiteral("MALLOC_TOP_PAD_=4194304");

// Commas separate options on QEMU's command line; a comma inside a value is doubled.
QString escaped(const QString &value)
{
    return QString(value).replace(u',', QStringLiteral(",,"));
}

QString acceleratorArgument(const CpuChoice &cpu)
{
    switch (cpu.accelerator) {
    case Accelerator::Tcg:
        return QStringLiteral("tcg,tb-size=64");
    case Accelerator::Whpx:
        return QStringLiteral("whpx,kernel-irqchip=off");
    case Accelerator::Kvm:
    case Accelerator::Unknown:
        break;
    }
    return toString(cpu.accelerator);
}

// With kernel-irqchip=off, which WHPX needs, Linux must not use an I/O APIC.
QString kernelArguments(const CpuChoice &cpu)
{
    return cpu.accelerator == Accelerator::Whpx ? kernelCommandLine + QStringLiteral(" noapic")
                                                : kernelCommandLine;
}

QStringList machineArguments(const QemuMachine &machine)
{
    return {QStringLiteral("-machine"),
            QStringLiteral("q35,memory-backend=memory,usb=off,vmport=off,smbus=off,sata=off,graphics=off"),
            QStringLiteral("-accel"),
            acceleratorArgument(machine.cpu),
            QStringLiteral("-cpu"),
            machine.cpu.model,
            QStringLiteral("-smp"),
            QStringLiteral("1"),
            QStringLiteral("-m"),
            QStringLiteral("%1M").arg(machine.memoryMb)};
}

QString memoryObject(const QemuMachine &machine)
{
    if (machine.memory == QemuMachine::Memory::Anonymous)
        return QStringLiteral("memory-backend-ram,id=memory,size=%1M").arg(machine.memoryMb);
    const bool shared = machine.memory == QemuMachine::Memory::Shared;
    return QStringLiteral("memory-backend-file,id=memory,size=%1M,mem-path=%2,share=%3")
        .arg(machine.memoryMb)
        .arg(escaped(machine.memoryFile), shared ? QStringLiteral("on") : QStringLiteral("off"));
}

QStringList isolationArguments(const QemuMachine &machine)
{
    QStringList arguments{QStringLiteral("-nodefaults"), QStringLiteral("-no-user-config"),
                          QStringLiteral("-nic"),        QStringLiteral("none"),
                          QStringLiteral("-display"),    QStringLiteral("none"),
                          QStringLiteral("-no-reboot")};
    if (!machine.loopback) // it is seccomp, which QEMU for Windows does not know
        arguments << QStringLiteral("-sandbox")
                  << QStringLiteral(
                         "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
    return arguments;
}

// A restored guest has its kernel in memory: reading the files again would cost time and 20 MB.
QStringList bootArguments(const GuestFiles &guest, const CpuChoice &cpu)
{
    return {QStringLiteral("-kernel"), guest.kernel,        QStringLiteral("-initrd"), guest.initramfs,
            QStringLiteral("-append"), kernelArguments(cpu)};
}

QStringList rootArguments(const GuestFiles &guest)
{
    return {QStringLiteral("-drive"),
            QStringLiteral("if=none,id=root,format=raw,read-only=on,file=%1").arg(escaped(guest.root)),
            QStringLiteral("-device"), QStringLiteral("virtio-blk-pci,drive=root")};
}

QString inheritedSocket(QStringView id, int descriptor)
{
    return QStringLiteral("socket,id=%1,fd=%2").arg(id).arg(descriptor);
}

QString loopbackSocket(QStringView id, quint16 port)
{
    return QStringLiteral("socket,id=%1,host=127.0.0.1,port=%2,nodelay=on").arg(id).arg(port);
}

// One port, beside the one that the device keeps for a console. Each possible port has two queues, and QEMU's
// main loop looks at every queue whenever it wakes up, which with the usual 31 ports shows in short messages.
// Only KVM can wake that loop without leaving the guest: elsewhere the processor's own thread hands a message
// on sooner than it wakes another.
QString serialDevice(const CpuChoice &cpu)
{
    const QString device = QStringLiteral("virtio-serial-pci,max_ports=2");
    return cpu.accelerator == Accelerator::Kvm ? device : device + QStringLiteral(",ioeventfd=off");
}

QStringList connectionArguments(const QemuMachine &machine)
{
    const auto &loopback = machine.loopback;
    return {QStringLiteral("-chardev"),
            loopback ? loopbackSocket(u"control", loopback->control)
                     : inheritedSocket(u"control", machine.control),
            QStringLiteral("-mon"),
            QStringLiteral("chardev=control,mode=control"),
            QStringLiteral("-device"),
            serialDevice(machine.cpu),
            QStringLiteral("-chardev"),
            loopback ? loopbackSocket(u"channel", loopback->channel)
                     : inheritedSocket(u"channel", machine.channel),
            QStringLiteral("-device"),
            QStringLiteral("virtserialport,chardev=channel,name=%1").arg(QLatin1String(protocol::portName)),
            QStringLiteral("-chardev"),
            QStringLiteral("stdio,id=console,signal=off"),
            QStringLiteral("-serial"),
            QStringLiteral("chardev:console")};
}

} // namespace

ProcessSpec qemuProcess(const QemuMachine &machine)
{
    ProcessSpec spec{machine.program, machineArguments(machine), {}, {heapGrowth}};
    if (machine.loopback)
        spec.arguments << QStringLiteral("-uuid") << machine.loopback->token;
    else
        spec.descriptors = {machine.control, machine.channel};
    spec.arguments << QStringLiteral("-object") << memoryObject(machine) << isolationArguments(machine)
                   << rootArguments(machine.guest) << connectionArguments(machine);
    if (machine.start == QemuMachine::Start::Boot) {
        spec.arguments << bootArguments(machine.guest, machine.cpu);
    } else {
        spec.arguments << QStringLiteral("-incoming") << QStringLiteral("defer");
        if (!machine.loopback) // there the state comes over TCP too
            spec.descriptors << machine.device;
    }
    return spec;
}

QString machineVersion()
{
    return QStringLiteral("5");
}

} // namespace glasshouse::sandbox
