#include "sandbox/host/template_snapshot.h"

#include <qt_windows.h>

namespace glasshouse::sandbox {

namespace {

// Windows counts 100 ns since 1601, so many of them until 1970: in nanoseconds since then they fit.
constexpr qint64 untilUnixEpoch = 116'444'736'000'000'000;

qint64 nanoseconds(const LARGE_INTEGER &time)
{
    return (time.QuadPart - untilUnixEpoch) * 100;
}

FileMark markOf(HANDLE file)
{
    FILE_BASIC_INFO times = {};
    BY_HANDLE_FILE_INFORMATION facts = {};
    if (!::GetFileInformationByHandleEx(file, FileBasicInfo, &times, sizeof times) ||
        !::GetFileInformationByHandle(file, &facts))
        return {};
    return {(static_cast<qint64>(facts.nFileSizeHigh) << 32) | facts.nFileSizeLow,
            nanoseconds(times.LastWriteTime), nanoseconds(times.ChangeTime),
            (static_cast<quint64>(facts.nFileIndexHigh) << 32) | facts.nFileIndexLow};
}

} // namespace

FileMark fileMark(const QString &path)
{
    const HANDLE file = ::CreateFileW(reinterpret_cast<const wchar_t *>(path.utf16()), FILE_READ_ATTRIBUTES,
                                      FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                      OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (file == INVALID_HANDLE_VALUE)
        return {};
    const FileMark mark = markOf(file);
    ::CloseHandle(file);
    return mark;
}

} // namespace glasshouse::sandbox
