// What a person does with guest images: build them from templates, verify and remove them. One build at a
// time, everything in the background of the caller's event loop.
#pragma once

#include "sandbox/host/service_paths.h"
#include "sandbox/image/image_build.h"
#include "sandbox/image/image_catalog.h"
#include "sandbox/image/image_verification.h"

namespace glasshouse::sandbox {

struct ImageProgress
{
    QString image; // empty: nothing is built
    QString step;
    double fraction = 0;
    qint64 remainingMs = -1; // not known yet

    bool operator==(const ImageProgress &) const = default;
};

class ImageWorkshop : public QObject
{
    Q_OBJECT

public:
    // `templates`: the folder of the user's own templates.
    ImageWorkshop(ServicePaths paths, const QString &templates, QObject *parent = nullptr);
    ~ImageWorkshop() override; // a build that goes on is cancelled

    [[nodiscard]] const ImageCatalog &catalog() const { return m_catalog; }
    [[nodiscard]] const ImageProgress &progress() const { return m_progress; }
    [[nodiscard]] const QString &verifying() const { return m_verifying; } // image; empty if none

    [[nodiscard]] Result<void> saveTemplate(const ImageTemplate &value);
    // Answers with buildFinished(). Says why if it cannot begin: another build is going on, nobody knows the
    // name.
    [[nodiscard]] Result<void> build(const QString &image);
    // As it is, without a look at the user's templates: one that a project brings along, after a person
    // agreed.
    [[nodiscard]] Result<void> build(const ImageTemplate &value);
    void cancelBuild();
    [[nodiscard]] Result<void> verify(const QString &image); // answers with verified()
    // The image, its template snapshots, the sandboxes that were kept from it and, if there is one, the
    // user's template.
    [[nodiscard]] Result<void> remove(const QString &image);

Q_SIGNALS:
    void changed(); // what the catalog holds, or what is going on
    void progressed(const glasshouse::sandbox::ImageProgress &progress);
    void buildFinished(const QString &image,
                       const glasshouse::Result<glasshouse::sandbox::ImageManifest> &result);
    void verified(const QString &image, const glasshouse::Result<glasshouse::sandbox::ImageManifest> &result);

private:
    [[nodiscard]] Result<void> start(const QString &image, std::optional<ImageRecipe> recipe);
    void finishBuild(const Result<ImageManifest> &result);
    void finishVerification(const Result<ImageManifest> &result);
    void sweepSoon(const QString &image) const;

    ServicePaths m_paths;
    ImageCatalog m_catalog;
    std::unique_ptr<ImageBuild> m_build;
    std::unique_ptr<ImageVerification> m_verification;
    ImageProgress m_progress;
    QString m_verifying;
};

} // namespace glasshouse::sandbox
