#include "core/base/process_group.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace glasshouse {

void leadOwnGroup(QProcess &process, GroupEnd end)
{
    const pid_t parent = getpid();
    process.setChildProcessModifier([parent, signal = end == GroupEnd::Kill ? SIGKILL : SIGTERM] {
        setsid();
        prctl(PR_SET_PDEATHSIG, signal);
        if (getppid() != parent) // it died before the call above
            _exit(1);
    });
}

void endGroup(std::unique_ptr<QProcess> process, GroupEnd end)
{
    if (!process || process->state() == QProcess::NotRunning)
        return;
    QProcess *released = process.release();
    QObject::connect(released, &QProcess::finished, released, &QObject::deleteLater);
    if (end == GroupEnd::Terminate)
        return released->terminate();
    if (const auto leader = static_cast<pid_t>(released->processId()); leader > 0)
        kill(-leader, SIGKILL);
    released->kill();
}

} // namespace glasshouse
