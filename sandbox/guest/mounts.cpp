#include "sandbox/guest/mounts.h"

#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"
#include "sandbox/guest/user_process.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

constexpr std::size_t messageSize = 256 << 10; // of one 9P message
constexpr std::size_t mostMounts = 64;
constexpr int descriptorsOfAnAgent = 1024; // the limit that it never raises

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

int mountFolder(const protocol::Mount &request, const Ends &client)
{
    const int folder = makeFolders(request.path);
    if (folder < 0)
        return errno;
    const std::string options =
        "trans=fd,rfdno=" + std::to_string(client.first.get()) +
        ",wfdno=" + std::to_string(client.second.get()) +
        ",version=9p2000.L,access=any,cache=mmap,msize=" + std::to_string(messageSize);
    // Never MS_RDONLY: the host refuses the writes itself, and must hear of them to show them to a person. The
    // price is that access(2) calls a file writable that then cannot be opened for it, as on NFS.
    const std::string target = "/proc/self/fd/" + std::to_string(folder);
    return ::mount("glasshouse", target.c_str(), "9p", MS_NOSUID | MS_NODEV, options.c_str()) == 0 ? 0
                                                                                                   : errno;
}

// A copy of the agent's end of a mount would keep its client waiting for answers that cannot come any more.
void closeAllBut(const Ends &kept)
{
    for (int descriptor = STDERR_FILENO + 1; descriptor < descriptorsOfAnAgent; ++descriptor)
        if (descriptor != kept.first.get() && descriptor != kept.second.get())
            close(descriptor);
}

// Holds a whole message, so that client and agent take turns less often.
Ends makeLargePipe()
{
    Ends pipe = makePipe();
    fcntl(pipe.first.get(), F_SETPIPE_SZ, 1 << 20);
    return pipe;
}

int unmountFolder(const std::string &path)
{
    return umount2(path.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) == 0 ? 0 : errno;
}

} // namespace

void Mounts::mount(const protocol::Mount &request)
{
    m_waiting.push_back(request);
    step();
}

void Mounts::startMount(const protocol::Mount &request)
{
    if (m_entries.size() >= mostMounts || m_entries.contains(request.stream))
        return answer(request.stream, false, "The sandbox has no room for another mount.");
    if (!isAllowed(request.path))
        return answer(request.stream, false, "Nothing can be mounted at this place of the sandbox.");
    if (covers(request.path))
        return answer(request.stream, false, "Something is mounted there already.");
    Ends requests = makeLargePipe();
    Ends replies = makeLargePipe();
    const Ends client{std::move(replies.first), std::move(requests.second)};
    Helper helper = start([&] { return mountFolder(request, client); }, client);
    m_entries.emplace(request.stream, Entry{request.path, std::move(helper)});
    m_streams.addMount(request.stream, {std::move(requests.first), std::move(replies.second)});
}

void Mounts::unmount(const protocol::Unmount &request)
{
    const auto found = m_entries.find(request.stream);
    if (found == m_entries.end())
        return answer(request.stream, false, "There is no such mount.");
    leave(request.stream, found->second);
    m_entries.erase(found);
}

void Mounts::forgetAll()
{
    for (const auto &[stream, entry] : m_entries) {
        m_streams.drop(stream);
        leave(0, entry);
    }
    m_entries.clear();
    m_waiting.clear();
    for (Leaving &leaving : m_leaving)
        leaving.stream = 0; // the host that asked for it is gone, and its numbers are given anew
}

void Mounts::leave(std::uint32_t stream, const Entry &entry)
{
    if (entry.mounting.process > 0)
        kill(entry.mounting.process, SIGKILL);
    m_leaving.push_back({stream, start([&] { return unmountFolder(entry.path); }, {})});
}

bool Mounts::covers(const std::string &path) const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&](const auto &entry) { return isBelow(path, entry.second.path); });
}

Mounts::Helper Mounts::start(const std::function<int()> &work, const Ends &kept)
{
    const pid_t child = fork();
    if (child < 0)
        throwErrno("a process cannot be started");
    if (child == 0) {
        closeAllBut(kept);
        _exit(work());
    }
    return {child, Descriptor(static_cast<int>(syscall(SYS_pidfd_open, child, 0)))};
}

// The child's exit code, an errno; none while it runs.
std::optional<int> Mounts::result(const Helper &helper)
{
    pollfd exited{helper.exited.get(), POLLIN, 0};
    return poll(&exited, 1, 0) > 0 ? std::optional(exitCodeOf(helper.process)) : std::nullopt;
}

void Mounts::answer(std::uint32_t stream, bool mounted, const std::string &problem)
{
    m_port.send(protocol::Mounted{stream, mounted, problem});
}

void Mounts::addDescriptors(std::vector<pollfd> &descriptors) const
{
    for (const auto &[stream, entry] : m_entries)
        if (entry.mounting.process != 0)
            descriptors.push_back({entry.mounting.exited.get(), POLLIN, 0});
    for (const Leaving &leaving : m_leaving)
        descriptors.push_back({leaving.unmounting.exited.get(), POLLIN, 0});
}

void Mounts::step()
{
    finishMounts();
    finishUnmounts();
    for (; m_leaving.empty() && !m_waiting.empty(); m_waiting.pop_front())
        startMount(m_waiting.front());
}

void Mounts::finishMounts()
{
    for (auto at = m_entries.begin(); at != m_entries.end();) {
        const auto [stream, error] = std::pair(
            at->first, at->second.mounting.process != 0 ? result(at->second.mounting) : std::nullopt);
        if (error == 0)
            at->second.mounting = {};
        if (error)
            answer(stream, error == 0, *error == 0 ? std::string() : std::strerror(*error));
        if (error.value_or(0) != 0) {
            m_streams.drop(stream);
            at = m_entries.erase(at);
        } else {
            ++at;
        }
    }
}

void Mounts::finishUnmounts()
{
    std::erase_if(m_leaving, [this](const Leaving &leaving) {
        const auto error = result(leaving.unmounting);
        if (error && leaving.stream != 0) {
            m_streams.drop(leaving.stream);
            answer(leaving.stream, false, *error == 0 ? std::string() : std::strerror(*error));
        }
        return error.has_value();
    });
}

} // namespace glasshouse::guest
