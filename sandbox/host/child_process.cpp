#include "sandbox/host/child_process.h"

#include <QCoreApplication>

namespace glasshouse::sandbox {

namespace {

// Holds an ended child until the kernel has collected it. Only when the whole program ends is there anything
// to wait for, and then a process that was just killed takes a millisecond.
class Ending : public QObject
{
public:
    Ending(GuardedProcess *process, QObject *parent) : QObject(parent), m_process(process)
    {
        m_process->setParent(this);
        connect(m_process, &QProcess::finished, this, &QObject::deleteLater);
        m_process->kill();
    }
    ~Ending() override
    {
        if (m_process->state() != QProcess::NotRunning)
            m_process->waitForFinished(1000);
    }

private:
    GuardedProcess *m_process;
};

} // namespace

GuardedProcess::GuardedProcess(const ProcessSpec &spec) : m_isGuarded(spec.isGuarded)
{
    setProgram(spec.program);
    setArguments(spec.arguments);
    setEnvironment(QProcess::systemEnvironment() + spec.environment);
    setProcessChannelMode(QProcess::MergedChannels);
    if (!m_isGuarded)
        setStandardInputFile(QProcess::nullDevice());
}

void ProcessReaper::operator()(GuardedProcess *process) const
{
    process->disconnect();
    if (process->state() == QProcess::NotRunning)
        process->deleteLater();
    else
        new Ending(process, QCoreApplication::instance());
}

} // namespace glasshouse::sandbox
