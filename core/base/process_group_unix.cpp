#include "sandbox/image/process_group.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace glasshouse::sandbox {

void leadOwnGroup(QProcess &process)
{
    const pid_t parent = getpid();
    process.setChildProcessModifier([parent] {
        setsid();
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) // it died before the call above
            _exit(1);
    });
}

void releaseAndTerminate(std::unique_ptr<QProcess> process)
{
    if (process->state() == QProcess::NotRunning)
        return;
    QProcess *released = process.release();
    QObject::connect(released, &QProcess::finished, released, &QObject::deleteLater);
    released->terminate();
}

} // namespace glasshouse::sandbox
