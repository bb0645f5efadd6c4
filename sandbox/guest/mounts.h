// Folders of the host in the guest's file system: one 9P mount for each, over a stream of the port.
#pragma once

#include "sandbox/guest/port.h"
#include "sandbox/guest/stream_table.h"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>
#include <sys/types.h>

namespace glasshouse::guest {

// mount(2) waits for answers that come through the agent's own loop, so a child process calls it. The agent
// itself must never touch a file below a mount: it would wait for itself.
class Mounts
{
public:
    Mounts(Port &port, StreamTable &streams) : m_port(port), m_streams(streams) {}

    // Mounted follows each of them.
    void mount(const protocol::Mount &request);
    void unmount(const protocol::Unmount &request);
    void forgetAll(); // after a restore: the host that served them is gone
    [[nodiscard]] bool isLeaving() const { return !m_leaving.empty(); } // what was taken back is still there
    [[nodiscard]] bool covers(const std::string &path) const;

    void addDescriptors(std::vector<pollfd> &descriptors) const;
    void step(); // after each poll()

private:
    struct Helper // a child process that mounts or unmounts
    {
        pid_t process = 0;
        Descriptor exited;
    };

    struct Entry
    {
        std::string path;
        Helper mounting; // no process once it is mounted
    };

    struct Leaving
    {
        std::uint32_t stream = 0; // 0: nobody waits for an answer
        Helper unmounting;
    };

    [[nodiscard]] static Helper start(const std::function<int()> &work, const Ends &kept);
    [[nodiscard]] static std::optional<int> result(const Helper &helper);
    void startMount(const protocol::Mount &request);
    void leave(std::uint32_t stream, const Entry &entry);
    void answer(std::uint32_t stream, bool mounted, const std::string &problem = {});
    void finishMounts();
    void finishUnmounts();

    Port &m_port;
    StreamTable &m_streams;
    std::map<std::uint32_t, Entry> m_entries; // by stream
    std::vector<Leaving> m_leaving;
    std::deque<protocol::Mount> m_waiting; // until what may be at their place has left
};

} // namespace glasshouse::guest
