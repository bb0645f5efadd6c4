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
constexpr std::int64_t creditStep = protocol::streamWindow / 4;

bool isTemporary(int error)
{
    return error == EAGAIN || error == EINTR;
}

} // namespace

void StreamTable::add(std::uint32_t stream, Ends ends)
{
    setNonBlocking(ends.first);
    if (ends.second.isOpen())
        setNonBlocking(ends.second);
    Stream added;
    added.ends = std::move(ends);
    added.credit = protocol::windowOf(stream);
    m_streams.insert_or_assign(stream, std::move(added));
}

void StreamTable::addMount(std::uint32_t stream, Ends ends)
{
    add(stream, std::move(ends));
    m_streams.at(stream).relay.emplace();
}

void StreamTable::drop(std::uint32_t stream)
{
    m_streams.erase(stream);
}

void StreamTable::receive(protocol::StreamData data)
{
    const auto found = m_streams.find(data.stream);
    if (found == m_streams.end())
        return;
    Stream &stream = found->second;
    noteWords(data.stream);
    const auto size = static_cast<std::int64_t>(data.bytes.size());
    if (stream.relay)
        data.bytes = stream.relay->fromHost(std::move(data.bytes));
    stream.consumed += size - static_cast<std::int64_t>(data.bytes.size()); // the relay's part
    give(stream, std::move(data.bytes));
    write(data.stream, stream);
}

void StreamTable::noteWords(std::uint32_t but)
{
    for (auto &[number, stream] : m_streams)
        if (stream.relay && number != but)
            stream.relay->forgetAttributes();
}

void StreamTable::give(Stream &stream, std::string bytes)
{
    if (stream.isWriting())
        stream.waiting += bytes;
    else
        stream.waiting = std::move(bytes);
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
    const auto add = [&](int descriptor, int events) {
        // without any event poll() would still report a hang-up, again and again
        descriptors.push_back({events != 0 ? descriptor : -1, static_cast<short>(events), 0});
    };
    for (const auto &[number, stream] : m_streams) {
        const int writes = stream.isWriting() ? POLLOUT : 0;
        add(stream.ends.first.get(), (mayRead(stream) ? POLLIN : 0) | (stream.isSocket() ? writes : 0));
        add(stream.ends.second.get(), stream.isSocket() ? 0 : writes);
    }
}

bool StreamTable::mayRead(const Stream &stream) const
{
    return !stream.guestEnded && mostToRead(stream) > 0 && m_port.unsent() < mostUnsent;
}

// What the relay adds must fit as well.
std::size_t StreamTable::mostToRead(const Stream &stream)
{
    const std::size_t most = std::min<std::size_t>(protocol::maxChunk, stream.credit);
    const std::size_t kept = stream.relay ? P9Relay::mostAdded : 0;
    return most - std::min(most, kept);
}

void StreamTable::serve(const pollfd *first)
{
    std::vector<std::uint32_t> numbers; // serving one may end it
    numbers.reserve(m_streams.size());
    for (const auto &[number, stream] : m_streams)
        numbers.push_back(number);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const pollfd *ends = first + 2 * i;
        if (ends[0].revents != 0 || ends[1].revents != 0)
            serve(numbers[i], ends[0].revents, ends[1].revents);
    }
}

void StreamTable::serve(std::uint32_t number, short input, short output)
{
    const auto found = m_streams.find(number);
    if (found == m_streams.end())
        return;
    if (((found->second.isSocket() ? input : output) & (POLLOUT | POLLERR)) != 0)
        write(number, found->second);
    if ((input & (POLLIN | POLLHUP | POLLERR)) != 0 && m_streams.contains(number))
        read(number, found->second);
}

void StreamTable::write(std::uint32_t number, Stream &stream)
{
    while (stream.isWriting()) {
        const ssize_t size = ::write(stream.output(), stream.waiting.data() + stream.written,
                                     stream.waiting.size() - stream.written);
        if (size < 0 && isTemporary(errno))
            return grant(number, stream);
        if (size <= 0)
            return reset(number);
        stream.written += static_cast<std::size_t>(size);
        stream.consumed += size;
    }
    stream.waiting.clear();
    stream.written = 0;
    grant(number, stream);
    if (stream.hostEnded)
        shutdown(stream.output(), SHUT_WR);
    dropIfEnded(number);
}

// Told in large steps, each of which is a message; what is not told yet never keeps the host from sending.
void StreamTable::grant(std::uint32_t number, Stream &stream)
{
    if (stream.consumed < creditStep)
        return;
    m_port.send(
        protocol::StreamCredit{number, static_cast<std::uint32_t>(std::exchange(stream.consumed, 0))});
}

void StreamTable::read(std::uint32_t number, Stream &stream)
{
    std::array<char, protocol::maxChunk> buffer;
    bool mayBeMore = true;
    while (mayBeMore && mayRead(stream)) {
        const std::size_t most = mostToRead(stream);
        const ssize_t size = ::read(stream.ends.first.get(), buffer.data(), most);
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
        send(number, stream, std::string(buffer.data(), static_cast<std::size_t>(size)));
    }
    if (stream.isWriting())
        write(number, stream); // what the relay answered
}

void StreamTable::send(std::uint32_t number, Stream &stream, std::string bytes)
{
    if (stream.relay) {
        auto passed = stream.relay->fromClient(bytes, std::chrono::steady_clock::now());
        stream.consumed -= static_cast<std::int64_t>(passed.toClient.size()); // not the host's
        give(stream, std::move(passed.toClient));
        bytes = std::move(passed.toHost);
    }
    if (bytes.empty())
        return;
    stream.credit -= static_cast<std::uint32_t>(bytes.size());
    m_port.send(protocol::StreamData{number, std::move(bytes)});
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
