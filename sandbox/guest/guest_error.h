// What the agent cannot go on after: it ends, and with it the micro-VM. Caught only in main().
#pragma once

#include <stdexcept>
#include <string>

namespace glasshouse::guest {

class GuestError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

[[noreturn]] void throwErrno(const std::string &what);

// One line on the console, which the host keeps for the case that the guest dies.
void logLine(const std::string &line);

} // namespace glasshouse::guest
