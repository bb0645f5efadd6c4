// Starts many sandboxes at once and looks what each costs while all of them are there.
#pragma once

#include "sandbox/host/bench_figures.h"
#include "sandbox/host/micro_vm_service.h"

#include <QElapsedTimer>

#include <vector>

namespace glasshouse::sandbox {

// Deleting it stops it.
class CrowdBench : public QObject
{
    Q_OBJECT

public:
    // `service` outlives it; each sandbox executes `request` in a session of its own.
    CrowdBench(MicroVmService &service, ExecRequest request, int sandboxes, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void finished(const glasshouse::Result<glasshouse::sandbox::CrowdFigures> &figures);

private:
    void handleFinished(const Result<ExecResult> &result);
    void conclude();
    [[nodiscard]] static QString sessionName(int number);

    MicroVmService &m_service;
    ExecRequest m_request;
    int m_sandboxes;
    int m_finished = 0;
    QElapsedTimer m_clock;
    std::vector<std::unique_ptr<ExecJob>> m_jobs;
    QString m_problem; // the first
};

} // namespace glasshouse::sandbox
