#include "app/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace glasshouse {

namespace {

QString standardFolder(QStandardPaths::StandardLocation location)
{
    return QStandardPaths::writableLocation(location) + QStringLiteral("/glasshouse");
}

// In a folder that only this user can enter.
QString runtimeFolder()
{
    const auto runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return runtime.isEmpty() ? standardFolder(QStandardPaths::GenericCacheLocation) + QStringLiteral("/run")
                             : runtime + QStringLiteral("/glasshouse");
}

// The guest agent lies beside the programs: in the build folder, installed under lib/, or (Windows) next to them.
QString guestFolder()
{
    const QDir programs(QCoreApplication::applicationDirPath());
    for (const auto *candidate : {"../guest", "../lib/glasshouse/guest", "guest"}) {
        const auto folder = programs.absoluteFilePath(QString::fromLatin1(candidate));
        if (QFileInfo::exists(folder))
            return QDir::cleanPath(folder);
    }
    return QDir::cleanPath(programs.absoluteFilePath(QStringLiteral("../lib/glasshouse/guest")));
}

// Images that came with the program, as they must on Windows, where none can be built, or with packages.
QStringList providedImages(const QString &shared)
{
    const QDir programs(QCoreApplication::applicationDirPath());
    QStringList folders{programs.absoluteFilePath(QStringLiteral("images")),
                        programs.absoluteFilePath(QStringLiteral("../share/glasshouse/images"))};
    const auto places = QStandardPaths::standardLocations(QStandardPaths::GenericDataLocation);
    for (const auto &place : places)
        folders << place + QStringLiteral("/glasshouse/images");
    for (auto &folder : folders)
        folder = QDir::cleanPath(folder);
    folders.removeAll(shared + QStringLiteral("/images"));
    folders.removeDuplicates();
    return folders;
}

} // namespace

QString Paths::database() const
{
    return data + QStringLiteral("/glasshouse.sqlite");
}

Paths standardPaths()
{
    const auto home = qEnvironmentVariable("GLASSHOUSE_HOME");
    const auto shared = standardFolder(QStandardPaths::GenericDataLocation);
    Paths paths;
    paths.data = home.isEmpty() ? shared : home + QStringLiteral("/data");
    paths.config = home.isEmpty() ? standardFolder(QStandardPaths::GenericConfigLocation) : home + QStringLiteral("/config");
    paths.documents = home.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + QStringLiteral("/Glasshouse")
                                     : home + QStringLiteral("/documents");
    paths.imageTemplates = shared + QStringLiteral("/image-templates");
    paths.sandbox = {.images = shared + QStringLiteral("/images"),
                     .templates = standardFolder(QStandardPaths::GenericCacheLocation) + QStringLiteral("/templates"),
                     .runtime = runtimeFolder(),
                     .artifacts = paths.data + QStringLiteral("/artifacts"),
                     .guest = guestFolder(),
                     .providedImages = providedImages(shared),
                     .providedTemplates = QDir(QCoreApplication::applicationDirPath()).absoluteFilePath(QStringLiteral("templates"))};
    return paths;
}

} // namespace glasshouse
