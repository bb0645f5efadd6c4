#include "core/base/atomic_file.h"
#include "core/model/project_files.h"

#include <QDir>
#include <QDirIterator>
#include <QStringBuilder>
#include <QTemporaryDir>

namespace glasshouse {

namespace {

Result<void> copyFiles(const QString &from, const QString &to)
{
    QDirIterator files(from, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const auto path = files.next();
        const auto content = readFile(path);
        if (!content)
            return fail(content.error());
        const QString copy = to % u'/' % QDir(from).relativeFilePath(path);
        if (const auto written = writeFileAtomically(copy, *content); !written)
            return written;
    }
    return {};
}

tl::unexpected<Error> notCreated(const QString &folder)
{
    return fail(QStringLiteral("The folder %1 could not be created; check its permissions.").arg(folder));
}

} // namespace

Result<Project> copySample(const QString &sampleFolder, const QString &folder)
{
    const auto target = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    if (QFileInfo::exists(target) &&
        !QDir(target).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
        return fail(QStringLiteral("%1 is not empty; choose another folder.").arg(target));
    const auto parent = QFileInfo(target).absolutePath();
    if (!QDir().mkpath(parent))
        return notCreated(parent);

    // Beside the target, so that the last step is a rename, which happens completely or not at all.
    QTemporaryDir staging(parent + QStringLiteral("/.copy-XXXXXX"));
    const auto copy = staging.filePath(QStringLiteral("project"));
    if (!staging.isValid() || !QDir().mkdir(copy))
        return notCreated(parent);
    if (const auto copied = copyFiles(sampleFolder, copy); !copied)
        return fail(copied.error());
    if (const auto loaded = loadProject(copy); !loaded)
        return loaded;

    if (QFileInfo::exists(target) && !QDir().rmdir(target))
        return notCreated(target);
    if (!QDir().rename(copy, target))
        return notCreated(target);
    return loadProject(target);
}

} // namespace glasshouse
