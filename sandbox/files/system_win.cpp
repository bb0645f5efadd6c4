#include "sandbox/files/system_win.h"

namespace glasshouse::sandbox {

namespace {

// Statuses of NT that have no error of their own in Windows' list, or a misleading one.
constexpr NTSTATUS statusDeletePending = static_cast<NTSTATUS>(0xC0000056);
constexpr NTSTATUS statusFileIsADirectory = static_cast<NTSTATUS>(0xC00000BA);
constexpr NTSTATUS statusNotADirectory = static_cast<NTSTATUS>(0xC0000103);

constexpr std::uint32_t shownPermissions =
    0755; // Windows has no such bits: everything may be run, as under WSL

// In units of 100 ns since 1601.
Timestamp timestamp(const FILETIME &time)
{
    constexpr std::int64_t unitsPerSecond = 10'000'000;
    constexpr std::int64_t secondsTo1970 = 11'644'473'600;
    const auto units =
        static_cast<std::int64_t>(std::uint64_t(time.dwHighDateTime) << 32 | time.dwLowDateTime);
    return {units / unitsPerSecond - secondsTo1970, static_cast<std::uint32_t>(units % unitsPerSecond) * 100};
}

bool isToBeDeleted(HANDLE file)
{
    FILE_STANDARD_INFO info = {};
    return GetFileInformationByHandleEx(file, FileStandardInfo, &info, sizeof info) && info.DeletePending;
}

} // namespace

tl::unexpected<Failure> systemFailure(DWORD error)
{
    switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_DELETE_PENDING:
        return failure(Errno::NoEntry);
    case ERROR_ACCESS_DENIED:
    case ERROR_PRIVILEGE_NOT_HELD:
        return failure(Errno::AccessDenied, "The host does not permit it.");
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
    case ERROR_USER_MAPPED_FILE:
        return failure(Errno::Busy, "Another program of the host uses the file.");
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
        return failure(Errno::Exists);
    case ERROR_DIR_NOT_EMPTY:
        return failure(Errno::NotEmpty);
    case ERROR_DIRECTORY:
        return failure(Errno::NotFolder);
    case ERROR_INVALID_NAME:
    case ERROR_INVALID_PARAMETER:
        return failure(Errno::Invalid);
    case ERROR_FILENAME_EXCED_RANGE:
        return failure(Errno::NameTooLong);
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
        return failure(Errno::NoSpace);
    case ERROR_WRITE_PROTECT:
        return failure(Errno::ReadOnly, "The disk of the host is write-protected.");
    case ERROR_TOO_MANY_OPEN_FILES:
    case ERROR_NO_SYSTEM_RESOURCES:
        return failure(Errno::TooManyFiles);
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
        return failure(Errno::NoMemory);
    default:
        return failure(Errno::Io);
    }
}

tl::unexpected<Failure> statusFailure(NTSTATUS status)
{
    switch (status) {
    case statusDeletePending:
        return failure(Errno::NoEntry);
    case statusFileIsADirectory:
        return failure(Errno::IsFolder);
    case statusNotADirectory:
        return failure(Errno::NotFolder);
    default:
        return systemFailure(RtlNtStatusToDosError(status));
    }
}

// Junctions, symbolic links and all other reparse points lead somewhere else: none is followed.
EntryKind kindOfAttributes(DWORD attributes)
{
    if (attributes & FILE_ATTRIBUTE_REPARSE_POINT)
        return EntryKind::Symlink;
    if (attributes & FILE_ATTRIBUTE_DEVICE)
        return EntryKind::Other;
    return attributes & FILE_ATTRIBUTE_DIRECTORY ? EntryKind::Folder : EntryKind::Regular;
}

Outcome<Attributes> attributesOf(HANDLE file)
{
    BY_HANDLE_FILE_INFORMATION info = {};
    if (!GetFileInformationByHandle(file, &info))
        return systemFailure();
    Attributes attributes;
    attributes.kind = kindOfAttributes(info.dwFileAttributes);
    attributes.identity = {info.dwVolumeSerialNumber,
                           std::uint64_t(info.nFileIndexHigh) << 32 | info.nFileIndexLow};
    attributes.permissions = shownPermissions;
    attributes.links = isToBeDeleted(file) ? 0 : info.nNumberOfLinks;
    attributes.size = std::uint64_t(info.nFileSizeHigh) << 32 | info.nFileSizeLow;
    attributes.blocks = (attributes.size + 511) / 512;
    attributes.accessed = timestamp(info.ftLastAccessTime);
    attributes.modified = timestamp(info.ftLastWriteTime);
    attributes.changed = attributes.modified;
    return attributes;
}

Outcome<std::wstring> toWide(std::string_view utf8)
{
    const int bytes = static_cast<int>(utf8.size());
    const int size = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8.data(), bytes, nullptr, 0);
    if (size == 0 && bytes != 0)
        return failure(Errno::Invalid, "The name is not valid UTF-8.");
    std::wstring wide(static_cast<std::size_t>(size), L'\0');
    MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8.data(), bytes, wide.data(), size);
    return wide;
}

std::string toUtf8(std::wstring_view wide)
{
    const int units = static_cast<int>(wide.size());
    const int size = WideCharToMultiByte(CP_UTF8, 0, wide.data(), units, nullptr, 0, nullptr, nullptr);
    std::string utf8(static_cast<std::size_t>(size), '\0');
    WideCharToMultiByte(CP_UTF8, 0, wide.data(), units, utf8.data(), size, nullptr, nullptr);
    return utf8;
}

} // namespace glasshouse::sandbox
