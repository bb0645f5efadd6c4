#include "sandbox/host/guest_images.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "sandbox/host/template_snapshot.h"
#include "sandbox/image/initramfs.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QTimer>

namespace glasshouse::sandbox {

namespace {

QStringList pathsOf(const ImageStore &store, const ImageManifest &manifest)
{
    QStringList paths;
    for (const ImageFile &file : manifest.files())
        paths << store.pathOf(manifest, file);
    return paths;
}

// Hashes that were promised, and what the files looked like when the promise was last found kept.
QString stateOf(const ImageStore &store, const ImageManifest &manifest)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const ImageFile &file : manifest.files()) {
        const FileMark mark = fileMark(store.pathOf(manifest, file));
        hash.addData(QStringLiteral("%1 %2 %3 %4 %5\n")
                         .arg(file.sha256)
                         .arg(mark.size)
                         .arg(mark.modifiedNs)
                         .arg(mark.changedNs)
                         .arg(mark.inode)
                         .toUtf8());
    }
    return QString::fromLatin1(hash.result().toHex());
}

QString checkedFile(const QString &templates, const QString &image)
{
    return templates + QStringLiteral("/checked-%1.json").arg(image);
}

bool wasChecked(const QString &file, const QString &state)
{
    const auto text = readFile(file);
    const auto object = text ? parseJsonObject(*text) : QJsonObject();
    return object && object->value(QStringLiteral("state")).toString() == state;
}

Result<QString> writeInitramfs(const ServicePaths &paths, const QByteArray &content)
{
    const auto hash = QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
    const QString path = paths.templates + QStringLiteral("/initramfs-") + QString::fromLatin1(hash);
    if (const auto there = readFile(path); !there || *there != content)
        if (const auto written = writeFileAtomically(path, content); !written)
            return fail(written.error());
    return path;
}

QString hashOf(const ImageManifest &manifest, const QString &initramfs)
{
    QStringList parts{initramfs.section(u'-', -1)};
    for (const ImageFile &file : manifest.files())
        parts << file.sha256;
    return QString::fromLatin1(
        QCryptographicHash::hash(parts.join(u' ').toLatin1(), QCryptographicHash::Sha256).toHex());
}

QString missing(const QString &image)
{
    return QStringLiteral("The image \"%1\" is not on this machine. Build it in Settings > Images or with "
                          "\"glasshousectl image build %1\", or choose another image in the sandbox profile.")
        .arg(image.left(80));
}

} // namespace

ImageStore imageStore(const ServicePaths &paths)
{
    return ImageStore(paths.images, paths.providedImages);
}

Result<GuestImage> guestImage(const ServicePaths &paths, const ImageManifest &manifest)
{
    const ImageStore store = imageStore(paths);
    const auto initramfs =
        buildInitramfs({paths.guest + QStringLiteral("/glasshouse-guest"),
                        paths.guest + QStringLiteral("/kernel.py"), store.pathOf(manifest.name), manifest});
    const auto path = initramfs ? writeInitramfs(paths, *initramfs) : fail(initramfs.error());
    if (!path)
        return fail(path.error());
    const GuestFiles files{store.pathOf(manifest, manifest.kernel), *path,
                           store.pathOf(manifest, manifest.rootfs)};
    return GuestImage{manifest.name, hashOf(manifest, *path), files};
}

Result<QString> imageBuilder(const ServicePaths &paths, const QString &image)
{
    const QString script = paths.guest + QStringLiteral("/build_image");
    if (QFileInfo::exists(script))
        return script;
    return fail(
        QStringLiteral("The image \"%1\" is not on this machine, and this installation cannot build "
                       "images. Install the package of the image, or choose another one in the sandbox "
                       "profile.")
            .arg(image.left(80)),
        ErrorCode::SandboxUnavailable);
}

std::unique_ptr<ImageRequest> GuestImages::requestImage(const QString &name)
{
    return std::make_unique<GuestImageRequest>(m_paths, name);
}

GuestImageRequest::GuestImageRequest(ServicePaths paths, QString name)
    : m_paths(std::move(paths)), m_name(std::move(name)), m_store(imageStore(m_paths))
{
    QTimer::singleShot(0, this, &GuestImageRequest::load);
}

void GuestImageRequest::load()
{
    const auto manifest = m_store.load(m_name);
    if (!manifest && manifest.error().code == ErrorCode::NotFound &&
        ImageStore::knownNames().contains(m_name))
        build();
    else if (!manifest)
        giveUp(manifest.error().code == ErrorCode::NotFound ? missing(m_name) : manifest.error().message);
    else if (wasChecked(checkedFile(m_paths.templates, m_name), stateOf(m_store, *manifest)))
        finish(*manifest);
    else
        check(*manifest);
}

void GuestImageRequest::build()
{
    const auto builder = imageBuilder(m_paths, m_name);
    if (!builder)
        return giveUp(builder.error().message);
    m_build = std::make_unique<ImageBuild>(ImageBuildInput{*builder, m_name, m_paths.images});
    connect(m_build.get(), &ImageBuild::progressed, this,
            [this](const QString &step, double fraction, qint64 remainingMs) {
                Q_EMIT progressed(fraction, step, remainingMs);
            });
    connect(m_build.get(), &ImageBuild::finished, this, [this](const Result<ImageManifest> &manifest) {
        manifest ? check(*manifest) : giveUp(manifest.error().message);
    });
    m_build->start();
}

void GuestImageRequest::check(const ImageManifest &manifest)
{
    Q_EMIT progressed(1, QStringLiteral("Checking the image"), -1);
    m_hash = std::make_unique<FileHashJob>(pathsOf(m_store, manifest));
    connect(m_hash.get(), &FileHashJob::finished, this,
            [this, manifest](const Result<QVector<QByteArray>> &hashes) { handleHashes(manifest, hashes); });
}

void GuestImageRequest::handleHashes(const ImageManifest &manifest, const Result<QVector<QByteArray>> &hashes)
{
    if (!hashes)
        return giveUp(hashes.error().message);
    const QVector<ImageFile> files = manifest.files();
    for (qsizetype i = 0; i < files.size(); ++i)
        if (files.at(i).sha256.toLatin1() != hashes->at(i))
            return giveUp(QStringLiteral("The image %1 is damaged: %2 is not what was built. %3")
                              .arg(m_name, files.at(i).path, m_store.remedy(m_name)));
    const QJsonObject record{{QStringLiteral("state"), stateOf(m_store, manifest)}};
    [[maybe_unused]] const auto remembered = // if not, it is only checked again
        writeFileAtomically(checkedFile(m_paths.templates, m_name), toPrettyJson(record));
    finish(manifest);
}

void GuestImageRequest::finish(const ImageManifest &manifest)
{
    const auto image = guestImage(m_paths, manifest);
    image ? Q_EMIT finished(image) : giveUp(image.error().message);
}

void GuestImageRequest::giveUp(const QString &sentence)
{
    Q_EMIT finished(fail(sentence, ErrorCode::SandboxUnavailable));
}

} // namespace glasshouse::sandbox
