#include "ui/sandbox/artifact_files.h"

#include "ui/common/visible_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringBuilder>

namespace glasshouse::ui {

QString safeFileName(const QString &name)
{
    QString file = visibleLine(name.section(u'/', -1), 100);
    for (const QChar c : QStringLiteral("<>:\"/\\|?*"))
        file.replace(c, u'_');
    while (file.startsWith(u'.'))
        file.remove(0, 1);
    return file.isEmpty() ? QStringLiteral("artifact") : file;
}

QString freeFileName(const QDir &folder, const QString &name)
{
    const QFileInfo info(name);
    const QString suffix = info.suffix().isEmpty() ? QString() : u'.' % info.suffix();
    QString candidate = name;
    for (int i = 2; folder.exists(candidate); ++i)
        candidate = info.completeBaseName() % QStringLiteral(" %1").arg(i) % suffix;
    return folder.filePath(candidate);
}

Result<void> copyArtifact(const Artifact &artifact, const QString &target)
{
    QFile source(artifact.path);
    QFile::remove(target);
    if (!source.copy(target))
        return fail(QCoreApplication::translate("ArtifactFiles", "%1 could not be written: %2")
                        .arg(target, source.errorString()));
    QFile::setPermissions(target, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

} // namespace glasshouse::ui
