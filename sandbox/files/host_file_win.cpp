#include "sandbox/files/host_file.h"
#include "sandbox/files/system_win.h"

#include <algorithm>
#include <limits>

namespace glasshouse::sandbox {

namespace {

OVERLAPPED at(std::uint64_t offset)
{
    OVERLAPPED place = {};
    place.Offset = static_cast<DWORD>(offset);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32);
    return place;
}

DWORD asked(std::size_t size)
{
    return static_cast<DWORD>(std::min<std::size_t>(size, std::numeric_limits<DWORD>::max()));
}

LARGE_INTEGER timeOrKeep(const std::optional<Timestamp> &time)
{
    constexpr std::int64_t unitsPerSecond = 10'000'000;
    constexpr std::int64_t secondsTo1970 = 11'644'473'600;
    constexpr std::int64_t lastSecond =
        std::numeric_limits<std::int64_t>::max() / unitsPerSecond - secondsTo1970 - 1;
    LARGE_INTEGER units = {}; // 0 keeps what there is
    if (time)
        units.QuadPart =
            (std::clamp<std::int64_t>(time->seconds, 1 - secondsTo1970, lastSecond) + secondsTo1970) *
                unitsPerSecond +
            time->nanoseconds / 100;
    return units;
}

} // namespace

void NativeHandle::close()
{
    if (isValid())
        CloseHandle(reinterpret_cast<HANDLE>(release()));
}

Outcome<std::size_t> HostFile::read(char *to, std::size_t size, std::uint64_t offset) const
{
    if (offset > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return failure(Errno::Invalid);
    OVERLAPPED place = at(offset);
    DWORD done = 0;
    if (!ReadFile(handleOf(m_handle), to, asked(size), &done, &place) && GetLastError() != ERROR_HANDLE_EOF)
        return systemFailure();
    return done;
}

Outcome<std::size_t> HostFile::append(const char *from, std::size_t size)
{
    return write(from, size, std::numeric_limits<std::uint64_t>::max()); // which is the end, for WriteFile()
}

Outcome<std::size_t> HostFile::write(const char *from, std::size_t size, std::uint64_t offset)
{
    OVERLAPPED place = at(offset);
    DWORD done = 0;
    if (!WriteFile(handleOf(m_handle), from, asked(size), &done, &place))
        return systemFailure();
    return done;
}

Outcome<void> HostFile::setSize(std::uint64_t size)
{
    FILE_END_OF_FILE_INFO end = {};
    end.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
    if (!SetFileInformationByHandle(handleOf(m_handle), FileEndOfFileInfo, &end, sizeof end))
        return systemFailure();
    return {};
}

// Windows has no permissions like those: a file stays readable and writable for its owner, which is also the
// rule of keptPermissions().
Outcome<void> HostFile::change(const AttributeChange &change)
{
    if (!change.accessed && !change.modified)
        return {};
    FILE_BASIC_INFO info = {};
    info.LastAccessTime = timeOrKeep(change.accessed);
    info.LastWriteTime = timeOrKeep(change.modified);
    if (!SetFileInformationByHandle(handleOf(m_handle), FileBasicInfo, &info, sizeof info))
        return systemFailure();
    return {};
}

Outcome<void> HostFile::sync(bool)
{
    // A handle that only reads has nothing to flush, and may not.
    if (!FlushFileBuffers(handleOf(m_handle)) && GetLastError() != ERROR_ACCESS_DENIED)
        return systemFailure();
    return {};
}

Outcome<Attributes> HostFile::attributes() const
{
    return attributesOf(handleOf(m_handle));
}

} // namespace glasshouse::sandbox
