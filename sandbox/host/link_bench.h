// Measures tool calls, a mount and a connection from inside a running sandbox.
#pragma once

#include "sandbox/host/bench_figures.h"
#include "sandbox/host/bench_world.h"

namespace glasshouse::sandbox {

// Deleting it stops it.
class LinkBench : public QObject
{
    Q_OBJECT

public:
    // `service` outlives it; `request` says in which sandbox.
    LinkBench(Service &service, ExecRequest request, int rounds, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void finished(const glasshouse::Result<glasshouse::sandbox::LinkFigures> &figures);

private:
    struct Measurement
    {
        QByteArray code; // prints one number or more
        QVector<double> values;
    };

    void runNext();
    void handleFinished(const Result<ExecResult> &result);
    void conclude();

    Service &m_service;
    ExecRequest m_request;
    BenchWorld m_world;
    QVector<Measurement> m_measurements;
    std::unique_ptr<ExecJob> m_job;
    int m_runs;
    int m_run = 0;
};

} // namespace glasshouse::sandbox
