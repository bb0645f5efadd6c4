#include "sandbox/guest/p9_client.h"

#include "sandbox/guest/guest_error.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace glasshouse::guest {

namespace {

using protocol::p9::errorReply;
using protocol::p9::headerSize;

constexpr std::size_t typeAt = 4;
constexpr std::size_t tagAt = 5;
constexpr std::uint16_t noTag = 0xffff; // of Tversion
constexpr std::size_t usualSize = 64;
constexpr std::size_t mostTold = 32;
constexpr std::uint32_t largestReply = 1 << 20;

[[noreturn]] void violation()
{
    throw GuestError("the host broke the file protocol");
}

bool isWhole(std::string_view message)
{
    if (message.size() < headerSize)
        return false;
    const std::uint32_t size = P9Fields(message).u32();
    if (size < headerSize || size > largestReply)
        violation();
    return message.size() >= size;
}

} // namespace

P9Request::P9Request(P9Type type) : m_room(usualSize, '\0')
{
    u32(0).number(type).u16(0); // its size and its tag are not known yet
}

P9Request &P9Request::text(std::string_view text)
{
    return u16(static_cast<std::uint16_t>(text.size())).append(text);
}

P9Request &P9Request::data(std::string_view bytes)
{
    return u32(static_cast<std::uint32_t>(bytes.size())).append(bytes);
}

P9Request &P9Request::append(std::string_view bytes)
{
    if (m_room.size() - m_size < bytes.size())
        grow(bytes.size());
    bytes.copy(m_room.data() + m_size, bytes.size());
    m_size += bytes.size();
    return *this;
}

void P9Request::grow(std::size_t bytes)
{
    m_room.resize(2 * m_room.size() + bytes);
}

P9Type P9Request::type() const
{
    return static_cast<P9Type>(m_room[typeAt]);
}

std::string_view P9Fields::bytes(std::size_t size)
{
    if (size > m_rest.size()) {
        m_rest = {};
        return {};
    }
    const std::string_view taken = m_rest.substr(0, size);
    m_rest.remove_prefix(size);
    return taken;
}

void P9Client::send(std::initializer_list<P9Request> requests, Done done)
{
    sendTold();
    std::size_t index = 0;
    for (const P9Request &request : requests) {
        const bool isLast = index + 1 == requests.size();
        append(request, index++, isLast, isLast ? std::move(done) : Done());
    }
}

void P9Client::tell(P9Request request)
{
    m_told.push_back(std::move(request));
    if (m_told.size() >= mostTold)
        sendTold();
}

void P9Client::sendTold()
{
    for (const P9Request &request : m_told)
        append(request, 0, true, {});
    m_told.clear();
}

void P9Client::append(const P9Request &request, std::size_t index, bool isLast, Done done)
{
    const std::uint16_t tag = request.type() == P9Type::Version ? noTag : m_nextTag;
    m_nextTag = static_cast<std::uint16_t>((m_nextTag + 1) % noTag);
    const std::size_t size = request.message().size();
    m_outgoing += request.message();
    char *const begin = m_outgoing.data() + m_outgoing.size() - size;
    const auto ownSize = static_cast<std::uint32_t>(size);
    std::memcpy(begin, &ownSize, sizeof ownSize);
    std::memcpy(begin + tagAt, &tag, sizeof tag);
    m_unanswered += size;
    const auto reply = static_cast<std::uint8_t>(static_cast<std::uint8_t>(request.type()) + 1);
    m_asked.push_back({tag, reply, size, index, isLast, std::move(done)});
}

void P9Client::receive(std::string_view bytes)
{
    if (m_begun.empty())
        return takeAll(bytes);
    m_begun += bytes;
    if (isWhole(m_begun)) {
        const std::string begun = std::exchange(m_begun, {});
        takeAll(begun);
    }
}

void P9Client::takeAll(std::string_view bytes)
{
    for (; isWhole(bytes); bytes.remove_prefix(P9Fields(bytes).u32()))
        take(bytes.substr(0, P9Fields(bytes).u32()));
    if (bytes.size() >= headerSize)
        m_begun.reserve(P9Fields(bytes).u32());
    m_begun += bytes;
}

void P9Client::take(std::string_view message)
{
    P9Fields fields(message);
    [[maybe_unused]] const auto size = fields.u32();
    const std::uint8_t type = fields.u8();
    const std::uint16_t tag = fields.u16();
    if (m_asked.empty() || m_asked.front().tag != tag ||
        (type != m_asked.front().reply && type != errorReply))
        violation();
    const Asked asked = std::move(m_asked.front());
    m_asked.pop_front();
    m_unanswered -= asked.size;
    if (type == errorReply) {
        if (m_failure.error == 0)
            m_failure.error = std::max(1, static_cast<int>(fields.u32()));
        m_failure.failed |= 1U << asked.index;
    }
    if (!asked.isLast)
        return;
    Reply reply = std::exchange(m_failure, {});
    if (reply.error == 0)
        reply.body = message.substr(headerSize);
    if (asked.done)
        asked.done(reply);
}

} // namespace glasshouse::guest
