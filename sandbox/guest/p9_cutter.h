// Cuts one direction of a 9P conversation into its messages, without keeping the large ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace glasshouse::guest {

struct P9Header
{
    std::uint32_t size = 0; // of the whole message
    std::uint8_t type = 0;
    std::uint16_t tag = 0;
};

inline constexpr std::size_t p9HeaderSize = 7;
inline constexpr std::size_t p9SmallMessage = 512; // at most so many bytes come whole

// A number of a message, little endian; the message must be that long.
[[nodiscard]] std::uint64_t p9Number(std::string_view message, std::size_t offset, std::size_t bytes);

class P9Cutter
{
public:
    // Gives take(header, bytes) every message in turn: a small one whole, a larger one in parts as they come.
    // What cannot be the beginning of a message is, with all that follows, part of one that has no end: the
    // host judges it.
    template<typename Take> void cut(std::string_view bytes, Take take);
    // Parts of the message that take() was given last are missing.
    [[nodiscard]] bool isWithin() const { return m_isBlind || m_left > 0; }
    // So many bytes are all of the message that is under way, and leave some missing: they need not be cut.
    [[nodiscard]] bool isWithin(std::size_t size) const { return m_isBlind || m_left > size; }
    void skip(std::size_t size) { m_left -= m_isBlind ? 0 : size; }

private:
    [[nodiscard]] std::string_view nextPart(std::string_view &bytes);
    [[nodiscard]] std::string_view continueBegun(std::string_view &bytes);
    void readHeader(std::string_view message);

    P9Header m_header; // of the message that is under way
    std::size_t m_left = 0;
    std::string m_begun; // what has come of a small message, or of a header
    std::string m_whole; // keeps what continueBegun() gave
    bool m_isBlind = false;
};

template<typename Take> void P9Cutter::cut(std::string_view bytes, Take take)
{
    while (!bytes.empty()) {
        const std::string_view part = nextPart(bytes);
        if (!part.empty())
            take(m_header, part);
    }
}

} // namespace glasshouse::guest
