#include "sandbox/guest/mounts.h"

#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"
#include "sandbox/guest/user_process.h"

#include <algorithm>
#include <array>
#include <cstdlib>
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

constexpr std::size_t mostMounts = 64;
constexpr std::size_t moreNodes = 4096;    // until the kernel is to forget again what it could not
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

// The kernel's own is 128 KiB, less than one message carries.
void readFarAhead(const std::string &path)
{
    struct statx found;
    if (statx(AT_FDCWD, path.c_str(), AT_STATX_DONT_SYNC, 0, &found) == 0) // asks nobody
        writeSystemFile("/sys/class/bdi/" + std::to_string(found.stx_dev_major) + ':' +
                            std::to_string(found.stx_dev_minor) + "/read_ahead_kb",
                        "1024");
}

Descriptor openFuse()
{
    return Descriptor(open("/dev/fuse", O_RDWR | O_NONBLOCK | O_CLOEXEC));
}

int mountFolder(const protocol::Mount &request, int fuse)
{
    const int folder = makeFolders(request.path);
    if (folder < 0)
        return errno;
    // Without default_permissions: the host alone decides.
    const std::string options =
        "fd=" + std::to_string(fuse) + ",rootmode=40000,user_id=0,group_id=0,allow_other";
    // Never MS_RDONLY: the host refuses the writes itself, and must hear of them to show them to a person.
    const std::string target = "/proc/self/fd/" + std::to_string(folder);
    if (::mount("glasshouse", target.c_str(), "fuse.glasshouse", MS_NOSUID | MS_NODEV, options.c_str()) != 0)
        return errno;
    readFarAhead(request.path);
    return 0;
}

// A copy of another mount's /dev/fuse would keep its files waiting for answers that cannot come any more.
void closeAllBut(int kept)
{
    for (int descriptor = STDERR_FILENO + 1; descriptor < descriptorsOfAnAgent; ++descriptor)
        if (descriptor != kept)
            close(descriptor);
}

// By force: what still waits for an answer hears that there is none.
int unmountFolder(const std::string &path)
{
    return umount2(path.c_str(), MNT_FORCE | MNT_DETACH | UMOUNT_NOFOLLOW) == 0 ? 0 : errno;
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
    if (covers(request.path) || isAbove(request.path))
        return answer(request.stream, false, "Something is mounted there, or in it, already.");
    Descriptor fuse = openFuse();
    if (!fuse.isOpen())
        return answer(request.stream, false, std::string("/dev/fuse: ") + std::strerror(errno));
    const int number = fuse.get();
    Helper helper = start([&] { return mountFolder(request, number); }, number);
    m_entries.emplace(request.stream,
                      Entry{request.path,
                            std::make_unique<MountedFolder>(m_port, request.stream, std::move(fuse),
                                                            request.writable, m_room),
                            std::move(helper)});
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
    for (const auto &[stream, entry] : m_entries)
        leave(0, entry);
    m_entries.clear();
    m_waiting.clear();
    for (Leaving &leaving : m_leaving)
        leaving.stream = 0; // the host that asked for it is gone, and its numbers are given anew
}

void Mounts::leave(std::uint32_t stream, const Entry &entry)
{
    if (entry.mounting.process > 0)
        kill(entry.mounting.process, SIGKILL);
    m_leaving.push_back({stream, start([&] { return unmountFolder(entry.path); })});
}

bool Mounts::covers(const std::string &path) const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&](const auto &entry) { return isBelow(path, entry.second.path); });
}

bool Mounts::isAbove(const std::string &path) const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&](const auto &entry) { return isBelow(entry.second.path, path); });
}

Mounts::Helper Mounts::start(const std::function<int()> &work, int kept)
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

bool Mounts::receive(std::uint32_t stream, std::string_view bytes)
{
    const auto found = m_entries.find(stream);
    if (found == m_entries.end())
        return false;
    found->second.folder->receive(bytes);
    return true;
}

bool Mounts::receive(const protocol::StreamCredit &credit)
{
    const auto found = m_entries.find(credit.stream);
    if (found == m_entries.end())
        return false;
    found->second.folder->addCredit(credit.bytes);
    return true;
}

void Mounts::end(std::uint32_t stream)
{
    if (const auto found = m_entries.find(stream); found != m_entries.end())
        found->second.folder->end();
}

void Mounts::noteWords(std::uint32_t but)
{
    for (const auto &[stream, entry] : m_entries)
        if (stream != but)
            entry.folder->noteWords();
}

void Mounts::addFolders(std::vector<pollfd> &descriptors) const
{
    for (const auto &[stream, entry] : m_entries)
        descriptors.push_back(entry.folder->interest());
}

void Mounts::serveFolders(const pollfd *first)
{
    for (const auto &[stream, entry] : m_entries)
        if ((first++)->revents != 0)
            entry.folder->serve();
    limitNodes();
}

void Mounts::serveFolders()
{
    for (const auto &[stream, entry] : m_entries)
        entry.folder->serve();
    limitNodes();
}

// The kernel keeps every file that it has looked up until memory is short. No message of FUSE asks it to
// forget those that nobody uses, without waiting for those who wait for this.
void Mounts::limitNodes()
{
    std::size_t most = 0;
    for (const auto &[stream, entry] : m_entries)
        most = std::max(most, entry.folder->nodes());
    if (most < mostNodes)
        m_enough = mostNodes;
    if (most <= m_enough || m_dropping.process != 0)
        return;
    m_enough = most + moreNodes;
    m_dropping = start([] { return writeSystemFile("/proc/sys/vm/drop_caches", "2") ? 0 : EXIT_FAILURE; });
}

void Mounts::addHelpers(std::vector<pollfd> &descriptors) const
{
    for (const auto &[stream, entry] : m_entries)
        if (entry.mounting.process != 0)
            descriptors.push_back({entry.mounting.exited.get(), POLLIN, 0});
    for (const Leaving &leaving : m_leaving)
        descriptors.push_back({leaving.unmounting.exited.get(), POLLIN, 0});
    if (m_dropping.process != 0)
        descriptors.push_back({m_dropping.exited.get(), POLLIN, 0});
}

void Mounts::step()
{
    finishMounts();
    finishUnmounts();
    if (m_dropping.process != 0 && result(m_dropping))
        m_dropping = {};
    for (; m_leaving.empty() && !m_waiting.empty(); m_waiting.pop_front())
        startMount(m_waiting.front());
}

void Mounts::finishMounts()
{
    for (auto at = m_entries.begin(); at != m_entries.end();) {
        const auto [stream, error] = std::pair(
            at->first, at->second.mounting.process != 0 ? result(at->second.mounting) : std::nullopt);
        if (error == 0) {
            at->second.mounting = {};
            at->second.folder->start();
        }
        if (error)
            answer(stream, error == 0, *error == 0 ? std::string() : std::strerror(*error));
        if (error.value_or(0) != 0) {
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
            answer(leaving.stream, false, *error == 0 ? std::string() : std::strerror(*error));
        }
        return error.has_value();
    });
}

} // namespace glasshouse::guest
