#include "sandbox/image/image_store.h"

#include "core/base/atomic_file.h"
#include "core/base/ids.h"
#include "core/base/json.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

namespace glasshouse::sandbox {

namespace {

constexpr qint64 blockSize = 1 << 20;

QString manifestName()
{
    return QStringLiteral("manifest.json");
}

Error damaged(const QString &image, const QString &file, const QString &problem)
{
    return {
        QStringLiteral("The image %1 is damaged: %2 %3. Build the image again.").arg(image, file, problem)};
}

Result<QString> hashOf(const QString &path, const std::atomic_bool *cancelled)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (!file.atEnd()) {
        if (cancelled && *cancelled)
            return fail(QStringLiteral("The check of the image was cancelled."), ErrorCode::Cancelled);
        const QByteArray block = file.read(blockSize);
        if (block.isEmpty())
            return fail(QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
        hash.addData(block);
    }
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

QStringList ImageStore::knownNames()
{
    return {QStringLiteral("base"), QStringLiteral("code-interpreter")};
}

QString ImageStore::pathOf(const QString &image) const
{
    return m_folder + u'/' + image;
}

QString ImageStore::pathOf(const ImageManifest &image, const ImageFile &file) const
{
    return pathOf(image.name) + u'/' + file.path;
}

// Folders that begin with a dot are builds under way.
QStringList ImageStore::list() const
{
    QStringList images;
    const QStringList folders = QDir(m_folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : folders) {
        if (QFile::exists(pathOf(name) + u'/' + manifestName()))
            images.append(name);
    }
    return images;
}

Result<ImageManifest> ImageStore::load(const QString &image) const
{
    const QString path = pathOf(image) + u'/' + manifestName();
    if (image.isEmpty() || image.contains(u'/') || image.startsWith(u'.') || !QFile::exists(path))
        return fail(QStringLiteral("There is no image named \"%1\" on this machine.").arg(image),
                    ErrorCode::NotFound);
    auto manifest = readFile(path).and_then(parseJsonObject).and_then(imageManifestFromJson);
    if (!manifest)
        return manifest;
    if (manifest->name != image)
        return fail(damaged(image, manifestName(), QStringLiteral("belongs to another image")));
    const auto files = manifest->files();
    for (const ImageFile &file : files) {
        const QFileInfo found(pathOf(*manifest, file));
        if (!found.isFile())
            return fail(damaged(image, file.path, QStringLiteral("is missing")));
        if (found.size() != file.size)
            return fail(damaged(image, file.path, QStringLiteral("has the wrong size")));
    }
    return manifest;
}

Result<ImageManifest> ImageStore::verify(const QString &image, const std::atomic_bool *cancelled) const
{
    auto manifest = load(image);
    if (!manifest)
        return manifest;
    const auto files = manifest->files();
    for (const ImageFile &file : files) {
        const auto hash = hashOf(pathOf(*manifest, file), cancelled);
        if (!hash)
            return fail(hash.error());
        if (*hash != file.sha256)
            return fail(damaged(image, file.path, QStringLiteral("was changed since it was built")));
    }
    return manifest;
}

Result<void> ImageStore::discard(const QString &image) const
{
    QDir folder(m_folder);
    if (!list().contains(image))
        return fail(QStringLiteral("There is no image named \"%1\" on this machine.").arg(image),
                    ErrorCode::NotFound);
    if (!folder.rename(image, QStringLiteral(".discarded-%1").arg(newId(u"image"))))
        return fail(QStringLiteral("The image %1 could not be removed from %2; is the disk read-only?")
                        .arg(image, m_folder));
    return {};
}

void ImageStore::sweep() const
{
    const QDir folder(m_folder);
    const auto discarded =
        folder.entryList({QStringLiteral(".discarded-*")}, QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const QString &name : discarded)
        QDir(folder.filePath(name)).removeRecursively();
}

} // namespace glasshouse::sandbox
