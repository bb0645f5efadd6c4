#include "sandbox/host/snapshot_bench.h"

namespace glasshouse::sandbox {

namespace {

const QByteArray touch = QByteArrayLiteral("import numpy as np\ndata = np.random.rand(13 << 20)\n");

} // namespace

SnapshotBench::SnapshotBench(MicroVmService &service, ExecRequest request, QObject *parent)
    : QObject(parent), m_service(service), m_request(std::move(request))
{
    connect(&m_service, &Service::snapshotTaken, this, &SnapshotBench::handleTaken);
    connect(&m_service, &Service::sessionRestored, this, &SnapshotBench::handleRestored);
    connect(&m_service, &Service::snapshotFailed, this, &SnapshotBench::giveUp);
    connect(&m_service, &Service::restoreFailed, this, &SnapshotBench::giveUp);
}

void SnapshotBench::start()
{
    m_request.code = touch;
    m_job = m_service.execute(m_request);
    connect(m_job.get(), &ExecJob::finished, this, &SnapshotBench::handleTouched);
}

void SnapshotBench::handleTouched(const Result<ExecResult> &result)
{
    m_job.release()->deleteLater(); // it is in the middle of its own signal
    if (!result)
        return giveUp(m_request.session, result.error().message);
    m_clock.start();
    m_service.snapshot(m_request.session, QStringLiteral("Of the benchmark; it is removed at its end."));
}

void SnapshotBench::handleTaken(const SessionSnapshot &snapshot)
{
    m_snapshot = snapshot;
    m_figures.takeMs = elapsedMs();
    m_figures.pauseMs = static_cast<double>(m_service.lastPauseMs());
    m_figures.storedMb = static_cast<double>(snapshot.bytes) / (1 << 20);
    m_clock.start();
    m_service.restore(m_request.session, snapshot.id);
}

void SnapshotBench::handleRestored()
{
    m_figures.restoreMs = elapsedMs();
    m_service.removeSnapshot(m_snapshot.id);
    Q_EMIT finished(m_figures);
}

void SnapshotBench::giveUp(const QString &, const QString &problem)
{
    m_service.removeSnapshot(m_snapshot.id);
    Q_EMIT finished(fail(problem));
}

double SnapshotBench::elapsedMs() const
{
    return static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
}

} // namespace glasshouse::sandbox
