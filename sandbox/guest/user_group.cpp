#include "sandbox/guest/user_group.h"

#include "sandbox/guest/descriptor.h"
#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

constexpr std::uint64_t reservedBytes = 24 << 20; // for the agent, the file system's caches and the kernel
constexpr int killRounds = 200;
constexpr useconds_t killInterval = 1'000;

std::string fileOf(const char *name)
{
    return std::string(userGroupPath) + "/" + name;
}

std::uint64_t valueOf(const std::string &path, const std::string &key)
{
    std::ifstream file(path);
    std::string name;
    std::uint64_t value = 0;
    for (std::string rest; file >> name >> value; std::getline(file, rest)) {
        if (name == key)
            return value;
    }
    return 0;
}

std::uint64_t numberIn(const std::string &path)
{
    std::uint64_t value = 0;
    std::ifstream(path) >> value;
    return value;
}

// Whether the counter `key` of `path` is above what it was.
bool hasGrown(const std::string &path, const std::string &key, std::uint64_t &value)
{
    const std::uint64_t before = std::exchange(value, valueOf(path, key));
    return value > before;
}

} // namespace

void UserGroup::create()
{
    if (!writeSystemFile("/sys/fs/cgroup/cgroup.subtree_control", "+memory +pids"))
        throwErrno("the memory and process limits are not available");
    if (mkdir(userGroupPath, 0755) != 0)
        throwErrno("the group of user code cannot be made");
    m_processList = Descriptor(open(fileOf("cgroup.procs").c_str(), O_RDONLY | O_CLOEXEC));
}

void UserGroup::setLimits(std::uint32_t processes, std::uint32_t memoryMb)
{
    if (processes != m_processes)
        writeSystemFile(fileOf("pids.max"), std::to_string(processes));
    if (m_spareBytes == 0 || memoryMb != m_memoryMb) {
        if (m_spareBytes == 0)
            m_spareBytes = valueOf("/proc/meminfo", "MemAvailable:") * 1024 - reservedBytes;
        const std::uint64_t wanted = static_cast<std::uint64_t>(memoryMb) << 20;
        m_memoryLimit = wanted == 0 ? m_spareBytes : std::min(wanted, m_spareBytes);
        writeSystemFile(fileOf("memory.max"), std::to_string(m_memoryLimit));
    }
    m_processes = processes;
    m_memoryMb = memoryMb;
}

bool UserGroup::sawOutOfMemory()
{
    return hasGrown(fileOf("memory.events"), "oom_kill", m_kills);
}

bool UserGroup::sawTooManyProcesses()
{
    return hasGrown(fileOf("pids.events"), "max", m_refusals);
}

std::uint64_t UserGroup::cpuUs() const
{
    return valueOf(fileOf("cpu.stat"), "usage_usec");
}

std::uint64_t UserGroup::memoryBytes() const
{
    return numberIn(fileOf("memory.current"));
}

std::uint32_t UserGroup::processes() const
{
    return static_cast<std::uint32_t>(numberIn(fileOf("pids.current")));
}

void UserGroup::killAllBut(pid_t spared)
{
    auto processes = others(spared);
    if (processes.empty())
        return;
    // A frozen group cannot fork faster than it is killed.
    writeSystemFile(fileOf("cgroup.freeze"), "1");
    for (int round = 0; round < killRounds && !processes.empty(); ++round) {
        for (const pid_t process : processes)
            kill(process, SIGKILL);
        if (round > 0)
            usleep(killInterval);
        processes = others(spared);
    }
    writeSystemFile(fileOf("cgroup.freeze"), "0");
}

std::vector<pid_t> UserGroup::others(pid_t spared) const
{
    std::string list(64 << 10, '\0');
    const ssize_t size = pread(m_processList.get(), list.data(), list.size(), 0);
    std::vector<pid_t> processes;
    for (const char *at = list.data(), *end = at + std::max<ssize_t>(size, 0); at < end;) {
        pid_t process = 0;
        at = std::from_chars(at, end, process).ptr + 1;
        if (process > 0 && process != spared)
            processes.push_back(process);
    }
    return processes;
}

} // namespace glasshouse::guest
