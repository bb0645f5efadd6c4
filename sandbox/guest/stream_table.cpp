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
    added.credit = protocol::windowOf(stream);
    m_streams.insert_or_assign(stream, std::move(added));
}

void StreamTable::drop(std::uint32_t stream)
{
    m_streams.erase(stream);
}

void StreamTable::receive(std::uint32_t number, std::string_view bytes)
{
    const auto found = m_streams.find(number);
    if (found == m_streams.end())
        return;
    found->second.waiting += bytes;
    write(number, found->second);
}

void StreamTable::receive(const protocol::StreamCredit &credit)
{
    if (const auto found = m_streams.find(credit.stream); found != m_streams.end())
        found->second.credit +=
            std::min(credit.bytes, protocol::windowOf(credit.stream) - found->second.credit);
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
        const int events = (mayRead(stream) ? POLLIN : 0) | (stream.isWriting() ? POLLOUT : 0);
        // without any event poll() would still report a hang-up, again and again
        descriptors.push_back({events != 0 ? stream.socket.get() : -1, static_cast<short>(events), 0});
    }
}

bool StreamTable::mayRead(const Stream &stream) const
{
    return !stream.guestEnded && stream.credit > 0 && m_port.unsent() < mostUnsent;
}

void StreamTable::serve(const pollfd *first)
{
    std::vector<std::uint32_t> numbers; // serving one may end it
    numbers.reserve(m_streams.size());
    for (const auto &[number, stream] : m_streams)
        numbers.push_back(number);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (first[i].revents != 0)
            serve(numbers[i], first[i].revents);
}

void StreamTable::serve(std::uint32_t number, short events)
{
    const auto found = m_streams.find(number);
    if (found == m_streams.end())
        return;
    if ((events & (POLLOUT | POLLERR)) != 0)
        write(number, found->second);
    if ((events & (POLLIN | POLLHUP | POLLERR)) != 0 && m_streams.contains(number))
        read(number, found->second);
}

void StreamTable::write(std::uint32_t number, Stream &stream)
{
    while (stream.isWriting()) {
        const ssize_t size = ::write(stream.socket.get(), stream.waiting.data() + stream.written,
                                     stream.waiting.size() - stream.written);
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

// Told in large steps, each of which is a message; what is not told yet never keeps the host from sending.
void StreamTable::grant(std::uint32_t number, Stream &stream)
{
    if (stream.consumed < creditStep)
        return;
    m_port.send(protocol::StreamCredit{number, std::exchange(stream.consumed, 0)});
}

void StreamTable::read(std::uint32_t number, Stream &stream)
{
    std::array<char, protocol::maxChunk> buffer;
    bool mayBeMore = true;
    while (mayBeMore && mayRead(stream)) {
        const std::size_t most = std::min<std::size_t>(buffer.size(), stream.credit);
        const ssize_t size = ::read(stream.socket.get(), buffer.data(), most);
        if (size < 0 && isTemporary(errno))
            return;
        if (size < 0)
            return reset(number);
        if (size == 0) {
            stream.guestEnded = true;
            m_port.send(protocol::StreamEnd{number});
            return dropIfEnded(number);
        }
        mayBeMore = static_cast<std::size_t>(size) == most; // else poll() tells
        stream.credit -= static_cast<std::uint32_t>(size);
        m_port.sendBytes(number, {buffer.data(), static_cast<std::size_t>(size)});
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
