#include "sandbox/files/folder_reader_unix.h"
#include "sandbox/files/system_unix.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace glasshouse::sandbox {

namespace {

// Some file systems do not tell the kind in the folder.
EntryKind kindByLooking(DIR *folder, const char *name)
{
    struct stat status = {};
    if (::fstatat(::dirfd(folder), name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return EntryKind::Other;
    return kindOfMode(status.st_mode);
}

EntryKind kindOf(DIR *folder, const dirent &entry)
{
    switch (entry.d_type) {
    case DT_REG:
        return EntryKind::Regular;
    case DT_DIR:
        return EntryKind::Folder;
    case DT_LNK:
        return EntryKind::Symlink;
    case DT_UNKNOWN:
        return kindByLooking(folder, entry.d_name);
    default:
        return EntryKind::Other;
    }
}

} // namespace

FolderReader::FolderReader(std::unique_ptr<Native> native) : m_native(std::move(native)) {}
FolderReader::FolderReader(FolderReader &&) noexcept = default;
FolderReader &FolderReader::operator=(FolderReader &&) noexcept = default;
FolderReader::~FolderReader() = default;

Outcome<void> FolderReader::seek(std::uint64_t place)
{
    if (place == m_native->place && place != 0)
        return {};
    m_native->ahead = nullptr;
    m_native->place = place;
    if (place == 0)
        ::rewinddir(m_native->folder.get()); // sees what was added meanwhile, too
    else
        ::seekdir(m_native->folder.get(), static_cast<long>(place));
    return {};
}

Outcome<std::optional<FolderEntry>> FolderReader::peek()
{
    DIR *folder = m_native->folder.get();
    errno = 0;
    if (!m_native->ahead)
        m_native->ahead = ::readdir(folder);
    if (!m_native->ahead && errno != 0)
        return systemFailure();
    if (!m_native->ahead)
        return std::nullopt;
    const dirent &entry = *m_native->ahead;
    return FolderEntry{entry.d_name, kindOf(folder, entry), entry.d_ino,
                       static_cast<std::uint64_t>(entry.d_off)};
}

void FolderReader::advance()
{
    if (!m_native->ahead)
        return;
    m_native->place = static_cast<std::uint64_t>(m_native->ahead->d_off);
    m_native->ahead = nullptr;
}

Outcome<Attributes> FolderReader::attributes() const
{
    return attributesOf(::dirfd(m_native->folder.get()));
}

} // namespace glasshouse::sandbox
