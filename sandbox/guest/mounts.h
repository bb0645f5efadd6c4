// Folders of the host in the guest's file system: one FUSE mount for each, over a stream of the port.
#pragma once

#include "sandbox/guest/mounted_folder.h"
#include "sandbox/guest/port.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <poll.h>
#include <sys/types.h>

namespace glasshouse::guest {

// The agent must never touch a file below a mount: it would wait for itself. So child processes mount and
// unmount.
class Mounts
{
public:
    explicit Mounts(Port &port) : m_port(port) {}

    // Mounted follows each of them.
    void mount(const protocol::Mount &request);
    void unmount(const protocol::Unmount &request);
    void forgetAll(); // after a restore: the host that served them is gone
    [[nodiscard]] bool isLeaving() const { return !m_leaving.empty(); } // what was taken back is still there

    // Of a stream that carries a mount; false: it is none.
    [[nodiscard]] bool receive(std::uint32_t stream, std::string_view bytes);
    [[nodiscard]] bool receive(const protocol::StreamCredit &credit);
    void end(std::uint32_t stream); // the host serves it no longer: its files fail, until it is unmounted
    // The host said something that is not for the mount of this stream; 0: for none.
    void noteWords(std::uint32_t but = 0);

    [[nodiscard]] std::size_t folders() const { return m_entries.size(); }
    void addFolders(std::vector<pollfd> &descriptors) const;
    void serveFolders(const pollfd *first); // from the first of those that addFolders() appended
    void serveFolders();                    // whatever poll() would find
    void addHelpers(std::vector<pollfd> &descriptors) const;
    void step(); // when a helper has ended

private:
    // That the kernel knows of one mount: half of what the host has room for.
    static constexpr std::size_t mostNodes = 32'768;

    struct Helper // a child process
    {
        pid_t process = 0;
        Descriptor exited;
    };

    struct Entry
    {
        std::string path;
        std::unique_ptr<MountedFolder> folder;
        Helper mounting; // no process once it is mounted
    };

    struct Leaving
    {
        std::uint32_t stream = 0; // 0: nobody waits for an answer
        Helper unmounting;
    };

    [[nodiscard]] bool covers(const std::string &path) const;  // a mount does
    [[nodiscard]] bool isAbove(const std::string &path) const; // a mount
    [[nodiscard]] static Helper start(const std::function<int()> &work, int kept = -1);
    [[nodiscard]] static std::optional<int> result(const Helper &helper);
    void startMount(const protocol::Mount &request);
    void leave(std::uint32_t stream, const Entry &entry);
    void answer(std::uint32_t stream, bool mounted, const std::string &problem = {});
    void finishMounts();
    void finishUnmounts();
    void limitNodes();

    Port &m_port;
    std::map<std::uint32_t, Entry> m_entries; // by stream
    std::vector<Leaving> m_leaving;
    Helper m_dropping; // has the kernel forget; no process: none does
    std::size_t m_enough = mostNodes;
    std::string m_room;                    // see MountedFolder
    std::deque<protocol::Mount> m_waiting; // until what may be at their place has left
};

} // namespace glasshouse::guest
