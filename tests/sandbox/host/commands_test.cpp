#include "sandbox/host/confinement.h"
#include "sandbox/host/micro_vm.h"
#include "sandbox/host/qemu_command.h"

#include <QTest>

using namespace glasshouse::sandbox;

namespace {

QemuMachine machine()
{
    QemuMachine machine;
    machine.program = QStringLiteral("/usr/bin/qemu-system-x86_64");
    machine.guest = {QStringLiteral("/i/vmlinuz"), QStringLiteral("/i/initramfs"), QStringLiteral("/i/root")};
    machine.memoryFile = QStringLiteral("/t/memory");
    machine.control = 11;
    machine.channel = 12;
    machine.device = 13;
    return machine;
}

QString line(const ProcessSpec &spec)
{
    return spec.program + u' ' + spec.arguments.join(u' ');
}

QString after(const ProcessSpec &spec, const QString &option)
{
    return spec.arguments.value(spec.arguments.indexOf(option) + 1);
}

} // namespace

class CommandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheGuestNoNetworkAndNothingByDefault();
    void deniesWhatQemuNeverNeeds();
    void clonesNeverWriteTheMemoryFile();
    void templateWritesTheMemoryFileAndBoots();
    void templateAndCloneDescribeTheSameMachine();
    void aCloneReadsNoKernelFiles();
    void namesTheAccelerator_data();
    void namesTheAccelerator();
    void doublesCommasInPaths();
    void inheritsOnlyItsConnections();
    void bubblewrapUnsharesEverything();
    void bubblewrapHandsOnTheEnvironmentOfTheProgramAlone();
    void bubblewrapShowsOnlyItsOwnFiles();
    void theGuardStandsAroundBubblewrap();
    void onlyKvmSeesItsDevice();
    void runsBareWithoutBubblewrap();
    void connectsOverLoopbackWhereNothingIsInherited();
    void askWhpxForNoInterruptControllerAndTheGuestForNone();
};

void CommandsTest::givesTheGuestNoNetworkAndNothingByDefault()
{
    const QString command = line(qemuProcess(machine()));
    for (const auto *part : {" -nodefaults ", " -no-user-config ", " -nic none ", " -display none ",
                             " -no-reboot ", " -smp 1 ", "read-only=on"})
        QVERIFY2(command.contains(QLatin1String(part)), part);
}

void CommandsTest::deniesWhatQemuNeverNeeds()
{
    QCOMPARE(after(qemuProcess(machine()), QStringLiteral("-sandbox")),
             QStringLiteral("on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"));
}

void CommandsTest::clonesNeverWriteTheMemoryFile()
{
    const ProcessSpec spec = qemuProcess(machine());
    QCOMPARE(after(spec, QStringLiteral("-object")),
             QStringLiteral("memory-backend-file,id=memory,size=512M,mem-path=/t/memory,share=off"));
    QCOMPARE(after(spec, QStringLiteral("-incoming")), QStringLiteral("defer"));
}

void CommandsTest::templateWritesTheMemoryFileAndBoots()
{
    QemuMachine first = machine();
    first.memory = QemuMachine::Memory::Shared;
    first.start = QemuMachine::Start::Boot;
    const ProcessSpec spec = qemuProcess(first);
    QVERIFY(after(spec, QStringLiteral("-object")).endsWith(u",share=on"));
    QVERIFY(!spec.arguments.contains(QStringLiteral("-incoming")));
}

void CommandsTest::templateAndCloneDescribeTheSameMachine()
{
    QemuMachine first = machine();
    first.memory = QemuMachine::Memory::Shared;
    first.start = QemuMachine::Start::Boot;
    const QString boot =
        line(qemuProcess(first)).replace(QStringLiteral("share=on"), QStringLiteral("share=off"));
    QCOMPARE(line(qemuProcess(machine())), boot.section(QStringLiteral(" -kernel "), 0, 0) + QStringLiteral(" -incoming defer"));
}

void CommandsTest::aCloneReadsNoKernelFiles()
{
    MicroVmSpec spec{machine(), {}, false, QStringLiteral("/usr/bin/bwrap")};
    QVERIFY(!line(microVmProcess(spec)).contains(u"/i/vmlinuz"));
    QVERIFY(!line(microVmProcess(spec)).contains(u"/i/initramfs"));
    spec.machine.start = QemuMachine::Start::Boot;
    QVERIFY(line(microVmProcess(spec)).contains(u" -kernel /i/vmlinuz -initrd /i/initramfs "));
}

void CommandsTest::namesTheAccelerator_data()
{
    QTest::addColumn<int>("accelerator");
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("expected");
    QTest::newRow("tcg") << int(Accelerator::Tcg) << QStringLiteral("max")
                         << QStringLiteral("tcg,tb-size=64");
    QTest::newRow("kvm") << int(Accelerator::Kvm) << QStringLiteral("host") << QStringLiteral("kvm");
}

void CommandsTest::namesTheAccelerator()
{
    QFETCH(int, accelerator);
    QFETCH(QString, model);
    QemuMachine one = machine();
    one.cpu = {static_cast<Accelerator>(accelerator), model};
    QTEST(after(qemuProcess(one), QStringLiteral("-accel")), "expected");
    QTEST(after(qemuProcess(one), QStringLiteral("-cpu")), "model");
}

void CommandsTest::doublesCommasInPaths()
{
    QemuMachine one = machine();
    one.memoryFile = QStringLiteral("/a,share=on/memory");
    QVERIFY(after(qemuProcess(one), QStringLiteral("-object"))
                .contains(u"mem-path=/a,,share=on/memory,share=off"));
}

void CommandsTest::inheritsOnlyItsConnections()
{
    const ProcessSpec spec = qemuProcess(machine());
    QCOMPARE(spec.descriptors, (QVector<int>{11, 12, 13}));
    QVERIFY(line(spec).contains(u"socket,id=control,fd=11"));
    QVERIFY(line(spec).contains(u"socket,id=channel,fd=12"));
}

void CommandsTest::bubblewrapUnsharesEverything()
{
    const ProcessSpec spec = confined({QStringLiteral("/usr/bin/qemu"), {QStringLiteral("-x")}, {7}},
                                      {QStringLiteral("/usr/bin/bwrap"), {}, {}, {}});
    QCOMPARE(spec.program, QStringLiteral("/usr/bin/bwrap"));
    for (const auto *option :
         {"--unshare-user", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts",
          "--disable-userns", "--die-with-parent", "--clearenv", "--cap-drop"})
        QVERIFY2(spec.arguments.contains(QLatin1String(option)), option);
    QVERIFY(line(spec).endsWith(u" -- /usr/bin/qemu -x"));
    QCOMPARE(spec.descriptors, QVector<int>{7});
}

void CommandsTest::bubblewrapHandsOnTheEnvironmentOfTheProgramAlone()
{
    const ProcessSpec spec = confined({QStringLiteral("/usr/bin/qemu"), {}, {}, {QStringLiteral("A=b=c")}},
                                      {QStringLiteral("/usr/bin/bwrap"), {}, {}, {}});
    QVERIFY(line(spec).contains(u" --clearenv "));
    QVERIFY(line(spec).contains(u" --setenv A b=c "));
}

void CommandsTest::bubblewrapShowsOnlyItsOwnFiles()
{
    MicroVmSpec boot{machine(), {}, false, QStringLiteral("/usr/bin/bwrap")};
    boot.machine.start = QemuMachine::Start::Boot;
    const QString command = line(microVmProcess(boot));
    for (const auto *part : {" --ro-bind /i/vmlinuz /i/vmlinuz ", " --ro-bind /i/initramfs /i/initramfs ",
                             " --ro-bind /i/root /i/root ", " --bind /t/memory /t/memory "})
        QVERIFY2(command.contains(QLatin1String(part)), part);
    QVERIFY(!command.contains(u"/home"));
    QVERIFY(!command.contains(u"--bind / "));
    QCOMPARE(command.count(u" --bind "), 1);
}

void CommandsTest::theGuardStandsAroundBubblewrap()
{
    const ProcessSpec inner{QStringLiteral("/usr/bin/qemu"), {}, {7}};
    const Bubblewrap bubblewrap(QStringLiteral("/usr/bin/bwrap"), QStringLiteral("/lib/guard"));
    const ProcessSpec spec = confined(inner, {bubblewrap, {}, {}, {}});
    QCOMPARE(spec.program, QStringLiteral("/lib/guard"));
    QCOMPARE(spec.arguments.first(), QStringLiteral("/usr/bin/bwrap"));
    QCOMPARE(spec.arguments.mid(1),
             confined(inner, {QStringLiteral("/usr/bin/bwrap"), {}, {}, {}}).arguments);
    QCOMPARE(spec.descriptors, QVector<int>{7});
    QVERIFY(spec.isGuarded);
}

void CommandsTest::onlyKvmSeesItsDevice()
{
    MicroVmSpec spec{machine(), {}, false, QStringLiteral("/usr/bin/bwrap")};
    QVERIFY(!line(microVmProcess(spec)).contains(u"/dev/kvm"));
    spec.machine.cpu = {Accelerator::Kvm, QStringLiteral("host")};
    QVERIFY(line(microVmProcess(spec)).contains(u" --dev-bind /dev/kvm /dev/kvm "));
}

void CommandsTest::runsBareWithoutBubblewrap()
{
    QCOMPARE(microVmProcess({machine(), {}, false, {}}), qemuProcess(machine()));
}

void CommandsTest::connectsOverLoopbackWhereNothingIsInherited()
{
    QemuMachine windows = machine();
    windows.memory = QemuMachine::Memory::Anonymous;
    windows.loopback = {5001, 5002, QStringLiteral("6f1c2a0e-0000-4000-8000-000000000001")};
    const ProcessSpec spec = qemuProcess(windows);
    QVERIFY(spec.descriptors.isEmpty());
    QCOMPARE(after(spec, QStringLiteral("-uuid")), windows.loopback->token);
    const QString command = line(spec);
    QVERIFY(command.contains(u"socket,id=control,host=127.0.0.1,port=5001"));
    QVERIFY(command.contains(u"socket,id=channel,host=127.0.0.1,port=5002"));
    QVERIFY(!command.contains(u",fd="));
    QVERIFY(!command.contains(u"-sandbox")); // seccomp: unknown to QEMU for Windows, which would not start
    QVERIFY(!command.contains(u"memory-backend-file"));
    QCOMPARE(after(spec, QStringLiteral("-nic")), QStringLiteral("none"));
}

void CommandsTest::askWhpxForNoInterruptControllerAndTheGuestForNone()
{
    QemuMachine windows = machine();
    windows.cpu = {Accelerator::Whpx, QStringLiteral("max")};
    windows.start = QemuMachine::Start::Boot;
    const ProcessSpec spec = qemuProcess(windows);
    QCOMPARE(after(spec, QStringLiteral("-accel")), QStringLiteral("whpx,kernel-irqchip=off"));
    QVERIFY(after(spec, QStringLiteral("-append")).endsWith(u" noapic"));
    windows.cpu.accelerator = Accelerator::Tcg;
    QVERIFY(!after(qemuProcess(windows), QStringLiteral("-append")).contains(u"noapic"));
}

QTEST_GUILESS_MAIN(CommandsTest)
#include "commands_test.moc"
