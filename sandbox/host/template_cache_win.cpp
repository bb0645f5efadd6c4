#include "sandbox/host/template_cache.h"

#include <QDir>
#include <QFile>

#include <qt_windows.h>

#include <fcntl.h>
#include <io.h>

namespace glasshouse::sandbox {

namespace {

// Without FILE_SHARE_DELETE nobody can remove or rename what it is of.
HANDLE openShared(const QString &path)
{
    return ::CreateFileW(reinterpret_cast<const wchar_t *>(path.utf16()),
                         FILE_READ_ATTRIBUTES | FILE_WRITE_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE,
                         nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
}

// Its modification time is that of its last use.
void markAsUsed(HANDLE file)
{
    FILETIME now;
    ::GetSystemTimeAsFileTime(&now);
    ::SetFileTime(file, nullptr, nullptr, &now);
}

} // namespace

// The rename fails while there is a CacheUse, and nobody finds what has another name.
void removeUnlessUsed(const QFileInfo &entry)
{
    const QString doomed = entry.filePath() + QStringLiteral(".removed");
    if (!QDir().rename(entry.filePath(), doomed))
        return;
    if (entry.isDir())
        QDir(doomed).removeRecursively();
    else
        QFile::remove(doomed);
}

std::shared_ptr<const CacheUse> CacheUse::of(const QString &path)
{
    const HANDLE file = openShared(path);
    if (file == INVALID_HANDLE_VALUE)
        return nullptr;
    markAsUsed(file);
    Descriptor lock(::_open_osfhandle(reinterpret_cast<intptr_t>(file), _O_RDONLY)); // owns the handle now
    return lock.isValid() ? std::shared_ptr<const CacheUse>(new CacheUse(std::move(lock))) : nullptr;
}

} // namespace glasshouse::sandbox
