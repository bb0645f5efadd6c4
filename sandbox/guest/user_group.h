// The cgroup of user code: limits, and what is left in it when a call ends.
#pragma once

#include "sandbox/guest/descriptor.h"

#include <cstdint>
#include <vector>

#include <sys/types.h>

namespace glasshouse::guest {

class UserGroup
{
public:
    void create(); // throws GuestError

    // Memory is capped to what the guest can spare; 0 means just that.
    void setLimits(std::uint32_t processes, std::uint32_t memoryMb);

    // Whether the kernel killed a process for want of memory since the last call of this, or did not start
    // one for want of room.
    [[nodiscard]] bool sawOutOfMemory();
    [[nodiscard]] bool sawTooManyProcesses();

    [[nodiscard]] std::uint64_t cpuUs() const; // since the boot
    // The same when the last call ended, without a look: the first look of a new sandbox is the dearest part
    // of a call's start, since all the code it runs must be translated.
    [[nodiscard]] std::uint64_t cpuUsAtRest() const { return m_cpuAtRest; }
    void rest() { m_cpuAtRest = cpuUs(); }
    [[nodiscard]] std::uint64_t memoryBytes() const;
    [[nodiscard]] std::uint64_t memoryLimitBytes() const { return m_memoryLimit; }
    [[nodiscard]] std::uint32_t processes() const; // and threads

    // Ends every process of the group but `spared` (0: none), however fast they fork.
    void killAllBut(pid_t spared);

private:
    [[nodiscard]] std::vector<pid_t> others(pid_t spared) const;

    Descriptor m_processList;       // kept open: it is read after every call
    std::uint64_t m_spareBytes = 0; // that user code may have
    std::uint32_t m_processes = 0;
    std::uint32_t m_memoryMb = 0;
    std::uint64_t m_memoryLimit = 0; // in bytes
    std::uint64_t m_cpuAtRest = 0;
    std::uint64_t m_kills = 0;
    std::uint64_t m_refusals = 0; // of more processes
};

} // namespace glasshouse::guest
