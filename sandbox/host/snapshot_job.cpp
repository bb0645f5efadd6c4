#include "sandbox/host/snapshot_job.h"

namespace glasshouse::sandbox {

SnapshotJob::SnapshotJob(MicroVm &vm, SnapshotStore store, const SessionSnapshot &snapshot,
                         const Template &made, QObject *parent)
    : QObject(parent), m_vm(&vm), m_store(std::move(store)), m_snapshot(snapshot), m_template(made),
      m_copy(vm, m_store.stateFile(snapshot.id, made), made.memoryFile())
{
    connect(&m_copy, &StateCopy::captured, this, &SnapshotJob::resume);
    connect(&m_copy, &StateCopy::finished, this, &SnapshotJob::conclude);
}

void SnapshotJob::start()
{
    m_pause.start();
    m_copy.start();
}

void SnapshotJob::abort()
{
    if (!std::exchange(m_vm, nullptr))
        return;
    Q_EMIT resumed(m_pause.elapsed());
    m_copy.abandon(QStringLiteral("The sandbox ended before its snapshot was taken."));
}

void SnapshotJob::resume()
{
    if (!m_vm)
        return;
    std::exchange(m_vm, nullptr)->control().execute(QStringLiteral("cont"));
    Q_EMIT resumed(m_pause.elapsed());
}

void SnapshotJob::conclude(const QString &problem)
{
    resume(); // if it failed
    if (!problem.isEmpty())
        return Q_EMIT finished(fail(QStringLiteral("The sandbox could not be kept: %1").arg(problem)));
    Q_EMIT finished(m_store.add(m_snapshot, m_template));
}

} // namespace glasshouse::sandbox
