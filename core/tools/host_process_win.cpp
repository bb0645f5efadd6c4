#include "core/tools/host_process.h"

namespace glasshouse {

// Windows has no process groups of this kind; a console of its own keeps Ctrl+C of this program away.
void leadOwnGroup(QProcess &process)
{
    process.setCreateProcessArgumentsModifier([](QProcess::CreateProcessArguments *arguments) {
        constexpr unsigned long createNewProcessGroup = 0x00000200;
        arguments->flags |= createNewProcessGroup;
    });
}

void endProcess(std::unique_ptr<QProcess> process)
{
    if (!process || process->state() == QProcess::NotRunning)
        return;
    auto *released = process.release();
    QObject::connect(released, &QProcess::finished, released, &QObject::deleteLater);
    released->kill();
}

} // namespace glasshouse
