#include "sandbox/guest/p9_cutter.h"

#include <utility>

namespace glasshouse::guest {

namespace {

std::string_view takeFrom(std::string_view &bytes, std::size_t size)
{
    const std::string_view taken = bytes.substr(0, size);
    bytes.remove_prefix(taken.size());
    return taken;
}

} // namespace

std::uint64_t p9Number(std::string_view message, std::size_t offset, std::size_t bytes)
{
    std::uint64_t number = 0;
    for (std::size_t i = bytes; i-- > 0;)
        number = number << 8 | static_cast<std::uint8_t>(message[offset + i]);
    return number;
}

// Empty while a header or a small message is not complete.
std::string_view P9Cutter::nextPart(std::string_view &bytes)
{
    if (!isWithin() && m_begun.empty() && bytes.size() >= p9HeaderSize) {
        readHeader(bytes);
        if (!isWithin() && bytes.size() >= m_header.size)
            return takeFrom(bytes, m_header.size);
    }
    if (!isWithin())
        return continueBegun(bytes);
    const std::string_view part = takeFrom(bytes, m_isBlind ? bytes.size() : m_left);
    skip(part.size());
    return part;
}

std::string_view P9Cutter::continueBegun(std::string_view &bytes)
{
    if (m_begun.size() < p9HeaderSize) {
        m_begun += takeFrom(bytes, p9HeaderSize - m_begun.size());
        if (m_begun.size() < p9HeaderSize)
            return {};
        readHeader(m_begun);
        skip(isWithin() ? m_begun.size() : 0);
    }
    if (!isWithin())
        m_begun += takeFrom(bytes, m_header.size - m_begun.size());
    if (!isWithin() && m_begun.size() < m_header.size)
        return {};
    m_whole = std::exchange(m_begun, {});
    return m_whole;
}

void P9Cutter::readHeader(std::string_view message)
{
    m_header = {static_cast<std::uint32_t>(p9Number(message, 0, 4)),
                static_cast<std::uint8_t>(p9Number(message, 4, 1)),
                static_cast<std::uint16_t>(p9Number(message, 5, 2))};
    m_isBlind = m_header.size < p9HeaderSize;
    m_left = !m_isBlind && m_header.size > p9SmallMessage ? m_header.size : 0;
}

} // namespace glasshouse::guest
