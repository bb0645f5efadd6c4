#include "sandbox/guest/tool_wire.h"

#include <algorithm>

namespace glasshouse::guest {

std::uint32_t lengthAt(const std::string &bytes)
{
    std::uint32_t length = 0;
    for (std::size_t i = lengthSize; i-- > 0;)
        length = length << 8 | static_cast<std::uint8_t>(bytes[i]);
    return length;
}

std::string framed(const std::string &text)
{
    std::string bytes;
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<char>(text.size() >> shift & 0xff));
    return bytes + text;
}

int depthOf(std::string_view json)
{
    int depth = 0;
    int deepest = 0;
    bool inText = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inText && c == '\\')
            ++i;
        else if (c == '"')
            inText = !inText;
        else if (!inText && (c == '{' || c == '['))
            deepest = std::max(deepest, ++depth);
        else if (!inText && (c == '}' || c == ']'))
            --depth;
    }
    return deepest;
}

} // namespace glasshouse::guest
