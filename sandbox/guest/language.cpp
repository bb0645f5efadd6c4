#include "sandbox/guest/language.h"

#include "sandbox/guest/layout.h"

#include <algorithm>
#include <array>
#include <utility>

namespace glasshouse::guest {

namespace {

// Node tells modules from scripts by the file's name. A line that begins with import or export makes a
// module.
bool isModule(std::string_view code)
{
    for (std::size_t start = 0; start < code.size();) {
        const std::size_t end = std::min(code.find('\n', start), code.size());
        std::string_view line = code.substr(start, end - start);
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        for (const std::string_view word : {"import ", "import{", "import\"", "import'", "export "}) {
            if (line.starts_with(word))
                return true;
        }
        start = end + 1;
    }
    return false;
}

CellCommand typescriptCommand(bool module, const std::string &folder)
{
    const std::string source = folder + "/cell.ts";
    const std::string built = "/tmp/cell-" + std::string(module ? "built.mjs" : "built.cjs");
    const std::string script =
        "esbuild \"$1\" --log-level=warning --platform=node --sourcemap=inline --format=" +
        std::string(module ? "esm" : "cjs") + " --outfile=\"$2\" && exec node --require " + nodeClientPath +
        " --enable-source-maps \"$2\"";
    return {"cell.ts", {"/bin/sh", "-c", script, "sh", source, built}};
}

} // namespace

std::optional<Language> languageNamed(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, Language>, 11> names{{
        {"python", Language::Python},
        {"python3", Language::Python},
        {"py", Language::Python},
        {"bash", Language::Bash},
        {"sh", Language::Bash},
        {"shell", Language::Bash},
        {"javascript", Language::JavaScript},
        {"js", Language::JavaScript},
        {"node", Language::JavaScript},
        {"typescript", Language::TypeScript},
        {"ts", Language::TypeScript},
    }};
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto *const found =
        std::find_if(names.begin(), names.end(), [&](const auto &known) { return known.first == lower; });
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

std::string withUnixLineEnds(std::string_view code)
{
    std::string text;
    text.reserve(code.size());
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] != '\r' || i + 1 == code.size() || code[i + 1] != '\n')
            text.push_back(code[i]);
    }
    return text;
}

CellCommand commandFor(Language language, std::string_view code, const std::string &folder)
{
    switch (language) {
    case Language::JavaScript: {
        const std::string name = isModule(code) ? "cell.mjs" : "cell.cjs";
        return {name, {"/usr/bin/node", "--require", nodeClientPath, folder + "/" + name}};
    }
    case Language::TypeScript:
        return typescriptCommand(isModule(code), folder);
    case Language::Bash:
    case Language::Python:
        break;
    }
    return {"cell.sh", {"/bin/bash", folder + "/cell.sh"}};
}

} // namespace glasshouse::guest
