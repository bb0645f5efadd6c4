// The languages that a call may name, and how each is run.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace glasshouse::guest {

enum class Language { Python, Bash, JavaScript, TypeScript };

// Aliases: python3 py, sh shell, js node, ts. Upper and lower case alike.
[[nodiscard]] std::optional<Language> languageNamed(std::string_view name);

// Line ends as the interpreters want them: CRLF becomes LF.
[[nodiscard]] std::string withUnixLineEnds(std::string_view code);

struct CellCommand
{
    std::string fileName; // of the code, in the cell folder
    std::vector<std::string> arguments;
};

// Python code goes to the Python kernel instead.
[[nodiscard]] CellCommand commandFor(Language language, std::string_view code, const std::string &folder);

} // namespace glasshouse::guest
