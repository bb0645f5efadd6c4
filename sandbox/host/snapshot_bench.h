// Measures a snapshot of a sandbox in which 100 MB were touched, and going on from it.
#pragma once

#include "sandbox/host/bench_figures.h"
#include "sandbox/host/micro_vm_service.h"

#include <QElapsedTimer>

namespace glasshouse::sandbox {

// Deleting it stops it.
class SnapshotBench : public QObject
{
    Q_OBJECT

public:
    // `service` outlives it; `request` says in which sandbox.
    SnapshotBench(MicroVmService &service, ExecRequest request, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void finished(const glasshouse::Result<glasshouse::sandbox::SnapshotFigures> &figures);

private:
    void handleTouched(const Result<ExecResult> &result);
    void handleTaken(const SessionSnapshot &snapshot);
    void handleRestored();
    void giveUp(const QString &session, const QString &problem);
    [[nodiscard]] double elapsedMs() const;

    MicroVmService &m_service;
    ExecRequest m_request;
    std::unique_ptr<ExecJob> m_job;
    QElapsedTimer m_clock;
    SessionSnapshot m_snapshot;
    SnapshotFigures m_figures;
};

} // namespace glasshouse::sandbox
