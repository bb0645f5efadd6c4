#include "app/program_end.h"

#include <qt_windows.h>

#include <cstdio>

namespace glasshouse {

// Returning would end all other threads wherever they are, and then let every library tidy up: mingw-w64's
// winpthreads waits there, without end, for a lock that one of those threads may hold.
int endProgram(int code)
{
    std::fflush(nullptr);
    ::TerminateProcess(::GetCurrentProcess(), static_cast<UINT>(code));
    return code;
}

} // namespace glasshouse
