#include "sandbox/guest/mounts.h"

#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"
#include "sandbox/guest/user_process.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

constexpr std::size_t messageSize = 128 << 10; // of one 9P message
constexpr std::size_t mostMounts = 64;

// The system's own folders: a mount there would change what runs, or hide what the agent needs.
constexpr std::array<std::string_view, 12> systemFolders{"/bin",  "/boot", "/dev",  "/etc", "/lib", "/lib64",
                                                         "/proc", "/run",  "/sbin", "/sys", "/usr", "/var"};

bool isBelow(std::string_view path, std::string_view folder)
{
    return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

bool isPlain(std::string_view path)
{
    if (path.size() < 2 || path.front() != '/' || path.back() == '/' || path.find('\0') != path.npos ||
        path.find("//") != path.npos)
        return false;
    return (std::string(path) + '/').find("/../") == std::string::npos &&
           (std::string(path) + '/').find("/./") == std::string::npos;
}

bool isAllowed(std::string_view path)
{
    return isPlain(path) && std::none_of(systemFolders.begin(), systemFolders.end(),
                                         [path](std::string_view folder) { return isBelow(path, folder); });
}

// No component may be a link: a program of the guest could point it anywhere while this looks.
int makeFolders(const std::string &path)
{
    int folder = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    for (std::size_t start = 1; start < path.size() && folder >= 0;) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        const std::string name = path.substr(start, end - start);
        mkdirat(folder, name.c_str(), 0755);
        const int next = openat(folder, name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(folder);
        folder = next;
        start = end + 1;
    }
    return folder;
}

int mountFolder(const protocol::Mount &request, const Descriptor &socket)
{
    const int folder = makeFolders(request.path);
    if (folder < 0)
        return errno;
    const std::string number = std::to_string(socket.get());
    const std::string options =
        "trans=fd,rfdno=" + number + ",wfdno=" + number +
        ",version=9p2000.L,access=any,cache=mmap,msize=" + std::to_string(messageSize);
    const unsigned long flags = MS_NOSUID | MS_NODEV | (request.writable ? 0UL : MS_RDONLY);
    const std::string target = "/proc/self/fd/" + std::to_string(folder);
    return ::mount("glasshouse", target.c_str(), "9p", flags, options.c_str()) == 0 ? 0 : errno;
}

int unmountFolder(const std::string &path)
{
    return umount2(path.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) == 0 ? 0 : errno;
}

} // namespace

void Mounts::mount(const protocol::Mount &request)
{
    if (m_entries.size() >= mostMounts || m_entries.contains(request.stream))
        return refuse(request.stream, "The sandbox has no room for another mount.");
    if (!isAllowed(request.path))
        return refuse(request.stream, "Nothing can be mounted at this place of the sandbox.");
    if (covers(request.path))
        return refuse(request.stream, "Something is mounted there already.");
    Ends ends = makeSocketPair(SOCK_STREAM);
    Helper helper = start(true, [&] { return mountFolder(request, ends.second); });
    m_entries.emplace(request.stream, Entry{request.path, std::move(helper), false});
    m_streams.add(request.stream, std::move(ends.first));
}

void Mounts::unmount(const protocol::Unmount &request)
{
    const auto found = m_entries.find(request.stream);
    if (found == m_entries.end() || found->second.helper.process != 0)
        return refuse(request.stream, "There is no such mount.");
    found->second.helper = start(false, [&] { return unmountFolder(found->second.path); });
}

bool Mounts::covers(const std::string &path) const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&](const auto &entry) { return isBelow(path, entry.second.path); });
}

Mounts::Helper Mounts::start(bool mounts, const std::function<int()> &work)
{
    const pid_t child = fork();
    if (child < 0)
        throwErrno("a process cannot be started");
    if (child == 0)
        _exit(work());
    return {child, Descriptor(static_cast<int>(syscall(SYS_pidfd_open, child, 0))), mounts};
}

void Mounts::refuse(std::uint32_t stream, const std::string &problem)
{
    m_port.send(protocol::Mounted{stream, false, problem});
}

void Mounts::addDescriptors(std::vector<pollfd> &descriptors) const
{
    for (const auto &[stream, entry] : m_entries)
        if (entry.helper.process != 0)
            descriptors.push_back({entry.helper.exited.get(), POLLIN, 0});
}

void Mounts::step()
{
    for (auto at = m_entries.begin(); at != m_entries.end();) {
        const auto current = at++; // finish() may drop it
        const Helper &helper = current->second.helper;
        pollfd exited{helper.exited.get(), POLLIN, 0};
        if (helper.process != 0 && poll(&exited, 1, 0) > 0)
            finish(current->first, current->second, exitCodeOf(helper.process));
    }
}

void Mounts::finish(std::uint32_t stream, Entry &entry, int error)
{
    const bool mounted = std::exchange(entry.helper, {}).mounts;
    entry.mounted = mounted == (error == 0);
    m_port.send(protocol::Mounted{stream, entry.mounted, error == 0 ? std::string() : std::strerror(error)});
    if (entry.mounted)
        return;
    m_streams.drop(stream);
    m_entries.erase(stream);
}

} // namespace glasshouse::guest
