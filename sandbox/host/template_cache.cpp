#include "sandbox/host/template_cache.h"

#include "sandbox/host/kept_sessions.h"
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
    const KeptSessions kept(keptFolder(m_folder));
    const SnapshotStore snapshots(snapshotFolder(m_folder));
    const auto all = QDir(m_folder).entryInfoList({QString(templateNameLength, u'?')},
                                                  QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QFileInfo &entry : all) {
        const auto made = readTemplate(entry.filePath());
        if (!made || made->image != image)
            continue;
        kept.removeMadeFrom(*made);
        removeUnlessUsed(entry);
    }
    for (const SessionSnapshot &snapshot : snapshots.list()) {
        if (snapshot.image == image)
            snapshots.remove(snapshot.id);
    }
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
