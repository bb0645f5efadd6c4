// Measures what a person waits for: from nothing, from the pool, and per call. All times in milliseconds.
#pragma once

#include "sandbox/host/bench_figures.h"
#include "sandbox/host/crowd_bench.h"
#include "sandbox/host/link_bench.h"
#include "sandbox/host/snapshot_bench.h"

namespace glasshouse::sandbox {

struct BenchInput
{
    QString image = QStringLiteral("code-interpreter");
    Limits limits;
    int rounds = 20;    // of cold and pooled; five times as many calls, a quarter of what moves many bytes
    int sandboxes = 20; // at once

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
    enum class Phase { WarmUp, Cold, Pooled, Exec, More };

    void startRound();
    void startCall(const QByteArray &code);
    void handleStart(const ExecStart &start);
    void handleOutput();
    [[nodiscard]] double elapsedMs() const;
    void handleFinished(const Result<ExecResult> &result);
    void finishRound();
    void enter(Phase phase);
    void handleStatus(const Status &status);
    [[nodiscard]] ExecRequest requestFor(const QByteArray &code) const;
    void measureLinks();
    void measureSnapshot();
    void measureCrowd();
    template<typename Figures> bool take(const Result<Figures> &measured, Figures &figures);

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
    std::unique_ptr<LinkBench> m_links;
    std::unique_ptr<SnapshotBench> m_snapshot;
    std::unique_ptr<CrowdBench> m_crowd;
};

} // namespace glasshouse::sandbox
