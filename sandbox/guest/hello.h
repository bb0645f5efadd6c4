// Makes a restored guest one of its own: the right time and random numbers that no sibling shares.
#pragma once

#include "sandbox/guest/descriptor.h"

#include <cstdint>
#include <string>

namespace glasshouse::guest {

void setClock(std::int64_t timeMs);

// The kernel's random number generator. It is opened once, before the template is taken: to find a file costs
// a sandbox more than to use it.
class KernelRandom
{
public:
    void open(); // throws GuestError

    // Mixes the bytes into the pool and makes the generator start anew from it. Throws GuestError, because a
    // sandbox that repeats another one's random numbers must not run code.
    void reseed(const std::string &entropy) const;

private:
    Descriptor m_device;
};

} // namespace glasshouse::guest
