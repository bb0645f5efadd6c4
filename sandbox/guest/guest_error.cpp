#include "sandbox/guest/guest_error.h"

#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace glasshouse::guest {

void throwErrno(const std::string &what)
{
    throw GuestError(what + ": " + std::strerror(errno));
}

void logLine(const std::string &line)
{
    const std::string text = "glasshouse: " + line + "\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

} // namespace glasshouse::guest
