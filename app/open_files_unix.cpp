#include "app/open_files.h"

#include <algorithm>
#include <sys/resource.h>

namespace glasshouse {

void allowManyOpenFiles()
{
    constexpr rlim_t enough = 65'536;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= enough)
        return;
    limit.rlim_cur = std::min(limit.rlim_max, enough);
    setrlimit(RLIMIT_NOFILE, &limit); // else it stays as it is: what cannot be opened is refused with a sentence
}

} // namespace glasshouse
