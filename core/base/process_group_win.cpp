#include "sandbox/image/process_group.h"

#include <qt_windows.h>

namespace glasshouse::sandbox {

// Ctrl+C in the console of this program is not meant for it.
void leadOwnGroup(QProcess &process)
{
    process.setCreateProcessArgumentsModifier(
        [](QProcess::CreateProcessArguments *arguments) { arguments->flags |= CREATE_NEW_PROCESS_GROUP; });
}

// Windows has no signal that a program without a window could clean up after.
void releaseAndTerminate(std::unique_ptr<QProcess> process)
{
    if (process->state() == QProcess::NotRunning)
        return;
    QProcess *released = process.release();
    QObject::connect(released, &QProcess::finished, released, &QObject::deleteLater);
    released->kill();
}

} // namespace glasshouse::sandbox
