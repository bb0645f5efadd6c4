#include "sandbox/files/folder_reader_unix.h"
#include "sandbox/files/host_tree.h"
#include "sandbox/files/system_unix.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace glasshouse::sandbox {

namespace {

using Lookup = HostTree::Lookup;

// The kernel holds all the rules for the whole path at once, so nobody can swap a part of it on the way.
NativeHandle openWholePath(int root, const std::string &path, int flags)
{
    open_how how = {};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return NativeHandle(::syscall(SYS_openat2, root, path.empty() ? "." : path.c_str(), &how, sizeof how));
}

// Each name is looked up in the folder that the one before it has opened, and is no link: so the way never
// leads up or out, even when parts of it are swapped meanwhile.
NativeHandle openByComponent(int root, const std::string &path, int flags)
{
    NativeHandle folder;
    int current = root;
    for (std::size_t start = 0;;) {
        const std::size_t slash = path.find('/', start);
        const std::string name = path.empty() ? "." : path.substr(start, slash - start);
        const bool isLast = slash == std::string::npos;
        const int how = isLast ? flags : O_PATH | O_DIRECTORY;
        NativeHandle next(::openat(current, name.c_str(), how | O_NOFOLLOW | O_CLOEXEC));
        if (isLast || !next.isValid())
            return next;
        folder = std::move(next);
        current = folder.descriptor();
        start = slash + 1;
    }
}

Outcome<NativeHandle> openBeneath(const NativeHandle &root, const TreePath &path, int flags, Lookup lookup)
{
    NativeHandle opened = lookup == Lookup::WholePath
                              ? openWholePath(root.descriptor(), path.text(), flags | O_NOFOLLOW)
                              : openByComponent(root.descriptor(), path.text(), flags);
    if (!opened.isValid())
        return systemFailure();
    return opened;
}

// Where the last name of a path is created, removed or renamed: the calls ending in "at" do not follow it.
Outcome<NativeHandle> openParent(const NativeHandle &root, const TreePath &path, Lookup lookup)
{
    return openBeneath(root, path.parent(), O_PATH | O_DIRECTORY, lookup);
}

Outcome<void> done(int result)
{
    if (result != 0)
        return systemFailure();
    return {};
}

int flagsOf(HostFile::Access access)
{
    switch (access) {
    case HostFile::Access::Read:
        return O_RDONLY;
    case HostFile::Access::Write:
        return O_WRONLY;
    case HostFile::Access::ReadWrite:
        return O_RDWR;
    }
    return O_RDONLY;
}

tl::unexpected<Failure> wrongKind(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Folder:
        return failure(Errno::IsFolder);
    case EntryKind::Symlink:
        return failure(Errno::AccessDenied, "It is a symbolic link, and links are not followed.");
    default:
        return failure(Errno::AccessDenied, "It is a device, a named pipe or a socket.");
    }
}

std::string nameOf(const TreePath &path)
{
    return std::string(path.name());
}

} // namespace

Outcome<HostTree> HostTree::open(const std::string &folder, Lookup lookup)
{
    NativeHandle root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root.isValid())
        return systemFailure();
    if (lookup == Lookup::WholePath && !openWholePath(root.descriptor(), {}, O_PATH).isValid())
        lookup = Lookup::ByComponent; // an old kernel, or a filter of system calls that does not know it
    return HostTree(std::move(root), lookup);
}

bool HostTree::needsPortableNames()
{
    return false;
}

Outcome<Attributes> HostTree::attributes(const TreePath &path) const
{
    return openBeneath(m_root, path, O_PATH, m_lookup).and_then([](const NativeHandle &entry) {
        return attributesOf(entry.descriptor());
    });
}

Outcome<HostFile> HostTree::openFile(const TreePath &path, HostFile::Access access) const
{
    const auto before = attributes(path);
    if (!before)
        return tl::unexpected(before.error());
    if (before->kind != EntryKind::Regular)
        return wrongKind(before->kind);
    // O_NONBLOCK: the host may have put a named pipe there since; then this must not wait for its other end.
    auto opened = openBeneath(m_root, path, flagsOf(access) | O_NONBLOCK | O_NOCTTY, m_lookup);
    if (!opened)
        return tl::unexpected(std::move(opened.error()));
    const auto after = attributesOf(opened->descriptor());
    if (!after)
        return tl::unexpected(after.error());
    if (after->kind != EntryKind::Regular)
        return wrongKind(after->kind);
    return HostFile(std::move(*opened));
}

Outcome<HostFile> HostTree::openForChange(const TreePath &path) const
{
    const auto found = attributes(path);
    if (!found)
        return tl::unexpected(found.error());
    if (found->kind == EntryKind::Regular)
        return openFile(path, HostFile::Access::Read);
    return openBeneath(m_root, path, O_RDONLY | O_DIRECTORY, m_lookup).map([](NativeHandle folder) {
        return HostFile(std::move(folder));
    });
}

Outcome<FolderReader> HostTree::openFolder(const TreePath &path) const
{
    auto opened = openBeneath(m_root, path, O_RDONLY | O_DIRECTORY, m_lookup);
    if (!opened)
        return tl::unexpected(std::move(opened.error()));
    DIR *folder = ::fdopendir(opened->descriptor());
    if (!folder)
        return systemFailure();
    (void)opened->release(); // the stream owns it now
    return FolderReader(std::make_unique<FolderReader::Native>(folder));
}

Outcome<HostFile> HostTree::createFile(const TreePath &path, HostFile::Access access,
                                       std::uint32_t permissions) const
{
    auto folder = openParent(m_root, path, m_lookup);
    if (!folder)
        return tl::unexpected(std::move(folder.error()));
    NativeHandle file(::openat(folder->descriptor(), nameOf(path).c_str(),
                               flagsOf(access) | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                               keptPermissions(permissions, EntryKind::Regular)));
    if (!file.isValid())
        return systemFailure();
    return HostFile(std::move(file));
}

Outcome<void> HostTree::makeFolder(const TreePath &path, std::uint32_t permissions) const
{
    return openParent(m_root, path, m_lookup).and_then([&](const NativeHandle &folder) {
        return done(::mkdirat(folder.descriptor(), nameOf(path).c_str(),
                              keptPermissions(permissions, EntryKind::Folder)));
    });
}

Outcome<void> HostTree::removeFile(const TreePath &path) const
{
    return openParent(m_root, path, m_lookup).and_then([&](const NativeHandle &folder) {
        return done(::unlinkat(folder.descriptor(), nameOf(path).c_str(), 0));
    });
}

Outcome<void> HostTree::removeFolder(const TreePath &path) const
{
    return openParent(m_root, path, m_lookup).and_then([&](const NativeHandle &folder) {
        return done(::unlinkat(folder.descriptor(), nameOf(path).c_str(), AT_REMOVEDIR));
    });
}

Outcome<void> HostTree::rename(const TreePath &from, const TreePath &to) const
{
    const auto fromFolder = openParent(m_root, from, m_lookup);
    if (!fromFolder)
        return tl::unexpected(fromFolder.error());
    const auto toFolder = openParent(m_root, to, m_lookup);
    if (!toFolder)
        return tl::unexpected(toFolder.error());
    return done(::renameat(fromFolder->descriptor(), nameOf(from).c_str(), toFolder->descriptor(),
                           nameOf(to).c_str()));
}

Outcome<Space> HostTree::space() const
{
    struct statvfs status = {};
    if (::fstatvfs(m_root.descriptor(), &status) != 0)
        return systemFailure();
    return Space{status.f_blocks * status.f_frsize, status.f_bavail * status.f_frsize, status.f_files,
                 status.f_favail};
}

} // namespace glasshouse::sandbox
