#include "sandbox/host/state_copy.h"

#include "core/base/atomic_file.h"
#include "sandbox/host/page_filter.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QPointer>
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

QString notWritten(const QFileDevice &file)
{
    return QStringLiteral("%1 could not be written: %2.").arg(file.fileName(), file.errorString());
}

// Without the template's memory nothing can be left out, which is no error.
QByteArrayView mapped(QFile &file)
{
    if (file.fileName().isEmpty() || !file.open(QIODevice::ReadOnly))
        return {};
    const uchar *memory = file.map(0, file.size());
    return {reinterpret_cast<const char *>(memory), memory ? file.size() : 0};
}

// Reads `from` to its end into `target`; empty, or why it failed.
QString copyAll(StatePipe &from, const QString &target, const QString &templateMemory)
{
    QFile memory(templateMemory);
    QSaveFile to(target);
    if (!to.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return notWritten(to);
    PageFilter filter(mapped(memory));
    QByteArray block(blockSize, Qt::Uninitialized);
    QByteArray kept;
    qint64 count = 0;
    do {
        count = from.read(block.data(), block.size());
        kept.resize(0); // its memory is used again
        if (count > 0)
            filter.add(QByteArrayView(block).first(count), kept);
        else
            filter.finish(kept);
        if (!kept.isEmpty() && !writeAll(to, kept))
            return notWritten(to);
    } while (count > 0);
    if (count < 0)
        return QStringLiteral("QEMU's connection broke off.");
    return to.commit() ? QString() : notWritten(to);
}

} // namespace

StateCopy::StateCopy(MicroVm &vm, QString file, QString templateMemory, QObject *parent)
    : QObject(parent), m_vm(vm), m_file(std::move(file)), m_templateMemory(std::move(templateMemory)),
      m_pipe(makeStatePipe(m_vm.link()))
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { abandon(QStringLiteral("The sandbox could not be saved in time.")); });
    connect(&m_vm, &MicroVm::migrated, this, [this] {
        m_captured = true;
        m_deadline.stop();
        Q_EMIT captured();
        conclude();
    });
    connect(&m_vm, &MicroVm::saveFailed, this,
            [this] { abandon(QStringLiteral("QEMU could not save the sandbox.")); });
    connect(&m_vm, &Vm::ended, this, &StateCopy::abandon);
}

StateCopy::~StateCopy()
{
    m_pipe->stop();
    if (m_copier)
        m_copier->wait();
}

void StateCopy::start()
{
    const auto opened = m_pipe->open();
    const QString folder = QFileInfo(m_file).path();
    // What a conversation computed is for its owner's eyes only.
    constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!opened || !QDir().mkpath(folder) || !QFile::setPermissions(folder, ownerOnly))
        return abandon(QStringLiteral("The sandbox could not be saved to %1.").arg(m_file));
    m_deadline.start(deadlineMs);
    copy();
    stopAndMigrate();
}

void StateCopy::stopAndMigrate()
{
    const QPointer<StateCopy> self(this);
    const auto orAbandon = [self](const Result<QJsonValue> &answer) {
        if (self && !answer)
            self->abandon(answer.error().message);
    };
    auto &control = m_vm.control();
    control.execute(QStringLiteral("stop"), {}, orAbandon);
    control.execute(QStringLiteral("migrate-set-capabilities"),
                    {{QStringLiteral("capabilities"),
                      QJsonArray{capability("x-ignore-shared", false), capability("events", true)}}},
                    orAbandon);
    control.execute(QStringLiteral("migrate-set-parameters"),
                    {{QStringLiteral("max-bandwidth"), bytesPerSecond}}, orAbandon);
    m_pipe->fill(control, [self](const Error &error) {
        if (self)
            self->abandon(error.message);
    });
}

void StateCopy::copy()
{
    m_copier.reset(QThread::create([this] { m_copyProblem = copyAll(*m_pipe, m_file, m_templateMemory); }));
    connect(m_copier.get(), &QThread::finished, this, &StateCopy::handleCopied);
    m_copier->start();
}

// QEMU would wait for a copier that gave up on a full disk.
void StateCopy::handleCopied()
{
    m_pipe->stop();
    if (!m_copyProblem.isEmpty())
        m_problem = m_copyProblem; // the reason of whatever else went wrong
    conclude();
}

// From then on QEMU does not matter.
void StateCopy::abandon(const QString &problem)
{
    if (m_captured)
        return;
    if (m_problem.isEmpty())
        m_problem = problem;
    m_pipe->stop();
    conclude();
}

// When QEMU and the copier are done, in whichever order.
void StateCopy::conclude()
{
    const bool isCopied = !m_copier || m_copier->isFinished();
    if (m_concluded || !isCopied || (!m_captured && m_problem.isEmpty()))
        return;
    m_concluded = true;
    m_deadline.stop();
    if (!m_problem.isEmpty())
        QFile::remove(m_file);
    Q_EMIT finished(m_problem);
}

} // namespace glasshouse::sandbox
