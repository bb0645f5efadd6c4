#include "core/tools/host_process.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace glasshouse {

void leadOwnGroup(QProcess &process)
{
    const pid_t parent = getpid();
    process.setChildProcessModifier([parent] {
        setsid();
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) // it died before the call above
            _exit(1);
    });
}

void endProcess(std::unique_ptr<QProcess> process)
{
    if (!process || process->state() == QProcess::NotRunning)
        return;
    if (const auto id = static_cast<pid_t>(process->processId()); id > 0)
        kill(-id, SIGKILL);
    auto *released = process.release();
    QObject::connect(released, &QProcess::finished, released, &QObject::deleteLater);
    released->kill();
}

} // namespace glasshouse
