#include "sandbox/host/template_build.h"

#include "sandbox/host/accelerator_choice.h"

#include <QDir>
#include <QJsonArray>
#include <QStorageInfo>

namespace glasshouse::sandbox {

namespace {

// Emulated, the same takes 2 to 5 s on an idle machine of 2023; a loaded one gets ten times that.
int bootDeadlineMs(Accelerator accelerator)
{
    return accelerator == Accelerator::Tcg ? 120'000 : 20'000;
}

constexpr int importDeadlineMs = 300'000;
constexpr int saveDeadlineMs = 60'000;
constexpr qint64 roomBesideMemory = 64 << 20;

} // namespace

TemplateBuild::TemplateBuild(TemplatePlan plan, QObject *parent) : QObject(parent), m_plan(std::move(plan))
{
    m_snapshot.folder = m_plan.workFolder;
    m_snapshot.image = m_plan.image;
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        giveUp(Failure::Hung, QStringLiteral("The guest did not start in time under %1.")
                                  .arg(toString(m_plan.cpu.accelerator)));
    });
}

TemplateBuild::~TemplateBuild()
{
    m_copy.reset();
    retire(std::move(m_vm));
}

void TemplateBuild::start()
{
    if (const auto made = makeMemoryFile(); !made)
        return giveUp(Failure::NoRoom, made.error().message);
    boot();
}

Result<void> TemplateBuild::makeMemoryFile()
{
    const qint64 size = qint64(m_plan.memoryMb) << 20;
    const QStorageInfo storage(m_plan.workFolder);
    if (storage.bytesAvailable() < size + roomBesideMemory) // a full disk under a mapped file kills QEMU
        return fail(QStringLiteral("The sandbox template needs %1 MB in %2, and %3 MB are free.")
                        .arg((size + roomBesideMemory) >> 20)
                        .arg(m_plan.workFolder)
                        .arg(storage.bytesAvailable() >> 20));
    // Over loopback the memory comes with the rest of the state, and its own file stays empty.
    QFile memory(m_snapshot.memoryFile());
    const bool isMapped = m_plan.link == MachineLink::Kind::Inherited;
    if (!memory.open(QIODevice::ReadWrite) || !memory.resize(isMapped ? size : 0))
        return fail(QStringLiteral("Could not create %1: %2.").arg(memory.fileName(), memory.errorString()));
    return {};
}

void TemplateBuild::boot()
{
    MicroVmSpec spec;
    spec.bubblewrap = m_plan.bubblewrap;
    spec.link = m_plan.link;
    spec.machine.program = m_plan.qemu;
    spec.machine.guest = m_plan.guest;
    spec.machine.cpu = m_plan.cpu;
    spec.machine.memoryMb = m_plan.memoryMb;
    spec.machine.memory = QemuMachine::Memory::Anonymous;
    if (m_plan.link == MachineLink::Kind::Inherited) {
        spec.machine.memoryFile = m_snapshot.memoryFile();
        spec.machine.memory = QemuMachine::Memory::Shared;
    }
    spec.machine.start = QemuMachine::Start::Boot;
    m_vm = std::make_unique<MicroVm>(spec);
    connect(m_vm.get(), &MicroVm::greeted, this, &TemplateBuild::handleGreeting);
    connect(m_vm.get(), &MicroVm::ready, this, &TemplateBuild::save);
    connect(m_vm.get(), &MicroVm::saveFailed, m_vm.get(),
            [vm = m_vm.get()] { vm->kill(QStringLiteral("QEMU could not save the template.")); });
    connect(m_vm.get(), &Vm::ended, this,
            [this](const QString &reason) { m_saved ? hash() : giveUp(Failure::Aborted, reason); });
    Q_EMIT stepped(Step::Booting);
    m_deadline.start(bootDeadlineMs(m_plan.cpu.accelerator));
    m_vm->start();
}

void TemplateBuild::handleGreeting()
{
    Q_EMIT stepped(Step::Importing);
    m_deadline.start(importDeadlineMs);
}

void TemplateBuild::save()
{
    Q_EMIT stepped(Step::Saving);
    m_deadline.start(saveDeadlineMs);
    if (!canBeSaved(m_plan.cpu.accelerator))
        saveNothing();
    else if (m_plan.link == MachineLink::Kind::Inherited)
        saveDevices();
    else
        saveEverything();
}

// The memory is in its file already.
void TemplateBuild::saveDevices()
{
    auto device = createForWriting(m_snapshot.deviceFile());
    if (!device)
        return giveUp(Failure::NoRoom, device.error().message);
    m_device = std::move(*device);
    const auto orGiveUp = [this](const Result<QJsonValue> &answer) {
        if (!answer)
            giveUp(Failure::Aborted, answer.error().message);
    };
    const auto capability = [](const char *name) {
        return QJsonObject{{QStringLiteral("capability"), QLatin1String(name)},
                           {QStringLiteral("state"), true}};
    };
    QmpClient &control = m_vm->control();
    connect(m_vm.get(), &MicroVm::migrated, this, &TemplateBuild::handleSaved);
    control.execute(QStringLiteral("stop"), {}, orGiveUp);
    control.execute(
        QStringLiteral("migrate-set-capabilities"),
        {{QStringLiteral("capabilities"), QJsonArray{capability("x-ignore-shared"), capability("events")}}},
        orGiveUp);
    control.giveDescriptor(QStringLiteral("device"), m_device.get(), orGiveUp);
    control.execute(QStringLiteral("migrate"), {{QStringLiteral("uri"), QStringLiteral("fd:device")}},
                    orGiveUp);
}

void TemplateBuild::saveEverything()
{
    m_copy = std::make_unique<StateCopy>(*m_vm, m_snapshot.deviceFile(), QString());
    connect(m_copy.get(), &StateCopy::finished, this, [this](const QString &problem) {
        problem.isEmpty() ? handleSaved() : giveUp(Failure::Aborted, problem);
    });
    m_copy->start();
}

// What is known then is that the guest starts; each sandbox boots anew.
void TemplateBuild::saveNothing()
{
    if (auto device = createForWriting(m_snapshot.deviceFile()); !device)
        return giveUp(Failure::NoRoom, device.error().message);
    handleSaved();
}

void TemplateBuild::handleSaved()
{
    m_saved = true;
    m_vm->kill(QStringLiteral("The template is saved."));
}

void TemplateBuild::hash()
{
    m_deadline.stop();
    m_hash = std::make_unique<FileHashJob>(QStringList{m_snapshot.memoryFile(), m_snapshot.deviceFile()});
    connect(m_hash.get(), &FileHashJob::finished, this, [this](const Result<QVector<QByteArray>> &hashes) {
        hashes ? publish(*hashes) : giveUp(Failure::NoRoom, hashes.error().message);
    });
}

void TemplateBuild::publish(const QVector<QByteArray> &hashes)
{
    m_snapshot.memorySha256 = hashes.at(0);
    m_snapshot.deviceSha256 = hashes.at(1);
    m_snapshot.memoryMark = fileMark(m_snapshot.memoryFile());
    m_snapshot.deviceMark = fileMark(m_snapshot.deviceFile());
    if (const auto written = writeTemplate(m_snapshot); !written)
        return giveUp(Failure::NoRoom, written.error().message);
    QDir(m_plan.folder).removeRecursively(); // one that was tampered with
    if (!QDir().rename(m_plan.workFolder, m_plan.folder))
        return giveUp(Failure::NoRoom,
                      QStringLiteral("Could not move the template to %1.").arg(m_plan.folder));
    m_snapshot.folder = m_plan.folder;
    Q_EMIT built(m_snapshot);
}

void TemplateBuild::giveUp(Failure failure, const QString &sentence)
{
    m_deadline.stop();
    if (m_vm)
        m_vm->disconnect(this);
    Q_EMIT failed(failure, sentence);
}

} // namespace glasshouse::sandbox
