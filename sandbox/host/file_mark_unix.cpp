#include "sandbox/host/template_snapshot.h"

#include <QFile>

#include <sys/stat.h>

namespace glasshouse::sandbox {

namespace {

qint64 nanoseconds(const timespec &time)
{
    return static_cast<qint64>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

FileMark fileMark(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return {};
    return {status.st_size, nanoseconds(status.st_mtim), nanoseconds(status.st_ctim), status.st_ino};
}

} // namespace glasshouse::sandbox
