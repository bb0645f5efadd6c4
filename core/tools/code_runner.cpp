#include "core/tools/code_runner.h"

#include <array>

namespace glasshouse {

QString toString(CodeEnding ending)
{
    static constexpr std::array Names{"completed",     "failed",    "timed_out",
                                      "out_of_memory", "cancelled", "lost"};
    return QString::fromLatin1(Names[static_cast<std::size_t>(ending)]);
}

} // namespace glasshouse
