// Strict UTF-8, one character at a time.
#pragma once

#include <cstddef>
#include <string_view>

namespace glasshouse::protocol {

struct Utf8Character
{
    char32_t codePoint = 0;
    std::size_t size = 1; // 1 if not valid: the byte to skip
    bool valid = false;
};

// Of a text that is not empty. Overlong forms, surrogates and numbers past U+10FFFF are not valid.
[[nodiscard]] Utf8Character firstCharacter(std::string_view text);

// Neither control nor format characters (zero width, direction overrides), line separators or non-characters.
[[nodiscard]] bool isPlainlyVisible(char32_t codePoint);

} // namespace glasshouse::protocol
