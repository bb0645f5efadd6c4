#include "sandbox/guest/p9_client.h"

#include "sandbox/guest/guest_error.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace glasshouse::guest {

namespace {

using protocol::p9::errorReply;
using protocol::p9::headerSize;

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

P9Request::P9Request(P9Type type)
{
    m_bytes.reserve(usualSize);
    number(0, 4).number(static_cast<std::uint8_t>(type), 1).number(0, 2);
}

P9Request &P9Request::number(std::uint64_t value, std::size_t bytes)
{
    static_assert(std::endian::native == std::endian::little);
    m_bytes.append(reinterpret_cast<const char *>(&value), bytes);
    return *this;
}

void P9Request::setNumber(std::size_t offset, std::uint64_t value, std::size_t bytes)
{
    std::memcpy(m_bytes.data() + offset, &value, bytes);
}

P9Request &P9Request::text(std::string_view text)
{
    u16(static_cast<std::uint16_t>(text.size()));
    m_bytes += text;
    return *this;
}

P9Request &P9Request::data(std::string_view bytes)
{
    u32(static_cast<std::uint32_t>(bytes.size()));
    m_bytes += bytes;
    return *this;
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

std::uint64_t P9Fields::number(std::size_t size)
{
    std::uint64_t value = 0;
    const std::string_view taken = bytes(size);
    std::memcpy(&value, taken.data(), taken.size());
    return value;
}

void P9Client::send(std::vector<P9Request> requests, Done done)
{
    sendTold();
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const bool isLast = i + 1 == requests.size();
        append(requests[i], i, isLast, isLast ? std::move(done) : Done());
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
    for (P9Request &request : std::exchange(m_told, {}))
        append(request, 0, true, {});
}

void P9Client::append(P9Request &request, std::size_t index, bool isLast, Done done)
{
    const auto type = static_cast<std::uint8_t>(request.m_bytes[4]);
    const bool isVersion = type == static_cast<std::uint8_t>(P9Type::Version);
    const std::uint16_t tag = isVersion ? noTag : m_nextTag;
    m_nextTag = static_cast<std::uint16_t>((m_nextTag + 1) % noTag);
    request.setNumber(0, request.m_bytes.size(), 4);
    request.setNumber(tagAt, tag, 2);
    m_outgoing += request.m_bytes;
    m_unanswered += request.m_bytes.size();
    m_asked.push_back(
        {tag, static_cast<std::uint8_t>(type + 1), request.m_bytes.size(), index, isLast, std::move(done)});
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
