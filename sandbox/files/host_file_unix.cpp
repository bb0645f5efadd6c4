#include "sandbox/files/host_file.h"
#include "sandbox/files/system_unix.h"

#include <cerrno>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace glasshouse::sandbox {

namespace {

Timestamp timestamp(const timespec &time)
{
    return {time.tv_sec, static_cast<std::uint32_t>(time.tv_nsec)};
}

timespec timeOrKeep(const std::optional<Timestamp> &time)
{
    return time ? timespec{time->seconds, static_cast<long>(time->nanoseconds)} : timespec{0, UTIME_OMIT};
}

Outcome<std::size_t> countOf(ssize_t count)
{
    if (count < 0)
        return systemFailure();
    return static_cast<std::size_t>(count);
}

} // namespace

tl::unexpected<Failure> systemFailure()
{
    const auto code = static_cast<Errno>(errno); // the numbers are Linux's own here
    switch (errno) {
    case EACCES:
    case EPERM:
        return failure(code, "The host does not permit it.");
    case ELOOP:
        return failure(code, "A symbolic link is in the way, and links are not followed.");
    default:
        return failure(code);
    }
}

EntryKind kindOfMode(mode_t mode)
{
    if (S_ISREG(mode))
        return EntryKind::Regular;
    if (S_ISDIR(mode))
        return EntryKind::Folder;
    return S_ISLNK(mode) ? EntryKind::Symlink : EntryKind::Other;
}

Outcome<Attributes> attributesOf(int descriptor)
{
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0)
        return systemFailure();
    Attributes attributes;
    attributes.kind = kindOfMode(status.st_mode);
    attributes.identity = {status.st_dev, status.st_ino};
    attributes.permissions = status.st_mode & 0777;
    attributes.links = status.st_nlink;
    attributes.size = static_cast<std::uint64_t>(status.st_size);
    attributes.blocks = static_cast<std::uint64_t>(status.st_blocks);
    attributes.accessed = timestamp(status.st_atim);
    attributes.modified = timestamp(status.st_mtim);
    attributes.changed = timestamp(status.st_ctim);
    return attributes;
}

void NativeHandle::close()
{
    if (isValid())
        ::close(static_cast<int>(release()));
}

Outcome<std::size_t> HostFile::read(char *to, std::size_t size, std::uint64_t offset) const
{
    return countOf(::pread(m_handle.descriptor(), to, size, static_cast<off_t>(offset)));
}

Outcome<std::size_t> HostFile::write(const char *from, std::size_t size, std::uint64_t offset)
{
    return countOf(::pwrite(m_handle.descriptor(), from, size, static_cast<off_t>(offset)));
}

Outcome<std::size_t> HostFile::append(const char *from, std::size_t size)
{
    const auto now = attributes();
    if (!now)
        return tl::unexpected(now.error());
    const iovec part{const_cast<char *>(from), size};
    // Before Linux 6.7 overlayfs loses the flag on its way, so the offset is one that does little harm then.
    return countOf(::pwritev2(m_handle.descriptor(), &part, 1, static_cast<off_t>(now->size), RWF_APPEND));
}

Outcome<void> HostFile::setSize(std::uint64_t size)
{
    if (::ftruncate(m_handle.descriptor(), static_cast<off_t>(size)) != 0)
        return systemFailure();
    return {};
}

Outcome<void> HostFile::change(const AttributeChange &change)
{
    if (change.permissions) {
        const auto before = attributes();
        if (!before ||
            ::fchmod(m_handle.descriptor(), keptPermissions(*change.permissions, before->kind)) != 0)
            return systemFailure();
    }
    const timespec times[] = {timeOrKeep(change.accessed), timeOrKeep(change.modified)};
    if ((change.accessed || change.modified) && ::futimens(m_handle.descriptor(), times) != 0)
        return systemFailure();
    return {};
}

Outcome<void> HostFile::sync(bool dataOnly)
{
    const int descriptor = m_handle.descriptor();
    if ((dataOnly ? ::fdatasync(descriptor) : ::fsync(descriptor)) != 0)
        return systemFailure();
    return {};
}

Outcome<Attributes> HostFile::attributes() const
{
    return attributesOf(m_handle.descriptor());
}

} // namespace glasshouse::sandbox
