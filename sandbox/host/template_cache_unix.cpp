#include "sandbox/host/template_cache.h"

#include "sandbox/host/program_folder.h"
#include "sandbox/host/template_snapshot.h"

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

void keepNewest(const QDir &folder, const QString &pattern, QDir::Filters kind)
{
    const auto newestFirst = folder.entryInfoList({pattern}, kind | QDir::NoSymLinks, QDir::Time);
    for (qsizetype i = TemplateCache::Most; i < newestFirst.size(); ++i)
        removeUnlessUsed(newestFirst.at(i));
}

} // namespace

std::shared_ptr<const CacheUse> CacheUse::of(const QString &path)
{
    Descriptor lock = open(path);
    if (!lock.isValid() || ::flock(lock.get(), LOCK_SH | LOCK_NB) != 0)
        return nullptr;
    ::futimens(lock.get(), nullptr); // its modification time is that of its last use
    return std::shared_ptr<const CacheUse>(new CacheUse(std::move(lock)));
}

void TemplateCache::removeTemplatesOf(const QString &image) const
{
    const auto all = QDir(m_folder).entryInfoList({QString(templateNameLength, u'?')},
                                                  QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QFileInfo &entry : all)
        if (const auto snapshot = readTemplate(entry.filePath()); snapshot && snapshot->image == image)
            removeUnlessUsed(entry);
}

void TemplateCache::tidy() const
{
    const QDir folder(m_folder);
    keepNewest(folder, QString(templateNameLength, u'?'), QDir::Dirs | QDir::NoDotAndDotDot);
    keepNewest(folder, QStringLiteral("initramfs-*"), QDir::Files);
    removeAbandonedLocks(m_folder);
    ProgramFolder::removeAbandoned(folder.filePath(QStringLiteral("building")));
}

} // namespace glasshouse::sandbox
