#include "sandbox/files/tree_usage.h"

#include <algorithm>
#include <vector>

namespace glasshouse::sandbox {

namespace {

class Counting
{
public:
    Counting(const HostTree &tree, const TreePath &start, std::uint64_t mostFiles)
        : m_tree(tree), m_folders{start}, m_mostFiles(mostFiles)
    {
    }

    [[nodiscard]] std::optional<TreeUsage> run(const std::stop_token &stop)
    {
        while (!m_folders.empty() && !m_failed && !isFull() && !stop.stop_requested()) {
            const TreePath folder = std::move(m_folders.back());
            m_folders.pop_back();
            addFolder(folder);
        }
        return (m_folders.empty() || isFull()) && !m_failed ? std::optional(m_usage) : std::nullopt;
    }

private:
    [[nodiscard]] bool isFull() const { return m_usage.files > m_mostFiles; }

    void addFolder(const TreePath &folder)
    {
        auto reader = m_tree.openFolder(folder);
        if (!reader)
            return skip(reader.error());
        for (auto entry = reader->peek(); !entry || *entry; reader->advance(), entry = reader->peek()) {
            if (isFull())
                return;
            if (!entry)
                return skip(entry.error());
            if ((*entry)->name != "." && (*entry)->name != "..")
                addEntry(folder.child((*entry)->name), (*entry)->kind);
        }
    }

    void addEntry(TreePath path, EntryKind kind)
    {
        ++m_usage.files;
        m_usage.longestPath = std::max(m_usage.longestPath, path.text().size());
        if (kind == EntryKind::Folder)
            m_folders.push_back(std::move(path));
        else if (kind == EntryKind::Regular)
            addFile(path);
    }

    void addFile(const TreePath &path)
    {
        const auto attributes = m_tree.attributes(path);
        if (attributes)
            m_usage.bytes += attributes->size;
        else
            skip(attributes.error());
    }

    void skip(const Failure &failure)
    {
        m_failed = m_failed || (failure.code != Errno::NoEntry && failure.code != Errno::AccessDenied);
    }

    const HostTree &m_tree;
    std::vector<TreePath> m_folders; // to be looked into
    std::uint64_t m_mostFiles;
    TreeUsage m_usage;
    bool m_failed = false;
};

} // namespace

std::optional<TreeUsage> usageOf(const HostTree &tree, const TreePath &folder, const std::stop_token &stop,
                                 std::uint64_t mostFiles)
{
    return Counting(tree, folder, mostFiles).run(stop);
}

} // namespace glasshouse::sandbox
