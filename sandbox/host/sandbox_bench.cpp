#include "sandbox/host/sandbox_bench.h"

#include <cmath>

namespace glasshouse::sandbox {

namespace {

const QString session = QStringLiteral("bench");
const QString neighbour =
    QStringLiteral("neighbour"); // pages of the template that both only read are no cost of one
constexpr int callsPerRound = 5;
constexpr int roundsOfTransfer = 4; // one of what moves many bytes for so many of the others

// Each of the three libraries does something small: what is measured is the sandbox, not pandas.
const QByteArray libraries = QByteArrayLiteral("import numpy as np, pandas as pd, matplotlib.pyplot as plt\n"
                                               "values = np.arange(5)\n"
                                               "print(values.sum(), pd.isna(None), plt.get_backend())\n");
const QByteArray call = QByteArrayLiteral("print(values.max())\n");

} // namespace

Percentiles percentiles(QVector<double> values)
{
    if (values.isEmpty())
        return {};
    std::sort(values.begin(), values.end());
    const auto rank = [&](double fraction) {
        return values.at(qMax<qsizetype>(1, static_cast<qsizetype>(std::ceil(fraction * values.size()))) - 1);
    };
    return {rank(0.50), rank(0.95)};
}

SandboxBench::SandboxBench(const ServicePaths &paths, BenchInput input, QObject *parent)
    : QObject(parent), m_input(std::move(input)), m_service(paths)
{
}

void SandboxBench::start()
{
    connect(&m_service, &Service::statusChanged, this, &SandboxBench::handleStatus);
    enter(Phase::WarmUp);
}

void SandboxBench::enter(Phase phase)
{
    m_phase = phase;
    m_round = 0;
    m_service.setPoolSize(phase == Phase::Pooled ? 1 : 0);
    if (phase == Phase::Pooled)
        m_service.prepare(m_input.image, m_input.limits);
    startRound();
}

void SandboxBench::startRound()
{
    m_firstByteMs = -1;
    switch (m_phase) {
    case Phase::WarmUp:
    case Phase::Cold:
        return startCall(libraries);
    case Phase::Pooled:
        if (m_service.status().pooled > 0) // else handleStatus() comes back here
            startCall(libraries);
        return;
    case Phase::Exec:
        return startCall(call);
    case Phase::More:
        break;
    }
    m_figures.cold = percentiles(m_cold);
    m_figures.pooled = percentiles(m_pooled);
    m_figures.take = percentiles(m_take);
    m_figures.exec = percentiles(m_exec);
    measureLinks();
}

template<typename Figures> bool SandboxBench::take(const Result<Figures> &measured, Figures &figures)
{
    if (measured)
        figures = *measured;
    else
        Q_EMIT finished(fail(measured.error()));
    return measured.has_value();
}

void SandboxBench::measureLinks()
{
    Q_EMIT progressed(QStringLiteral("Measuring tool calls, files and connections"));
    m_links =
        std::make_unique<LinkBench>(m_service, requestFor({}), qMax(1, m_input.rounds / roundsOfTransfer));
    connect(m_links.get(), &LinkBench::finished, this, [this](const Result<LinkFigures> &figures) {
        if (take(figures, m_figures.links))
            measureSnapshot();
    });
    m_links->start();
}

void SandboxBench::measureSnapshot()
{
    Q_EMIT progressed(QStringLiteral("Measuring a snapshot"));
    m_snapshot = std::make_unique<SnapshotBench>(m_service, requestFor({}));
    connect(m_snapshot.get(), &SnapshotBench::finished, this, [this](const Result<SnapshotFigures> &figures) {
        m_service.reset(session);
        if (take(figures, m_figures.snapshot))
            measureCrowd();
    });
    m_snapshot->start();
}

void SandboxBench::measureCrowd()
{
    if (m_input.sandboxes == 0)
        return Q_EMIT finished(m_figures);
    Q_EMIT progressed(QStringLiteral("Measuring %1 sandboxes at once").arg(m_input.sandboxes));
    m_crowd = std::make_unique<CrowdBench>(m_service, requestFor(libraries), m_input.sandboxes);
    connect(m_crowd.get(), &CrowdBench::finished, this, [this](const Result<CrowdFigures> &figures) {
        if (take(figures, m_figures.crowd))
            Q_EMIT finished(m_figures);
    });
    m_crowd->start();
}

void SandboxBench::handleStatus(const Status &status)
{
    if (m_phase == Phase::WarmUp)
        Q_EMIT progressed(status.step.isEmpty() ? status.sentence : status.step);
    else if (m_phase == Phase::Pooled && !m_job && status.pooled > 0)
        QMetaObject::invokeMethod(this, &SandboxBench::startRound, Qt::QueuedConnection);
}

void SandboxBench::startCall(const QByteArray &code)
{
    if (m_job)
        return;
    m_clock.start();
    m_job = m_service.execute(requestFor(code));
    connect(m_job.get(), &ExecJob::started, this, &SandboxBench::handleStart);
    connect(m_job.get(), &ExecJob::outputReceived, this, &SandboxBench::handleOutput);
    connect(m_job.get(), &ExecJob::finished, this, &SandboxBench::handleFinished);
}

ExecRequest SandboxBench::requestFor(const QByteArray &code) const
{
    ExecRequest request;
    request.session = m_phase == Phase::WarmUp ? neighbour : session;
    request.image = m_input.image;
    request.limits = m_input.limits;
    request.language = QStringLiteral("python");
    request.code = code;
    return request;
}

void SandboxBench::handleStart(const ExecStart &start)
{
    m_figures.accelerator = start.accelerator;
    m_figures.confined = start.confined;
    if (m_phase == Phase::Pooled)
        m_take << elapsedMs();
}

double SandboxBench::elapsedMs() const
{
    return static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
}

void SandboxBench::handleOutput()
{
    if (m_firstByteMs < 0)
        m_firstByteMs = elapsedMs();
}

void SandboxBench::handleFinished(const Result<ExecResult> &result)
{
    const double elapsed = elapsedMs();
    m_job.release()->deleteLater(); // it is in the middle of its own signal
    if (!result)
        return Q_EMIT finished(fail(result.error()));
    if (result->ending != Ending::Completed || m_firstByteMs < 0)
        return Q_EMIT finished(fail(QStringLiteral("A call of the benchmark failed: %1")
                                        .arg(QString::fromUtf8(result->standardError.right(400)))));
    if (m_phase == Phase::Cold)
        m_cold << m_firstByteMs;
    else if (m_phase == Phase::Pooled)
        m_pooled << m_firstByteMs;
    else if (m_phase == Phase::Exec)
        m_exec << elapsed;
    finishRound();
}

void SandboxBench::finishRound()
{
    qint64 bytes = 0;
    for (const qint64 process : m_service.processes(session))
        bytes += privateMemory(process);
    m_figures.privateMb = qMax(m_figures.privateMb, static_cast<double>(bytes) / (1 << 20));
    const int rounds = m_phase == Phase::WarmUp ? 1
                       : m_phase == Phase::Exec ? m_input.rounds * callsPerRound
                                                : m_input.rounds;
    ++m_round;
    const bool last = m_round >= rounds;
    const bool keepsVm =
        m_phase == Phase::WarmUp || m_phase == Phase::Exec || (m_phase == Phase::Pooled && last);
    if (!keepsVm)
        m_service.reset(session);
    if (last)
        enter(static_cast<Phase>(static_cast<int>(m_phase) + 1));
    else
        startRound();
}

} // namespace glasshouse::sandbox
