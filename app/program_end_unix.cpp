#include "app/program_end.h"

namespace glasshouse {

int endProgram(int code)
{
    return code;
}

} // namespace glasshouse
