// Folders of the host in the guest's file system: one 9P mount for each, over a stream of the port.
#pragma once

#include "sandbox/guest/port.h"
#include "sandbox/guest/stream_table.h"

#include <functional>
#include <map>
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

    // Mounted follows.
    void mount(const protocol::Mount &request);
    void unmount(const protocol::Unmount &request);
    [[nodiscard]] bool covers(const std::string &path) const;

    void addDescriptors(std::vector<pollfd> &descriptors) const;
    void step(); // after each poll()

private:
    struct Helper // a child process that mounts or unmounts
    {
        pid_t process = 0;
        Descriptor exited;
        bool mounts = false;
    };

    struct Entry
    {
        std::string path;
        Helper helper;
        bool mounted = false;
    };

    [[nodiscard]] static Helper start(bool mounts, const std::function<int()> &work);
    void refuse(std::uint32_t stream, const std::string &problem);
    void finish(std::uint32_t stream, Entry &entry, int error);

    Port &m_port;
    StreamTable &m_streams;
    std::map<std::uint32_t, Entry> m_entries; // by stream
};

} // namespace glasshouse::guest
