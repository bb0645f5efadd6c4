#include "sandbox/protocol/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace glasshouse::protocol {

namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

// C0, C1, soft hyphen, Arabic letter mark, Mongolian separator, zero width and direction marks, line
// separators, invisible operators, isolates, private surrogates, byte order mark, interlinear marks, tags.
constexpr std::array<Range, 11> invisible{{{0x0, 0x1f},
                                           {0x7f, 0x9f},
                                           {0xad, 0xad},
                                           {0x61c, 0x61c},
                                           {0x180e, 0x180e},
                                           {0x200b, 0x200f},
                                           {0x2028, 0x202e},
                                           {0x2060, 0x206f},
                                           {0xfeff, 0xfeff},
                                           {0xfff0, 0xfffb},
                                           {0xe0000, 0xe0fff}}};

std::size_t lengthFrom(std::uint8_t lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

bool isAllowed(char32_t codePoint, std::size_t size)
{
    static constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    return codePoint >= smallest[size] && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
}

} // namespace

Utf8Character firstCharacter(std::string_view text)
{
    const auto lead = static_cast<std::uint8_t>(text.front());
    const std::size_t size = lengthFrom(lead);
    if (size == 0 || size > text.size())
        return {};
    char32_t codePoint = size == 1 ? lead : lead & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const auto byte = static_cast<std::uint8_t>(text[i]);
        if ((byte & 0xc0) != 0x80)
            return {};
        codePoint = codePoint << 6 | (byte & 0x3f);
    }
    if (!isAllowed(codePoint, size))
        return {};
    return {codePoint, size, true};
}

bool isPlainlyVisible(char32_t codePoint)
{
    const bool nonCharacter = (codePoint & 0xfffe) == 0xfffe;
    return !nonCharacter && std::none_of(invisible.begin(), invisible.end(), [codePoint](const Range &range) {
        return codePoint >= range.first && codePoint <= range.last;
    });
}

} // namespace glasshouse::protocol
