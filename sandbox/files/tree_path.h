// Where something is within a shared folder: names joined by '/', empty for the folder itself.
#pragma once

#include <string>
#include <string_view>

namespace glasshouse::sandbox {

class TreePath
{
public:
    TreePath() = default;

    // The name is not checked here: see name_rules.h.
    [[nodiscard]] TreePath child(std::string_view name) const;
    [[nodiscard]] TreePath parent() const; // the root's is the root
    [[nodiscard]] std::string_view name() const;
    [[nodiscard]] bool isRoot() const { return m_text.empty(); }
    [[nodiscard]] bool isWithin(const TreePath &folder) const; // or is it
    // Where this is after `from`, which holds it, was renamed to `to`.
    [[nodiscard]] TreePath moved(const TreePath &from, const TreePath &to) const;
    [[nodiscard]] const std::string &text() const { return m_text; }

    bool operator==(const TreePath &) const = default;

private:
    explicit TreePath(std::string text) : m_text(std::move(text)) {}

    std::string m_text;
};

} // namespace glasshouse::sandbox
