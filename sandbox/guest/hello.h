// Makes a restored guest one of its own: the right time and random numbers that no sibling shares.
#pragma once

#include <cstdint>
#include <string>

namespace glasshouse::guest {

void setClock(std::int64_t timeMs);

// Mixes the bytes into the kernel's pool and makes its generator start anew from it. Throws GuestError,
// because a sandbox that repeats another one's random numbers must not run code.
void reseedKernel(const std::string &entropy);

} // namespace glasshouse::guest
