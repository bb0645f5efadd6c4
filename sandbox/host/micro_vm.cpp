#include "sandbox/host/micro_vm.h"

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "sandbox/host/confinement.h"
#include "sandbox/host/descriptor.h"
#include "sandbox/protocol/limits.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTimer>

#include <utility>

namespace glasshouse::sandbox {

namespace {

constexpr qsizetype keptConsole = 4096;
constexpr int saidLines = 4;
constexpr qint64 largestDeviceFile = 64 << 20;

std::string randomBytes(std::size_t count)
{
    std::string bytes(count, '\0');
    for (char &byte : bytes)
        byte = static_cast<char>(QRandomGenerator::system()->bounded(256));
    return bytes;
}

QJsonObject capability(const QString &name, bool state = true)
{
    return {{QStringLiteral("capability"), name}, {QStringLiteral("state"), state}};
}

} // namespace

ProcessSpec microVmProcess(const MicroVmSpec &spec)
{
    const GuestFiles &guest = spec.machine.guest;
    ConfinementProfile profile{spec.bubblewrap, {guest.root}, {}, {}};
    if (spec.machine.start == QemuMachine::Start::Boot)
        profile.readable << guest.kernel << guest.initramfs;
    if (!spec.machine.memoryFile.isEmpty())
        profile.writable << spec.machine.memoryFile;
    if (spec.machine.cpu.accelerator == Accelerator::Kvm)
        profile.devices << QStringLiteral("/dev/kvm");
    return confined(qemuProcess(spec.machine), profile);
}

MicroVm::MicroVm(MicroVmSpec spec, QObject *parent)
    : m_spec(std::move(spec)), m_id(newId(u"vm")), m_link(makeMachineLink(m_spec.link)),
      m_control(m_link->control()), m_channel(m_link->channel())
{
    setParent(parent);
    if (m_spec.deviceFileHoldsMemory)
        m_channel.skipToGreeting();
    connect(m_link.get(), &MachineLink::established, this, &MicroVm::begin);
    connect(m_link.get(), &MachineLink::failed, this, &MicroVm::kill);
    connect(&m_control, &QmpClient::eventReceived, this, &MicroVm::handleEvent);
    connect(&m_control, &QmpClient::failed, this, &MicroVm::kill);
    connect(&m_channel, &GuestChannel::messageReceived, this, &MicroVm::handleMessage);
    connect(&m_channel, &GuestChannel::violated, this, [this](const QString &detail) {
        kill(QStringLiteral("The sandbox was ended after a protocol violation: %1.").arg(detail));
    });
}

void MicroVm::start()
{
    m_age.start();
    if (const auto launched = launch(); !launched) {
        m_killReason = launched.error().message;
        QTimer::singleShot(0, this, [this] { finish(m_killReason); });
    }
}

void MicroVm::begin()
{
    if (m_spec.machine.start == QemuMachine::Start::Incoming)
        restore();
    else
        greet();
}

Result<void> MicroVm::launch()
{
    if (const auto opened = m_link->open(m_spec.machine); !opened)
        return opened;
    Result<Descriptor> device = Descriptor();
    if (m_spec.machine.start == QemuMachine::Start::Incoming)
        device = openForReading(m_spec.deviceFile);
    if (!device)
        return fail(device.error());
    m_spec.machine.device = device->get();
    m_process = makeChildProcess(microVmProcess(m_spec), m_spec.deviceFile.isEmpty() ? largestDeviceFile : 0);
    connect(m_process.get(), &QProcess::readyRead, this, &MicroVm::readConsole);
    connect(m_process.get(), &QProcess::finished, this, &MicroVm::handleEnd);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            handleEnd();
    });
    m_process->start(); // it has its own copies of the descriptors when this returns
    m_link->establish(m_control);
    return {};
}

void MicroVm::restore()
{
    // Must be as it was when the state was saved.
    const bool memoryIsElsewhere = !m_spec.deviceFileHoldsMemory;
    m_control.execute(QStringLiteral("migrate-set-capabilities"),
                      {{QStringLiteral("capabilities"),
                        QJsonArray{capability(QStringLiteral("x-ignore-shared"), memoryIsElsewhere),
                                   capability(QStringLiteral("events"))}}});
    if (m_spec.link == MachineLink::Kind::Inherited)
        return receiveState(QStringLiteral("fd:%1").arg(m_spec.machine.device));
    receiveState(QStringLiteral("tcp:127.0.0.1:0"));
    sendState();
}

void MicroVm::receiveState(const QString &uri)
{
    m_control.execute(QStringLiteral("migrate-incoming"), {{QStringLiteral("uri"), uri}},
                      [this](const Result<QJsonValue> &answer) {
                          if (!answer)
                              kill(answer.error().message);
                      });
}

// To the port that QEMU chose. It takes one connection: if another program was faster, this one fails.
void MicroVm::sendState()
{
    m_control.execute(QStringLiteral("query-migrate"), {}, [this](const Result<QJsonValue> &answer) {
        const QString port = answer ? (*answer)[u"socket-address"][0][u"port"].toString() : QString();
        m_stateSender = std::make_unique<StateSender>(m_spec.deviceFile, port.toUShort());
        connect(m_stateSender.get(), &StateSender::failed, this, &MicroVm::kill);
    });
}

void MicroVm::handleEvent(const QString &name, const QJsonObject &data)
{
    if (name != u"MIGRATION")
        return;
    const QString status = data.value(QStringLiteral("status")).toString();
    if (status == u"failed" && m_greeted)
        Q_EMIT saveFailed();
    else if (status == u"failed")
        kill(QStringLiteral("QEMU could not restore the template."));
    if (status != u"completed")
        return;
    if (!m_greeted)
        resume();
    Q_EMIT migrated();
}

void MicroVm::resume()
{
    m_control.execute(QStringLiteral("cont"));
    m_readyMs = m_age.elapsed();
    greet();
    Q_EMIT resumed();
}

void MicroVm::greet()
{
    m_nonce = randomBytes(protocol::nonceSize);
    m_channel.send(protocol::Hello{m_nonce, randomBytes(protocol::entropySize), SystemClock().nowMs()});
}

void MicroVm::handleMessage(const protocol::Message &message)
{
    if (const auto *answer = std::get_if<protocol::HelloOk>(&message))
        return handleGreeting(*answer);
    if (!m_greeted)
        return kill(QStringLiteral(
            "The sandbox was ended after a protocol violation: it spoke before its greeting."));
    if (std::holds_alternative<protocol::Ready>(message))
        handleReadiness();
    Q_EMIT messageReceived(message);
}

void MicroVm::handleGreeting(const protocol::HelloOk &answer)
{
    if (m_greeted || answer.nonce != m_nonce)
        return kill(QStringLiteral(
            "The sandbox was ended after a protocol violation: a greeting that was not asked for."));
    m_greeted = true;
    Q_EMIT greeted();
    if (answer.kernelReady)
        handleReadiness();
}

// One that was ready when it greeted may say so again.
void MicroVm::handleReadiness()
{
    if (!std::exchange(m_ready, true))
        Q_EMIT ready();
}

QVector<qint64> MicroVm::processes() const
{
    return m_process && m_process->processId() > 0 ? processTree(m_process->processId()) : QVector<qint64>();
}

// QEMU says that it is done before it has left its last state (migration_iteration_finish() in 7.2). One that
// is told to go on in between stands still for ever, and no event tells when it may be told.
void MicroVm::goOn()
{
    m_control.execute(QStringLiteral("query-status"), {}, [this](const Result<QJsonValue> &answer) {
        if (answer && answer->toObject().value(QStringLiteral("status")) == QStringLiteral("finish-migrate"))
            return goOn();
        m_control.execute(QStringLiteral("cont"), {}, [this](const Result<QJsonValue> &) {
            send(protocol::SetTime{SystemClock().nowMs()});
            Q_EMIT wentOn();
        });
    });
}

void MicroVm::send(const protocol::Message &message)
{
    if (!m_ended)
        m_channel.send(message);
}

void MicroVm::kill(const QString &reason)
{
    if (!m_killReason.isEmpty() || m_ended)
        return;
    m_killReason = reason;
    m_channel.close();
    if (m_process)
        m_process->kill();
}

void MicroVm::readConsole()
{
    m_console += m_process->readAll();
    m_console = m_console.right(keptConsole);
}

void MicroVm::handleEnd()
{
    readConsole();
    finish(m_killReason.isEmpty() ? endSentence() : m_killReason);
}

QString MicroVm::endSentence() const
{
    if (m_process->error() == QProcess::FailedToStart)
        return QStringLiteral("%1 could not be started: %2.")
            .arg(m_process->program(), m_process->errorString());
    // More than one line: the last is often the kernel's, which restarts because of what was said before.
    const QString said = QString::fromUtf8(m_console.trimmed()).section(u'\n', -saidLines).simplified();
    const QString last = said.isEmpty() ? QString() : QStringLiteral(" It said last: %1").arg(said);
    return QStringLiteral("The sandbox ended unexpectedly (exit code %1).%2")
        .arg(m_process->exitCode())
        .arg(last);
}

void MicroVm::finish(const QString &reason)
{
    if (m_ended)
        return;
    m_ended = true;
    m_channel.close();
    Q_EMIT ended(reason);
}

void retire(std::unique_ptr<Vm> vm)
{
    if (!vm)
        return;
    vm->disconnect();
    vm->kill(QStringLiteral("The sandbox is no longer needed."));
    vm.release()->deleteLater();
}

} // namespace glasshouse::sandbox
