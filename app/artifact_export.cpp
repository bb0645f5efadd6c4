#include "app/artifact_export.h"

#include "core/base/atomic_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace glasshouse {

namespace {

constexpr qint64 blockSize = 1 << 20;

Result<void> copyAtomically(const QString &from, const QString &to)
{
    QFile source(from);
    QSaveFile target(to);
    if (!source.open(QIODevice::ReadOnly))
        return fail(QStringLiteral("The stored artifact %1 could not be read: %2").arg(from, source.errorString()));
    if (!target.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return fail(QStringLiteral("%1 could not be written: %2").arg(to, target.errorString()));
    QByteArray block;
    bool isWritten = true;
    while (isWritten && !(block = source.read(blockSize)).isEmpty())
        isWritten = writeAll(target, block);
    if (source.error() != QFileDevice::NoError)
        return fail(QStringLiteral("The stored artifact %1 could not be read: %2").arg(from, source.errorString()));
    if (!isWritten || !target.commit())
        return fail(QStringLiteral("%1 could not be written: %2. Nothing is lost: the artifact is kept as %3.")
                        .arg(to, target.errorString(), from));
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
