#include "sandbox/host/crowd_bench.h"

namespace glasshouse::sandbox {

CrowdBench::CrowdBench(MicroVmService &service, ExecRequest request, int sandboxes, QObject *parent)
    : QObject(parent), m_service(service), m_request(std::move(request)), m_sandboxes(sandboxes)
{
}

void CrowdBench::start()
{
    m_clock.start();
    for (int i = 0; i < m_sandboxes; ++i) {
        m_request.session = sessionName(i);
        m_jobs.push_back(m_service.execute(m_request));
        connect(m_jobs.back().get(), &ExecJob::finished, this, &CrowdBench::handleFinished);
    }
}

QString CrowdBench::sessionName(int number)
{
    return QStringLiteral("bench crowd %1").arg(number);
}

void CrowdBench::handleFinished(const Result<ExecResult> &result)
{
    if (m_problem.isEmpty() && !result)
        m_problem = result.error().message;
    else if (m_problem.isEmpty() && result->ending != Ending::Completed)
        m_problem = QString::fromUtf8(result->standardError.right(400));
    if (++m_finished == m_sandboxes)
        conclude();
}

void CrowdBench::conclude()
{
    CrowdFigures figures;
    figures.startMs = static_cast<double>(m_clock.elapsed());
    QVector<double> megabytes;
    for (int i = 0; i < m_sandboxes; ++i) {
        qint64 bytes = 0;
        for (const qint64 process : m_service.processes(sessionName(i)))
            bytes += privateMemory(process);
        if (bytes > 0)
            megabytes << static_cast<double>(bytes) / (1 << 20);
    }
    figures.sandboxes = static_cast<int>(megabytes.size()); // that are there at once
    figures.privateMb = percentiles(megabytes);
    for (int i = 0; i < m_sandboxes; ++i)
        m_service.reset(sessionName(i));
    if (m_problem.isEmpty())
        Q_EMIT finished(figures);
    else
        Q_EMIT finished(fail(QStringLiteral("Not all sandboxes could be used: %1").arg(m_problem)));
}

} // namespace glasshouse::sandbox
