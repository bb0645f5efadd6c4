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

bool holds(const QString &folder, const QString &image)
{
    return QFile::exists(folder + u'/' + image + u'/' + manifestName());
}

// Folders that begin with a dot are builds under way.
QStringList imagesIn(const QString &folder)
{
    QStringList images = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    images.removeIf([&](const QString &name) { return !holds(folder, name); });
    return images;
}

Error damaged(const ImageStore &store, const QString &image, const QString &file, const QString &problem)
{
    return {
        QStringLiteral("The image %1 is damaged: %2 %3. %4").arg(image, file, problem, store.remedy(image))};
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
    if (holds(m_folder, image))
        return m_folder + u'/' + image;
    for (const QString &folder : m_provided)
        if (holds(folder, image))
            return folder + u'/' + image;
    return m_folder + u'/' + image;
}

QString ImageStore::pathOf(const ImageManifest &image, const ImageFile &file) const
{
    return pathOf(image.name) + u'/' + file.path;
}

bool ImageStore::isProvided(const QString &image) const
{
    return pathOf(image) != m_folder + u'/' + image;
}

QString ImageStore::remedy(const QString &image) const
{
    if (!isProvided(image))
        return QStringLiteral("Build it again in Settings > Images or with \"glasshousectl image build %1\".")
            .arg(image);
    return QStringLiteral(
               "Install it again (on Debian, the package glasshouse-image-%1), or build one of your "
               "own with \"glasshousectl image build %1\".")
        .arg(image);
}

QStringList ImageStore::list() const
{
    QStringList images = imagesIn(m_folder);
    for (const QString &folder : m_provided)
        images += imagesIn(folder);
    images.sort();
    images.removeDuplicates();
    return images;
}

Result<ImageManifest> ImageStore::load(const QString &image) const
{
    const QString path = pathOf(image) + u'/' + manifestName();
    if (image.isEmpty() || image.contains(u'/') || image.startsWith(u'.') || !QFile::exists(path))
        return fail(QStringLiteral("There is no image named \"%1\" on this machine.").arg(image),
                    ErrorCode::NotFound);
    const auto json = readFile(path).and_then(parseJsonObject);
    if (!json)
        return fail(damaged(*this, image, manifestName(),
                            QStringLiteral("cannot be used, %1").arg(json.error().message)));
    if ((*json)[u"format"].toInt() != ImageManifest::currentFormat)
        return fail(QStringLiteral("The image %1 was built for another version of Glasshouse. ").arg(image) +
                    remedy(image));
    auto manifest = imageManifestFromJson(*json);
    if (!manifest)
        return manifest;
    if (manifest->name != image)
        return fail(damaged(*this, image, manifestName(), QStringLiteral("belongs to another image")));
    const auto files = manifest->files();
    for (const ImageFile &file : files) {
        const QFileInfo found(pathOf(*manifest, file));
        if (!found.isFile())
            return fail(damaged(*this, image, file.path, QStringLiteral("is missing")));
        if (found.size() != file.size)
            return fail(damaged(*this, image, file.path, QStringLiteral("has the wrong size")));
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
            return fail(damaged(*this, image, file.path, QStringLiteral("was changed since it was built")));
    }
    return manifest;
}

Result<void> ImageStore::discard(const QString &image) const
{
    QDir folder(m_folder);
    if (isProvided(image))
        return fail(
            QStringLiteral("The image %1 was installed with Glasshouse, in %2. Remove it there (on Debian, "
                           "the package glasshouse-image-%1).")
                .arg(image, pathOf(image)));
    if (!imagesIn(m_folder).contains(image))
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
