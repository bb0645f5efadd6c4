#include "sandbox/host/image_workshop.h"

#include "sandbox/host/guest_images.h"
#include "sandbox/host/template_cache.h"

#include <QDir>
#include <QThreadPool>

namespace glasshouse::sandbox {

ImageWorkshop::ImageWorkshop(ServicePaths paths, const QString &templates, QObject *parent)
    : QObject(parent), m_paths(std::move(paths)), m_catalog(imageStore(m_paths), templates)
{
}

ImageWorkshop::~ImageWorkshop() = default;

Result<void> ImageWorkshop::saveTemplate(const ImageTemplate &value)
{
    auto saved = m_catalog.saveTemplate(value);
    if (saved)
        Q_EMIT changed();
    return saved;
}

Result<void> ImageWorkshop::build(const QString &image)
{
    if (ImageStore::knownNames().contains(image))
        return start(image, std::nullopt);
    const auto value = m_catalog.loadTemplate(image);
    return value ? start(image, value->recipe) : fail(value.error());
}

Result<void> ImageWorkshop::build(const ImageTemplate &value)
{
    const auto checked = ImageTemplate::fromJson(value.toJson());
    return checked ? start(value.name, value.recipe) : fail(checked.error());
}

Result<void> ImageWorkshop::start(const QString &image, std::optional<ImageRecipe> recipe)
{
    if (m_build)
        return fail(QStringLiteral("The image %1 is being built. Wait for it or cancel it first.")
                        .arg(m_progress.image));
    const auto builder = imageBuilder(m_paths, image);
    if (!builder)
        return fail(builder.error());
    m_build =
        std::make_unique<ImageBuild>(ImageBuildInput{*builder, image, m_paths.images, std::move(recipe)});
    m_progress = {image, QStringLiteral("Starting"), 0, -1};
    connect(m_build.get(), &ImageBuild::finished, this, &ImageWorkshop::finishBuild);
    connect(m_build.get(), &ImageBuild::progressed, this,
            [this](const QString &step, double fraction, qint64 remainingMs) {
                m_progress = {m_progress.image, step, fraction, remainingMs};
                Q_EMIT progressed(m_progress);
            });
    m_build->start();
    Q_EMIT changed();
    return {};
}

void ImageWorkshop::finishBuild(const Result<ImageManifest> &result)
{
    m_build.release()->deleteLater(); // it is in the middle of its own signal
    const QString image = std::exchange(m_progress, {}).image;
    Q_EMIT changed();
    Q_EMIT buildFinished(image, result);
}

void ImageWorkshop::cancelBuild()
{
    if (m_build)
        m_build->cancel();
}

Result<void> ImageWorkshop::verify(const QString &image)
{
    if (m_verification)
        return fail(QStringLiteral("The image %1 is being verified. Wait for it first.").arg(m_verifying));
    m_verifying = image;
    m_verification = std::make_unique<ImageVerification>(imageStore(m_paths), image);
    connect(m_verification.get(), &ImageVerification::finished, this, &ImageWorkshop::finishVerification);
    m_verification->start();
    Q_EMIT changed();
    return {};
}

void ImageWorkshop::finishVerification(const Result<ImageManifest> &result)
{
    m_verification.release()->deleteLater(); // it is in the middle of its own signal
    const QString image = std::exchange(m_verifying, {});
    Q_EMIT changed();
    Q_EMIT verified(image, result);
}

Result<void> ImageWorkshop::remove(const QString &image)
{
    if (image == m_progress.image && m_build)
        return fail(QStringLiteral("The image %1 is being built. Cancel that first.").arg(image));
    const bool hasTemplate = m_catalog.templateNames().contains(image);
    const auto discarded = imageStore(m_paths).discard(image);
    if (!discarded && (discarded.error().code != ErrorCode::NotFound || !hasTemplate))
        return discarded;
    const auto removed = hasTemplate ? m_catalog.removeTemplate(image) : Result<void>();
    sweepSoon(image);
    Q_EMIT changed();
    return removed;
}

// Downloads of a build that failed go too; snapshots that a sandbox runs from stay until they are not used.
void ImageWorkshop::sweepSoon(const QString &image) const
{
    QThreadPool::globalInstance()->start([paths = m_paths, image] {
        imageStore(paths).sweep();
        QDir(paths.images + QStringLiteral("/.%1.downloads").arg(image)).removeRecursively();
        TemplateCache(paths.templates).removeTemplatesOf(image);
    });
}

} // namespace glasshouse::sandbox
