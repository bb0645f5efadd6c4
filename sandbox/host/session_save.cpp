#include "sandbox/host/session_save.h"

#include "core/base/atomic_file.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <QSaveFile>

namespace glasshouse::sandbox {

namespace {

constexpr int deadlineMs = 30'000;           // it takes about a second
constexpr qint64 bytesPerSecond = 1LL << 40; // QEMU's own default is made for networks
constexpr qint64 blockSize = 1 << 20;

QJsonObject capability(const char *name, bool state)
{
    return {{QStringLiteral("capability"), QLatin1String(name)}, {QStringLiteral("state"), state}};
}

// Reads `source` to its end into `target`; empty, or why it failed.
QString copyAll(int source, const QString &target)
{
    QFile from;
    QSaveFile to(target);
    if (!from.open(source, QIODevice::ReadOnly | QIODevice::Unbuffered) ||
        !to.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return QStringLiteral("%1 could not be written: %2.").arg(target, to.errorString());
    QByteArray block(blockSize, Qt::Uninitialized);
    qint64 count = 0;
    while ((count = from.read(block.data(), block.size())) > 0) {
        if (!writeAll(to, QByteArrayView(block).first(count)))
            return QStringLiteral("%1 could not be written: %2.").arg(target, to.errorString());
    }
    return to.commit() ? QString()
                       : QStringLiteral("%1 could not be written: %2.").arg(target, to.errorString());
}

} // namespace

SessionSave::SessionSave(std::unique_ptr<MicroVm> vm, QString file, QObject *parent)
    : QObject(parent), m_vm(std::move(vm)), m_file(std::move(file))
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        m_problem = QStringLiteral("The sandbox could not be saved in time.");
        m_vm->kill(m_problem);
    });
    connect(m_vm.get(), &MicroVm::migrated, this, [this] {
        m_migrated = true;
        m_vm->kill(QStringLiteral("The sandbox is saved."));
    });
    connect(m_vm.get(), &Vm::ended, this, [this](const QString &reason) {
        if (!m_migrated && m_problem.isEmpty())
            m_problem = reason;
        m_vmEnded = true;
        conclude();
    });
}

SessionSave::~SessionSave()
{
    retire(std::move(m_vm)); // closes QEMU's end of the pipe, which ends the copier
    if (m_copier)
        m_copier->wait();
}

void SessionSave::start()
{
    m_deadline.start(deadlineMs);
    save();
}

void SessionSave::save()
{
    auto pipe = makeSocketPair();
    const QString folder = QFileInfo(m_file).path();
    // What a conversation computed is for its owner's eyes only.
    constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!pipe || !QDir().mkpath(folder) || !QFile::setPermissions(folder, ownerOnly)) {
        m_problem = QStringLiteral("The sandbox could not be saved to %1.").arg(m_file);
        m_vm->kill(m_problem);
        return;
    }
    m_source = std::move(pipe->ours);
    copy();

    const auto orGiveUp = [this](const Result<QJsonValue> &answer) {
        if (answer)
            return;
        m_problem = answer.error().message;
        m_vm->kill(m_problem);
    };
    auto &control = m_vm->control();
    control.execute(QStringLiteral("stop"), {}, orGiveUp);
    control.execute(QStringLiteral("migrate-set-capabilities"),
                    {{QStringLiteral("capabilities"),
                      QJsonArray{capability("x-ignore-shared", false), capability("events", true)}}},
                    orGiveUp);
    control.execute(QStringLiteral("migrate-set-parameters"),
                    {{QStringLiteral("max-bandwidth"), bytesPerSecond}}, orGiveUp);
    // The copy that QEMU gets must be the last one open, or the copier would wait for more.
    const auto theirs = std::make_shared<Descriptor>(std::move(pipe->theirs));
    control.giveDescriptor(QStringLiteral("state"), theirs->get(),
                           [theirs, orGiveUp](const Result<QJsonValue> &answer) {
                               theirs->reset();
                               orGiveUp(answer);
                           });
    control.execute(QStringLiteral("migrate"), {{QStringLiteral("uri"), QStringLiteral("fd:state")}},
                    orGiveUp);
}

void SessionSave::copy()
{
    m_copier.reset(QThread::create([this] { m_copyProblem = copyAll(m_source.get(), m_file); }));
    connect(m_copier.get(), &QThread::finished, this, &SessionSave::handleCopied);
    m_copier->start();
}

// QEMU would wait for a copier that gave up on a full disk.
void SessionSave::handleCopied()
{
    if (!m_copyProblem.isEmpty() && !m_migrated && m_problem.isEmpty()) {
        m_problem = m_copyProblem;
        m_vm->kill(m_problem);
    }
    conclude();
}

// When both the VM and the copier are done, in whichever order.
void SessionSave::conclude()
{
    if (!m_vmEnded || (m_copier && !m_copier->isFinished()))
        return;
    m_deadline.stop();
    const auto problem = m_problem.isEmpty() ? m_copyProblem : m_problem;
    if (!problem.isEmpty())
        QFile::remove(m_file);
    Q_EMIT finished(problem);
}

} // namespace glasshouse::sandbox
