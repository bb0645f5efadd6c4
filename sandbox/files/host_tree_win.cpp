#include "sandbox/files/folder_reader_win.h"
#include "sandbox/files/host_tree.h"
#include "sandbox/files/name_rules.h"
#include "sandbox/files/nt_calls_win.h"

#include <algorithm>

namespace glasshouse::sandbox {

namespace {

constexpr ULONG folderOption = 0x1;    // FILE_DIRECTORY_FILE
constexpr ULONG fileOption = 0x40;     // FILE_NON_DIRECTORY_FILE
constexpr ULONG createDisposition = 2; // FILE_CREATE: fails if it exists
constexpr ACCESS_MASK folderAccess = FILE_LIST_DIRECTORY | FILE_TRAVERSE;

ACCESS_MASK accessOf(HostFile::Access access)
{
    switch (access) {
    case HostFile::Access::Read:
        return FILE_GENERIC_READ;
    case HostFile::Access::Write:
        return FILE_GENERIC_WRITE;
    case HostFile::Access::ReadWrite:
        return FILE_GENERIC_READ | FILE_GENERIC_WRITE;
    }
    return FILE_GENERIC_READ;
}

Outcome<EntryKind> kindOf(const NativeHandle &handle)
{
    return attributesOf(handleOf(handle)).map([](const Attributes &found) { return found.kind; });
}

tl::unexpected<Failure> linkFailure()
{
    return failure(Errno::AccessDenied, "It is a link to another place, and links are not followed.");
}

// A name by itself: no stream ("a:b"), no path, no device.
Outcome<std::wstring> wideName(std::string_view name)
{
    return checkNewName(name).and_then([&] { return toWide(name); });
}

// A folder in a folder, and no junction or link: one that takes its place later leads nowhere, since the
// handle stays on what was opened.
Outcome<NativeHandle> enter(const NativeHandle &folder, std::string_view name)
{
    auto opened = wideName(name).and_then([&](const std::wstring &wide) {
        return openInFolder(handleOf(folder), wide, {folderAccess, 1, folderOption});
    });
    if (!opened)
        return opened;
    const auto kind = kindOf(*opened);
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind != EntryKind::Folder)
        return linkFailure();
    return opened;
}

// The folder at a path, from the root on, name by name.
Outcome<NativeHandle> openFolderAt(const NativeHandle &root, const std::string &path)
{
    auto current = openInFolder(handleOf(root), {}, {folderAccess, 1, folderOption});
    for (std::size_t start = 0; current && start < path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        current = enter(*current, std::string_view(path).substr(start, end - start));
        start = end + 1;
    }
    return current;
}

// What is at a path itself, be it a link.
Outcome<NativeHandle> openAt(const NativeHandle &root, const TreePath &path, const NtOpening &opening)
{
    if (path.isRoot())
        return openInFolder(handleOf(root), {}, opening);
    return openFolderAt(root, path.parent().text()).and_then([&](const NativeHandle &folder) {
        return wideName(path.name()).and_then([&](const std::wstring &name) {
            return openInFolder(handleOf(folder), name, opening);
        });
    });
}

Outcome<NativeHandle> refuseLinks(NativeHandle handle)
{
    const auto kind = kindOf(handle);
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind == EntryKind::Symlink || *kind == EntryKind::Other)
        return linkFailure();
    return handle;
}

Outcome<void> removeAt(const NativeHandle &root, const TreePath &path, ULONG option)
{
    return openAt(root, path, {DELETE, 1, option}).and_then([](const NativeHandle &entry) {
        return deleteOpened(handleOf(entry));
    });
}

} // namespace

Outcome<HostTree> HostTree::open(const std::string &folder, Lookup lookup)
{
    const auto path = toWide(folder);
    if (!path)
        return tl::unexpected(path.error());
    const HANDLE root = CreateFileW(path->c_str(), folderAccess | FILE_READ_ATTRIBUTES | SYNCHRONIZE,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (root == INVALID_HANDLE_VALUE)
        return systemFailure();
    NativeHandle handle(reinterpret_cast<NativeHandle::Value>(root));
    const auto kind = kindOf(handle);
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind != EntryKind::Folder)
        return failure(Errno::NotFolder);
    return HostTree(std::move(handle), lookup);
}

bool HostTree::needsPortableNames()
{
    return true;
}

Outcome<Attributes> HostTree::attributes(const TreePath &path) const
{
    return openAt(m_root, path, {}).and_then([](const NativeHandle &entry) {
        return attributesOf(handleOf(entry));
    });
}

Outcome<HostFile> HostTree::openFile(const TreePath &path, HostFile::Access access) const
{
    return openAt(m_root, path, {accessOf(access), 1, fileOption})
        .and_then([](NativeHandle file) { return refuseLinks(std::move(file)); })
        .map([](NativeHandle file) { return HostFile(std::move(file)); });
}

Outcome<HostFile> HostTree::openForChange(const TreePath &path) const
{
    return openAt(m_root, path, {FILE_WRITE_ATTRIBUTES, 1, 0})
        .and_then([](NativeHandle file) { return refuseLinks(std::move(file)); })
        .map([](NativeHandle file) { return HostFile(std::move(file)); });
}

Outcome<FolderReader> HostTree::openFolder(const TreePath &path) const
{
    return openFolderAt(m_root, path.text()).map([](NativeHandle folder) {
        return FolderReader(std::make_unique<FolderReader::Native>(std::move(folder)));
    });
}

Outcome<HostFile> HostTree::createFile(const TreePath &path, HostFile::Access access, std::uint32_t) const
{
    return openAt(m_root, path, {accessOf(access), createDisposition, fileOption}).map([](NativeHandle file) {
        return HostFile(std::move(file));
    });
}

Outcome<void> HostTree::makeFolder(const TreePath &path, std::uint32_t) const
{
    return openAt(m_root, path, {folderAccess, createDisposition, folderOption})
        .map([](const NativeHandle &) {});
}

Outcome<void> HostTree::removeFile(const TreePath &path) const
{
    return removeAt(m_root, path, fileOption);
}

Outcome<void> HostTree::removeFolder(const TreePath &path) const
{
    return removeAt(m_root, path, folderOption);
}

Outcome<void> HostTree::rename(const TreePath &from, const TreePath &to) const
{
    const auto entry = openAt(m_root, from, {DELETE, 1, 0});
    if (!entry)
        return tl::unexpected(entry.error());
    return openFolderAt(m_root, to.parent().text()).and_then([&](const NativeHandle &folder) {
        return wideName(to.name()).and_then(
            [&](const std::wstring &name) { return renameOpened(handleOf(*entry), handleOf(folder), name); });
    });
}

Outcome<Space> HostTree::space() const
{
    std::wstring path(32'768, L'\0');
    const DWORD size =
        GetFinalPathNameByHandleW(handleOf(m_root), path.data(), static_cast<DWORD>(path.size()), 0);
    ULARGE_INTEGER free = {}, all = {};
    if (size == 0 || size >= path.size() || !GetDiskFreeSpaceExW(path.c_str(), &free, &all, nullptr))
        return systemFailure();
    return Space{all.QuadPart, free.QuadPart, 0, 0}; // NTFS has no fixed number of files
}

} // namespace glasshouse::sandbox
