#include "app/process_memory.h"

#include <windows.h>
// windows.h first
#include <psapi.h>

namespace glasshouse {

double residentMegabytes()
{
    PROCESS_MEMORY_COUNTERS counters{};
    if (!GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters))
        return 0;
    return static_cast<double>(counters.WorkingSetSize) / 1e6;
}

} // namespace glasshouse
