#include "app/artifact_export.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace glasshouse {

namespace {

Result<void> copyAtomically(const QString &from, const QString &to)
{
    QFile source(from);
    QSaveFile target(to);
    if (!source.open(QIODevice::ReadOnly))
        return fail(QStringLiteral("The stored artifact %1 could not be read: %2").arg(from, source.errorString()));
    if (!target.open(QIODevice::WriteOnly))
        return fail(QStringLiteral("%1 could not be written: %2").arg(to, target.errorString()));
    while (!source.atEnd()) {
        if (target.write(source.read(1 << 20)) < 0)
            break;
    }
    if (!target.commit())
        return fail(QStringLiteral("%1 could not be written: %2. Free some space and save again.").arg(to, target.errorString()));
    return {};
}

} // namespace

Result<QVector<Artifact>> exportArtifacts(const QVector<Artifact> &artifacts, const QString &folder)
{
    const QDir root(QDir(folder).absolutePath());
    QVector<Artifact> copies;
    for (auto artifact : artifacts) {
        const auto path = QDir::cleanPath(root.filePath(artifact.name));
        if (!path.startsWith(root.path() + u'/'))
            return fail(QStringLiteral("The artifact name \"%1\" leaves the output folder; it was not written.").arg(artifact.name));
        if (!QDir().mkpath(QFileInfo(path).path()))
            return fail(QStringLiteral("The folder %1 could not be created; check its permissions.").arg(QFileInfo(path).path()));
        if (const auto copied = copyAtomically(artifact.path, path); !copied)
            return fail(copied.error());
        artifact.path = path;
        copies.append(artifact);
    }
    return copies;
}

} // namespace glasshouse
