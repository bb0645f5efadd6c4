#include "sandbox/host/template_cache.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace glasshouse::sandbox {

namespace {

Descriptor open(const QString &path)
{
    return Descriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
}

} // namespace

void removeUnlessUsed(const QFileInfo &entry)
{
    const Descriptor own = open(entry.filePath());
    if (!own.isValid() || ::flock(own.get(), LOCK_EX | LOCK_NB) != 0)
        return;
    if (entry.isDir())
        QDir(entry.filePath()).removeRecursively();
    else
        QFile::remove(entry.filePath());
}

std::shared_ptr<const CacheUse> CacheUse::of(const QString &path)
{
    Descriptor lock = open(path);
    if (!lock.isValid() || ::flock(lock.get(), LOCK_SH | LOCK_NB) != 0)
        return nullptr;
    ::futimens(lock.get(), nullptr); // its modification time is that of its last use
    return std::shared_ptr<const CacheUse>(new CacheUse(std::move(lock)));
}

} // namespace glasshouse::sandbox
