#include "app/process_memory.h"

#include <QFile>

#include <unistd.h>

namespace glasshouse {

double residentMegabytes()
{
    QFile statm(QStringLiteral("/proc/self/statm")); // proc(5): size, resident, ... in pages
    if (!statm.open(QIODevice::ReadOnly))
        return 0;
    const auto pages = statm.readAll().split(' ').value(1).toLongLong();
    return static_cast<double>(pages) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

} // namespace glasshouse
