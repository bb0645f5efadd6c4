// A folder of the host where it is mounted: carries its server's messages between /dev/fuse and the port.
#pragma once

#include "sandbox/guest/descriptor.h"
#include "sandbox/guest/folder_server.h"
#include "sandbox/guest/port.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <poll.h>

namespace glasshouse::guest {

class MountedFolder
{
public:
    // `fuse` is an open /dev/fuse, non-blocking; `room` is for one request of the kernel, and for all mounts.
    MountedFolder(Port &port, std::uint32_t stream, Descriptor fuse, bool writable, std::string &room);

    void start() { m_isMounted = true; } // mount(2) has been called with it: the kernel asks now
    void end() { m_fuse.reset(); }       // whoever uses it hears that there is nobody

    [[nodiscard]] std::size_t nodes() const { return m_server.nodes(); }
    [[nodiscard]] pollfd interest() const;
    void serve(); // some of what the kernel asks
    void receive(std::string_view bytes);
    void addCredit(std::uint32_t bytes);
    void noteWords() { m_server.noteWords(); }

private:
    [[nodiscard]] bool mayRead() const;
    void sendToHost();
    void tellKernel(std::string_view head, std::string_view data) const;

    Port &m_port;
    std::uint32_t m_stream;
    Descriptor m_fuse;
    FolderServer m_server;
    std::string &m_room;
    std::string m_toHost;      // for which there was no credit
    std::uint32_t m_credit;    // bytes that the host can still take
    std::uint32_t m_taken = 0; // bytes that the host does not know to be taken
    bool m_isMounted = false;
};

} // namespace glasshouse::guest
