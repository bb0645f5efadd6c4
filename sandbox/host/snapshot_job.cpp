#include "sandbox/host/snapshot_job.h"

namespace glasshouse::sandbox {

SnapshotJob::SnapshotJob(MicroVm &vm, SnapshotStore store, const SessionSnapshot &snapshot,
                         const Template &made, QObject *parent)
    : QObject(parent), m_vm(&vm), m_store(std::move(store)), m_snapshot(snapshot), m_template(made),
      m_copy(vm, m_store.stateFile(snapshot.id, made), made.memoryFile())
{
    connect(&m_copy, &StateCopy::captured, this, &SnapshotJob::resume);
    connect(&vm, &MicroVm::wentOn, this, &SnapshotJob::release);
    connect(&m_copy, &StateCopy::finished, this, &SnapshotJob::conclude);
}

void SnapshotJob::start()
{
    m_pause.start();
    m_copy.start();
}

void SnapshotJob::abort()
{
    m_copy.abandon(QStringLiteral("The sandbox ended before its snapshot was taken."));
    release();
}

void SnapshotJob::resume()
{
    if (m_vm && !std::exchange(m_isResuming, true))
        m_vm->goOn();
}

void SnapshotJob::release()
{
    if (std::exchange(m_vm, nullptr))
        Q_EMIT resumed(m_pause.elapsed());
    finish();
}

void SnapshotJob::conclude(const QString &problem)
{
    if (problem.isEmpty())
        m_result = m_store.add(m_snapshot, m_template);
    else
        m_result = fail(QStringLiteral("The sandbox could not be kept: %1").arg(problem));
    resume(); // if it failed
    finish();
}

void SnapshotJob::finish()
{
    if (!m_vm && m_result)
        Q_EMIT finished(*std::exchange(m_result, std::nullopt));
}

} // namespace glasshouse::sandbox
