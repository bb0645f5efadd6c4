// Measures what a person waits for: from nothing, from the pool, and per call. All times in milliseconds.
#pragma once

#include "sandbox/host/micro_vm_service.h"

namespace glasshouse::sandbox {

struct Percentiles
{
    double p50 = 0;
    double p95 = 0;

    bool operator==(const Percentiles &) const = default;
};

// Nearest rank; zeros for no values.
[[nodiscard]] Percentiles percentiles(QVector<double> values);

struct BenchFigures
{
    Percentiles
        cold; // from no process to the first byte printed by code that uses numpy, pandas and matplotlib
    Percentiles pooled;   // likewise, from a restored VM that waited
    Percentiles take;     // of the latter, the part until the code starts
    Percentiles exec;     // a further call: from the call to its result
    double privateMb = 0; // per VM, after the above; the most that was seen
    Accelerator accelerator = Accelerator::Unknown;
    bool confined = false;

    bool operator==(const BenchFigures &) const = default;
};

struct BenchInput
{
    QString image = QStringLiteral("code-interpreter");
    Limits limits;
    int rounds = 20; // of cold and pooled; five times as many calls

    bool operator==(const BenchInput &) const = default;
};

// Deleting it stops it. Prepares image and template first if they are missing; that is not measured.
class SandboxBench : public QObject
{
    Q_OBJECT

public:
    SandboxBench(const ServicePaths &paths, BenchInput input, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void progressed(const QString &sentence);
    void finished(const glasshouse::Result<glasshouse::sandbox::BenchFigures> &figures);

private:
    enum class Phase { WarmUp, Cold, Pooled, Exec, Done };

    void startRound();
    void startCall(const QByteArray &code);
    void handleStart(const ExecStart &start);
    void handleOutput();
    [[nodiscard]] double elapsedMs() const;
    void handleFinished(const Result<ExecResult> &result);
    void finishRound();
    void enter(Phase phase);
    void handleStatus(const Status &status);

    BenchInput m_input;
    MicroVmService m_service;
    std::unique_ptr<ExecJob> m_job;
    QElapsedTimer m_clock;
    Phase m_phase = Phase::WarmUp;
    int m_round = 0;
    double m_firstByteMs = -1;
    QVector<double> m_cold;
    QVector<double> m_pooled;
    QVector<double> m_take;
    QVector<double> m_exec;
    BenchFigures m_figures;
};

} // namespace glasshouse::sandbox
