#include "core/base/process_group.h"

#include <qt_windows.h>

namespace glasshouse {

// Windows has no process groups of this kind, but Ctrl+C in the console of this program is not meant for it.
void leadOwnGroup(QProcess &process, GroupEnd)
{
    process.setCreateProcessArgumentsModifier(
        [](QProcess::CreateProcessArguments *arguments) { arguments->flags |= CREATE_NEW_PROCESS_GROUP; });
}

void endGroup(std::unique_ptr<QProcess> process, GroupEnd)
{
    if (!process || process->state() == QProcess::NotRunning)
        return;
    QProcess *released = process.release();
    QObject::connect(released, &QProcess::finished, released, &QObject::deleteLater);
    released->kill();
}

} // namespace glasshouse
