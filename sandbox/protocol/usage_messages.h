// What user code uses of the guest, when the host asks, and which limits a call hit.
#pragma once

#include <cstdint>

namespace glasshouse::protocol {

enum class HitLimit : std::uint32_t {
    CpuTime = 1 << 0,
    Memory = 1 << 1,      // the kernel ended a process for it
    Processes = 1 << 2,   // one more could not be started
    OutputBytes = 1 << 3, // /output is full
    OutputFiles = 1 << 4,
};

inline constexpr std::uint32_t allHitLimits = (1 << 5) - 1;

// What no guest can reach: a larger number is made up, and sums of such cannot overflow.
inline constexpr std::uint64_t mostOfUsage = std::uint64_t(1) << 53;
inline constexpr std::uint32_t mostEntries = 1U << 30;

struct AskUsage // host to guest, at any time; one Usage follows
{
    bool operator==(const AskUsage &) const = default;
};

struct Usage // guest to host, one for each AskUsage
{
    std::uint64_t cpuUs = 0;     // of user code since the boot
    std::uint64_t callCpuUs = 0; // since the start of the execution; 0 if there is none
    std::uint64_t callMs = 0;    // likewise, without the time its clock was held
    std::uint64_t memoryBytes = 0;
    std::uint64_t memoryLimitBytes = 0;
    std::uint32_t processes = 0;   // and threads
    std::uint64_t outputBytes = 0; // in /output
    std::uint32_t outputFiles = 0;

    bool operator==(const Usage &) const = default;
};

} // namespace glasshouse::protocol
