#include "sandbox/guest/mounted_folder.h"

#include "sandbox/protocol/limits.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/uio.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

constexpr std::size_t mostUnsent = 1 << 20;     // bytes that wait for the host; then the kernel waits as well
constexpr std::size_t mostUnanswered = 4 << 20; // bytes of requests that the host has, or is to have
// Some need no host: whoever asks them again and again must not stop the agent.
constexpr int requestsPerTurn = 32;
constexpr std::uint32_t creditStep = protocol::streamWindow / 4;

} // namespace

MountedFolder::MountedFolder(Port &port, std::uint32_t stream, Descriptor fuse, bool writable,
                             std::string &room)
    : m_port(port), m_stream(stream), m_fuse(std::move(fuse)),
      m_server([this](std::string_view head, std::string_view data) { tellKernel(head, data); }, writable),
      m_room(room), m_credit(protocol::windowOf(stream))
{
}

pollfd MountedFolder::interest() const
{
    return {mayRead() ? m_fuse.get() : -1, POLLIN, 0};
}

bool MountedFolder::mayRead() const
{
    return m_isMounted && m_fuse.isOpen() && m_toHost.empty() && m_port.unsent() < mostUnsent &&
           m_server.unanswered() < mostUnanswered;
}

void MountedFolder::serve()
{
    m_room.resize(FolderServer::mostRequest);
    for (int count = 0; count < requestsPerTurn && mayRead(); ++count) {
        const ssize_t size = ::read(m_fuse.get(), m_room.data(), m_room.size());
        if (size < 0 && (errno == EINTR || errno == ENOENT)) // one was taken back meanwhile
            continue;
        if (size < 0 && errno == EAGAIN)
            return;
        if (size <= 0) { // it was unmounted
            m_port.send(protocol::StreamEnd{m_stream});
            return end();
        }
        m_server.fromKernel({m_room.data(), static_cast<std::size_t>(size)});
        sendToHost();
    }
}

void MountedFolder::sendToHost()
{
    if (m_server.hasForHost())
        m_toHost += m_server.takeForHost();
    std::size_t sent = 0;
    while (sent < m_toHost.size() && m_credit > 0) {
        const std::size_t size =
            std::min({m_toHost.size() - sent, protocol::maxChunk, std::size_t(m_credit)});
        m_port.sendBytes(m_stream, std::string_view(m_toHost).substr(sent, size));
        m_credit -= static_cast<std::uint32_t>(size);
        sent += size;
    }
    m_toHost.erase(0, sent);
}

void MountedFolder::receive(std::string_view bytes)
{
    m_server.fromHost(bytes);
    m_taken += static_cast<std::uint32_t>(bytes.size());
    if (m_taken >= creditStep) // told in large steps, each of which is a message
        m_port.send(protocol::StreamCredit{m_stream, std::exchange(m_taken, 0)});
    sendToHost();
}

void MountedFolder::addCredit(std::uint32_t bytes)
{
    m_credit += std::min(bytes, protocol::windowOf(m_stream) - m_credit);
    sendToHost();
}

// An error says that nobody waits for the answer any more.
void MountedFolder::tellKernel(std::string_view head, std::string_view data) const
{
    std::array<char, 256> whole; // the kernel takes longer to look at two parts than to copy one of this size
    if (head.size() + data.size() <= whole.size()) {
        head.copy(whole.data(), head.size());
        data.copy(whole.data() + head.size(), data.size());
        [[maybe_unused]] const ssize_t ignored = write(m_fuse.get(), whole.data(), head.size() + data.size());
        return;
    }
    const std::array<iovec, 2> parts{iovec{const_cast<char *>(head.data()), head.size()},
                                     iovec{const_cast<char *>(data.data()), data.size()}};
    [[maybe_unused]] const ssize_t ignored = writev(m_fuse.get(), parts.data(), parts.size());
}

} // namespace glasshouse::guest
