// The handles ("fids") that the guest's 9P client holds on files and folders of a mount.
#pragma once

#include "sandbox/files/shared_folder.h"

#include <unordered_map>
#include <variant>

namespace glasshouse::sandbox {

struct Fid
{
    // A path and no descriptor until it is opened: the client may hold many of them.
    TreePath path;
    EntryKind kind = EntryKind::Folder;
    std::variant<std::monostate, SharedFilePtr, FolderReader> open = {};

    [[nodiscard]] bool isOpen() const { return open.index() != 0; }
    [[nodiscard]] SharedFile *file();
    [[nodiscard]] FolderReader *folder() { return std::get_if<FolderReader>(&open); }
};

class FidTable
{
public:
    static constexpr std::size_t maxFids = 1 << 16;
    static constexpr std::size_t maxPathBytes = 32 << 20; // of all together
    static constexpr std::size_t maxOpen = 512;           // descriptors of the host

    [[nodiscard]] Outcome<Fid *> find(std::uint32_t number);
    [[nodiscard]] bool contains(std::uint32_t number) const { return m_fids.contains(number); }
    [[nodiscard]] Outcome<void> add(std::uint32_t number, TreePath path, EntryKind kind);
    [[nodiscard]] Outcome<void> mayOpen() const;
    void open(Fid &fid, SharedFilePtr file);
    void open(Fid &fid, FolderReader folder);
    void setPath(Fid &fid, TreePath path, EntryKind kind);
    void remove(std::uint32_t number);
    void clear();
    // What lies at or below `from` is at `to` now.
    void renamed(const TreePath &from, const TreePath &to);

private:
    std::unordered_map<std::uint32_t, Fid> m_fids;
    std::size_t m_pathBytes = 0;
    std::size_t m_open = 0;
};

} // namespace glasshouse::sandbox
