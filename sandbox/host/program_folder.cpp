#include "sandbox/host/program_folder.h"

#include "core/base/ids.h"

#include <QDir>

namespace glasshouse::sandbox {

namespace {

const QString lockSuffix = QStringLiteral(".lock");

} // namespace

void removeAbandonedLocks(const QString &folder)
{
    const QDir parent(folder);
    for (const QString &name : parent.entryList({u'*' + lockSuffix}, QDir::Files)) {
        QLockFile lock(parent.filePath(name));
        lock.setStaleLockTime(0);                             // stale only if its owner is gone
        [[maybe_unused]] const bool isMine = lock.tryLock(0); // then it goes at the end of this block
    }
}

void ProgramFolder::removeAbandoned(const QString &folder)
{
    const QDir parent(folder);
    for (const QString &name : parent.entryList({QStringLiteral("own_*")}, QDir::Dirs)) {
        QLockFile lock(parent.filePath(name + lockSuffix));
        lock.setStaleLockTime(0);
        if (lock.tryLock(0))
            QDir(parent.filePath(name)).removeRecursively();
    }
    removeAbandonedLocks(
        folder); // of programs that were killed before they made, or after they removed, theirs
}

ProgramFolder::ProgramFolder(const QString &path) : m_path(path), m_lock(path + lockSuffix)
{
    m_lock.setStaleLockTime(0);
}

ProgramFolder::~ProgramFolder()
{
    QDir(m_path).removeRecursively();
}

Result<std::unique_ptr<ProgramFolder>> ProgramFolder::create(const QString &parent)
{
    const QString problem = QStringLiteral("Could not create a folder in %1; is the disk full or read-only?");
    if (!QDir().mkpath(parent))
        return fail(problem.arg(parent), ErrorCode::SandboxUnavailable);
    removeAbandoned(parent);
    std::unique_ptr<ProgramFolder> folder(new ProgramFolder(parent + u'/' + newId(u"own")));
    if (!folder->m_lock.tryLock(0) || !QDir().mkdir(folder->m_path))
        return fail(problem.arg(parent), ErrorCode::SandboxUnavailable);
    return folder;
}

} // namespace glasshouse::sandbox
