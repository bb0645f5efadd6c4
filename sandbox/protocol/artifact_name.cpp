#include "sandbox/protocol/artifact_name.h"

#include "sandbox/protocol/limits.h"
#include "sandbox/protocol/utf8.h"

#include <algorithm>
#include <array>

namespace glasshouse::protocol {

namespace {

constexpr std::size_t maxComponent = 200; // bytes; leaves room for a suffix within the usual 255
constexpr std::size_t maxFolders = 16;

char upperAscii(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string upperAscii(std::string_view text)
{
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return upperAscii(c); });
    return upper;
}

// CON, NUL, COM1... are devices on Windows in every folder, with any extension.
bool isDeviceName(std::string_view component)
{
    std::string stem = upperAscii(component.substr(0, component.find('.')));
    stem.erase(stem.find_last_not_of(' ') + 1);
    static constexpr std::array plain{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
    if (std::find(plain.begin(), plain.end(), stem) != plain.end())
        return true;
    return stem.size() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")) && stem[3] >= '0' &&
           stem[3] <= '9';
}

std::optional<std::string> componentProblem(std::string_view component)
{
    if (component.empty() || component == "." || component == "..")
        return "the path has an empty, \".\" or \"..\" part";
    if (component.size() > maxComponent)
        return "the name is longer than " + std::to_string(maxComponent) + " bytes";
    if (component.find_first_of("\\:*?\"<>|") != std::string_view::npos)
        return "the name has a character that not every system allows";
    if (component.back() == '.' || component.back() == ' ' || component.front() == ' ')
        return "the name begins or ends with a space or ends with a dot";
    if (isDeviceName(component))
        return "the name is that of a device on Windows";
    return std::nullopt;
}

std::optional<std::string> characterProblem(std::string_view name)
{
    while (!name.empty()) {
        const Utf8Character character = firstCharacter(name);
        if (!character.valid)
            return "the name is not valid UTF-8";
        if (!isPlainlyVisible(character.codePoint))
            return "the name has an invisible or control character";
        name.remove_prefix(character.size);
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> artifactNameProblem(std::string_view name)
{
    if (name.size() > maxName)
        return "the path is longer than " + std::to_string(maxName) + " bytes";
    if (auto problem = characterProblem(name))
        return problem;
    if (static_cast<std::size_t>(std::count(name.begin(), name.end(), '/')) > maxFolders)
        return "the path is deeper than " + std::to_string(maxFolders) + " folders";
    for (std::size_t start = 0; start <= name.size();) {
        const std::size_t end = std::min(name.find('/', start), name.size());
        if (auto problem = componentProblem(name.substr(start, end - start)))
            return problem;
        start = end + 1;
    }
    return std::nullopt;
}

std::string escaped(std::string_view name, std::size_t limit)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    while (!name.empty()) {
        const Utf8Character character = firstCharacter(name);
        std::string piece;
        if (character.valid && isPlainlyVisible(character.codePoint) && character.codePoint != '\\')
            piece = name.substr(0, character.size);
        else
            for (const char byte : name.substr(0, character.size))
                piece += {'\\', 'x', digits[byte >> 4 & 0xf], digits[byte & 0xf]};
        if (text.size() + piece.size() > limit)
            return text + "...";
        text += piece;
        name.remove_prefix(character.size);
    }
    return text;
}

std::string collisionKey(std::string_view name)
{
    return upperAscii(name);
}

} // namespace glasshouse::protocol
