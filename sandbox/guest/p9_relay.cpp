#include "sandbox/guest/p9_relay.h"

#include <algorithm>
#include <utility>

namespace glasshouse::guest {

namespace {

// Of 9P2000.L: requests; the reply is the next number.
constexpr std::uint8_t openRequest = 12;
constexpr std::uint8_t createRequest = 14;
constexpr std::uint8_t attributesRequest = 24;
constexpr std::uint8_t attributesReply = 25;
constexpr std::uint8_t xattrCreateRequest = 32;
constexpr std::uint8_t walkRequest = 110;
constexpr std::uint8_t clunkRequest = 120;
constexpr std::uint8_t clunkReply = 121;
constexpr std::uint8_t removeRequest = 122;

constexpr std::size_t fidAt = p9HeaderSize;
constexpr std::size_t clunkSize = fidAt + 4;
constexpr std::size_t maskAt = fidAt + 4; // of Tgetattr
constexpr std::size_t attributesRequestSize = maskAt + 8;
constexpr std::size_t validAt = p9HeaderSize; // of Rgetattr
constexpr std::size_t attributesReplySize = 160;
constexpr std::size_t newFidAt = fidAt + 4; // of Twalk
constexpr std::size_t namesAt = newFidAt + 4;
constexpr std::size_t walkSize = namesAt + 2; // without names

constexpr std::uint64_t allAttributes = 0x3fff;
constexpr std::size_t mostClunkBytes = 32 * clunkSize;

// The kernel's client counts its tags from 0. The host answers in the order of the requests, so that all
// clunks can have the same.
constexpr std::uint16_t clunkTag = 0xfffd;
constexpr std::uint16_t attributesTag = 0xfffe;

void put(std::string &message, std::uint64_t number, std::size_t bytes)
{
    for (std::size_t i = 0; i < bytes; ++i)
        message.push_back(static_cast<char>(number >> 8 * i & 0xff));
}

std::string begin(std::size_t size, std::uint8_t type, std::uint16_t tag)
{
    std::string message;
    message.reserve(size);
    put(message, size, 4);
    put(message, type, 1);
    put(message, tag, 2);
    return message;
}

void replace(std::string &message, std::size_t offset, std::uint64_t number, std::size_t bytes)
{
    std::string replacement;
    put(replacement, number, bytes);
    message.replace(offset, bytes, replacement);
}

std::uint32_t fidOf(std::string_view message, std::size_t offset = fidAt)
{
    return static_cast<std::uint32_t>(p9Number(message, offset, 4));
}

bool isNewName(std::string_view walk)
{
    return walk.size() >= walkSize && fidOf(walk) != fidOf(walk, newFidAt);
}

bool changesFid(std::uint8_t type)
{
    return type == openRequest || type == createRequest || type == xattrCreateRequest ||
           type == removeRequest;
}

} // namespace

void P9Relay::Names::add(std::uint32_t fid)
{
    remove(fid);
    m_fids[m_next++ % m_fids.size()] = fid;
}

bool P9Relay::Names::remove(std::uint32_t fid)
{
    const auto found = std::find(m_fids.begin(), m_fids.end(), fid);
    if (found == m_fids.end() || fid == noFid)
        return false;
    *found = noFid;
    return true;
}

P9Relay::Passed P9Relay::fromClient(std::string_view bytes, Time now)
{
    Passed passed;
    m_requests.cut(bytes, [&](const P9Header &header, std::string_view part) {
        passRequest(header, part, now, passed);
    });
    return passed;
}

void P9Relay::passRequest(const P9Header &header, std::string_view bytes, Time now, Passed &passed)
{
    const bool isWhole = bytes.size() == header.size;
    if (isWhole && answers(header, bytes, now, passed))
        return;
    forgetAttributes();
    if (isWhole)
        note(header, bytes);
    passed.toHost += std::exchange(m_clunks, {});
    passed.toHost += bytes;
    if (m_requests.isWithin())
        return;
    ++m_unanswered;
    if (isWhole && header.type == walkRequest)
        askAhead(bytes, now, passed);
}

bool P9Relay::answers(const P9Header &header, std::string_view request, Time now, Passed &passed)
{
    std::string reply;
    if (header.type == clunkRequest && request.size() == clunkSize && m_names.remove(fidOf(request))) {
        forgetAttributes();
        m_clunks += begin(clunkSize, clunkRequest, clunkTag);
        m_clunks += request.substr(fidAt);
        if (m_clunks.size() >= mostClunkBytes)
            passed.toHost += std::exchange(m_clunks, {});
        reply = begin(p9HeaderSize, clunkReply, header.tag);
    } else if (header.type != attributesRequest || !answersAttributes(request, now, reply)) {
        return false;
    }
    (m_replies.isWithin() ? m_delayed : passed.toClient) += reply;
    return true;
}

bool P9Relay::answersAttributes(std::string_view request, Time now, std::string &reply)
{
    if (m_attributes.reply.empty() || request.size() != attributesRequestSize ||
        fidOf(request) != m_attributes.fid || now - m_attributes.asked > freshFor ||
        m_attributes.uses++ == mostUses)
        return false;
    reply = m_attributes.reply;
    replace(reply, 5, p9Number(request, 5, 2), 2); // the tag
    replace(reply, validAt, p9Number(reply, validAt, 8) & p9Number(request, maskAt, 8), 8);
    return true;
}

void P9Relay::forgetAttributes()
{
    m_attributes.fid = noFid; // of the answer that may still come as well
    m_attributes.reply.clear();
}

void P9Relay::note(const P9Header &header, std::string_view request)
{
    if (header.type == walkRequest && isNewName(request))
        m_names.add(fidOf(request, newFidAt));
    else if (changesFid(header.type) && request.size() >= fidAt + 4)
        m_names.remove(fidOf(request));
}

void P9Relay::askAhead(std::string_view walk, Time now, Passed &passed)
{
    if (m_unanswered != 1 || m_attributes.isComing || !isNewName(walk) || p9Number(walk, namesAt, 2) == 0)
        return;
    m_attributes.fid = fidOf(walk, newFidAt);
    m_attributes.isComing = true;
    m_attributes.asked = now;
    m_attributes.uses = 0;
    passed.toHost += begin(attributesRequestSize, attributesRequest, attributesTag);
    put(passed.toHost, m_attributes.fid, 4);
    put(passed.toHost, allAttributes, 8);
}

std::string P9Relay::fromHost(std::string bytes)
{
    if (m_replies.isWithin(bytes.size()) && m_attributes.reply.empty()) { // most of what is read from files
        m_replies.skip(bytes.size());
        return bytes;
    }
    std::string toClient;
    m_replies.cut(bytes,
                  [&](const P9Header &header, std::string_view part) { passReply(header, part, toClient); });
    return toClient;
}

void P9Relay::passReply(const P9Header &header, std::string_view bytes, std::string &toClient)
{
    const bool isEnd = !m_replies.isWithin();
    const bool isSmall = header.size <= p9SmallMessage;
    if (isSmall && header.tag == attributesTag) {
        const bool isAnswer = header.type == attributesReply && bytes.size() == attributesReplySize;
        if (isAnswer && m_attributes.fid != noFid)
            m_attributes.reply = bytes;
        m_attributes.isComing = false;
    } else if (!isSmall || header.tag != clunkTag) {
        m_attributes.reply.clear();
        toClient += bytes;
        m_unanswered -= isEnd && m_unanswered > 0 ? 1 : 0;
    }
    if (isEnd)
        toClient += std::exchange(m_delayed, {});
}

} // namespace glasshouse::guest
