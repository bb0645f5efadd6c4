// One folder of the host and what is below it, and nothing else, whatever the names say and whoever swaps
// what under it: every call starts at a handle on the folder, and no symbolic link is ever followed.
#pragma once

#include "sandbox/files/folder_reader.h"
#include "sandbox/files/tree_path.h"

namespace glasshouse::sandbox {

struct Space
{
    std::uint64_t bytes = 0, freeBytes = 0;
    std::uint64_t files = 0, freeFiles = 0;
};

// Neither quota nor mount rules are known here: see SharedFolder.
class HostTree
{
public:
    // How Linux finds a path: openat2(2) in one call, or name by name with O_NOFOLLOW where it is missing
    // (before 5.6).
    enum class Lookup { WholePath, ByComponent };

    // `folder` is a path of the host in UTF-8.
    [[nodiscard]] static Outcome<HostTree> open(const std::string &folder, Lookup lookup = Lookup::WholePath);

    // Windows cannot keep every name that Linux can.
    [[nodiscard]] static bool needsPortableNames();

    // Of a symbolic link or a device: its own.
    [[nodiscard]] Outcome<Attributes> attributes(const TreePath &path) const;
    // A regular file only: anything else is refused before it is opened, since opening a device can act.
    [[nodiscard]] Outcome<HostFile> openFile(const TreePath &path, HostFile::Access access) const;
    // A regular file or a folder, to change its attributes.
    [[nodiscard]] Outcome<HostFile> openForChange(const TreePath &path) const;
    [[nodiscard]] Outcome<FolderReader> openFolder(const TreePath &path) const;

    // New ones only. Their owner can always read and change them; nothing gets setuid, setgid or sticky bits.
    [[nodiscard]] Outcome<HostFile> createFile(const TreePath &path, HostFile::Access access,
                                               std::uint32_t permissions) const;
    [[nodiscard]] Outcome<void> makeFolder(const TreePath &path, std::uint32_t permissions) const;

    [[nodiscard]] Outcome<void> removeFile(const TreePath &path) const;
    [[nodiscard]] Outcome<void> removeFolder(const TreePath &path) const;               // empty ones only
    [[nodiscard]] Outcome<void> rename(const TreePath &from, const TreePath &to) const; // replaces a file
    [[nodiscard]] Outcome<Space> space() const;

private:
    HostTree(NativeHandle root, Lookup lookup) : m_root(std::move(root)), m_lookup(lookup) {}

    NativeHandle m_root;
    Lookup m_lookup;
};

} // namespace glasshouse::sandbox
