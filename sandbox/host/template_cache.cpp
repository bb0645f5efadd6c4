#include "sandbox/host/template_cache.h"

#include "sandbox/host/program_folder.h"
#include "sandbox/host/snapshot_store.h"

#include <QDir>

namespace glasshouse::sandbox {

namespace {

void keepNewest(const QDir &folder, const QString &pattern, QDir::Filters kind)
{
    const SnapshotStore snapshots(snapshotFolder(folder.path()));
    const auto newestFirst = folder.entryInfoList({pattern}, kind | QDir::NoSymLinks, QDir::Time);
    for (qsizetype i = TemplateCache::Most; i < newestFirst.size(); ++i) {
        if (!snapshots.needs(newestFirst.at(i).fileName()))
            removeUnlessUsed(newestFirst.at(i));
    }
}

} // namespace

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
