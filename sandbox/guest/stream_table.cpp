#include "sandbox/guest/stream_table.h"

#include "sandbox/protocol/limits.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/socket.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

constexpr std::size_t mostUnsent = 1 << 20; // bytes that wait for the host; then the sockets wait as well
constexpr std::uint32_t creditStep = protocol::streamWindow / 4;

bool isTemporary(int error)
{
    return error == EAGAIN || error == EINTR;
}

} // namespace

void StreamTable::add(std::uint32_t stream, Descriptor socket)
{
    setNonBlocking(socket);
    Stream added;
    added.socket = std::move(socket);
    added.credit = protocol::streamWindow;
    m_streams.insert_or_assign(stream, std::move(added));
}

void StreamTable::drop(std::uint32_t stream)
{
    m_streams.erase(stream);
}

void StreamTable::receive(const protocol::StreamData &data)
{
    const auto found = m_streams.find(data.stream);
    if (found == m_streams.end())
        return;
    found->second.waiting += data.bytes;
    write(data.stream, found->second);
}

void StreamTable::receive(const protocol::StreamCredit &credit)
{
    if (const auto found = m_streams.find(credit.stream); found != m_streams.end())
        found->second.credit += std::min(credit.bytes, protocol::streamWindow - found->second.credit);
}

void StreamTable::receive(const protocol::StreamEnd &end)
{
    const auto found = m_streams.find(end.stream);
    if (found == m_streams.end())
        return;
    found->second.hostEnded = true;
    write(end.stream, found->second);
}

void StreamTable::addDescriptors(std::vector<pollfd> &descriptors) const
{
    for (const auto &[number, stream] : m_streams) {
        const short events =
            eventsOf(stream); // without any, poll() would still report a hang-up, again and again
        descriptors.push_back({events != 0 ? stream.socket.get() : -1, events, 0});
    }
}

short StreamTable::eventsOf(const Stream &stream) const
{
    const bool reads = !stream.guestEnded && stream.credit > 0 && m_port.unsent() < mostUnsent;
    return static_cast<short>((reads ? POLLIN : 0) | (stream.isWriting() ? POLLOUT : 0));
}

void StreamTable::serve(const pollfd *first, std::size_t count)
{
    std::vector<std::uint32_t> numbers; // serving one may end it
    numbers.reserve(count);
    for (const auto &[number, stream] : m_streams)
        numbers.push_back(number);
    for (std::size_t i = 0; i < std::min(count, numbers.size()); ++i) {
        const auto found = m_streams.find(numbers[i]);
        if (first[i].revents == 0 || found == m_streams.end() || found->second.socket.get() != first[i].fd)
            continue;
        if (first[i].revents & POLLOUT)
            write(numbers[i], found->second);
        if (first[i].revents & (POLLIN | POLLHUP | POLLERR) && m_streams.contains(numbers[i]))
            read(numbers[i], found->second);
    }
}

void StreamTable::write(std::uint32_t number, Stream &stream)
{
    while (stream.isWriting()) {
        const ssize_t size = send(stream.socket.get(), stream.waiting.data() + stream.written,
                                  stream.waiting.size() - stream.written, MSG_NOSIGNAL);
        if (size < 0 && isTemporary(errno))
            return grant(number, stream);
        if (size <= 0)
            return reset(number);
        stream.written += static_cast<std::size_t>(size);
        stream.consumed += static_cast<std::uint32_t>(size);
    }
    stream.waiting.clear();
    stream.written = 0;
    grant(number, stream);
    if (stream.hostEnded)
        shutdown(stream.socket.get(), SHUT_WR);
    dropIfEnded(number);
}

// Told in large steps while much is on its way, and at once when all of it has arrived.
void StreamTable::grant(std::uint32_t number, Stream &stream)
{
    if (stream.consumed < creditStep && (stream.isWriting() || stream.consumed == 0))
        return;
    m_port.send(protocol::StreamCredit{number, std::exchange(stream.consumed, 0)});
}

void StreamTable::read(std::uint32_t number, Stream &stream)
{
    std::array<char, protocol::maxChunk> buffer;
    while (stream.credit > 0 && m_port.unsent() < mostUnsent) {
        const std::size_t most = std::min<std::size_t>(buffer.size(), stream.credit);
        const ssize_t size = recv(stream.socket.get(), buffer.data(), most, 0);
        if (size < 0 && isTemporary(errno))
            return;
        if (size < 0)
            return reset(number);
        if (size == 0) {
            stream.guestEnded = true;
            m_port.send(protocol::StreamEnd{number});
            return dropIfEnded(number);
        }
        stream.credit -= static_cast<std::uint32_t>(size);
        m_port.send(protocol::StreamData{number, std::string(buffer.data(), static_cast<std::size_t>(size))});
    }
}

void StreamTable::reset(std::uint32_t number)
{
    m_port.send(protocol::StreamReset{number});
    m_streams.erase(number);
}

void StreamTable::dropIfEnded(std::uint32_t number)
{
    const auto found = m_streams.find(number);
    if (found != m_streams.end() && found->second.hostEnded && found->second.guestEnded &&
        !found->second.isWriting())
        m_streams.erase(found);
}

} // namespace glasshouse::guest
