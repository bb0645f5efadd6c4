#include "sandbox/files/tree_path.h"

namespace glasshouse::sandbox {

TreePath TreePath::child(std::string_view name) const
{
    std::string text;
    text.reserve(m_text.size() + 1 + name.size());
    text += m_text;
    if (!text.empty())
        text += '/';
    text += name;
    return TreePath(std::move(text));
}

TreePath TreePath::parent() const
{
    const std::size_t slash = m_text.rfind('/');
    return slash == std::string::npos ? TreePath() : TreePath(m_text.substr(0, slash));
}

std::string_view TreePath::name() const
{
    return std::string_view(m_text).substr(m_text.rfind('/') + 1); // npos + 1 is 0
}

bool TreePath::isWithin(const TreePath &folder) const
{
    const std::size_t size = folder.m_text.size();
    return folder.isRoot() ||
           (m_text.starts_with(folder.m_text) && (m_text.size() == size || m_text[size] == '/'));
}

TreePath TreePath::moved(const TreePath &from, const TreePath &to) const
{
    return TreePath(to.m_text + m_text.substr(from.m_text.size()));
}

} // namespace glasshouse::sandbox
