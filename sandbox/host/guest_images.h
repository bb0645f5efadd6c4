// The images on disk: builds a missing one, checks the hashes of one that changed since it was last checked,
// and puts its initramfs together.
#pragma once

#include "sandbox/host/file_hash_job.h"
#include "sandbox/host/image_source.h"
#include "sandbox/host/service_paths.h"
#include "sandbox/image/image_build.h"
#include "sandbox/image/image_store.h"

namespace glasshouse::sandbox {

// The user's images and those that packages have brought.
[[nodiscard]] ImageStore imageStore(const ServicePaths &paths);

// The image as QEMU boots it; writes its initramfs. Checks no hash.
[[nodiscard]] Result<GuestImage> guestImage(const ServicePaths &paths, const ImageManifest &manifest);

// The program that builds images. It runs on Linux only: elsewhere a sentence says where `image` is to be
// had.
[[nodiscard]] Result<QString> imageBuilder(const ServicePaths &paths, const QString &image);

class GuestImages : public ImageSource
{
public:
    explicit GuestImages(ServicePaths paths) : m_paths(std::move(paths)) {}
    [[nodiscard]] std::unique_ptr<ImageRequest> requestImage(const QString &name) override;

private:
    ServicePaths m_paths;
};

class GuestImageRequest : public ImageRequest
{
    Q_OBJECT

public:
    GuestImageRequest(ServicePaths paths, QString name);

private:
    void load();
    void build();
    void check(const ImageManifest &manifest);
    void handleHashes(const ImageManifest &manifest, const Result<QVector<QByteArray>> &hashes);
    void finish(const ImageManifest &manifest);
    void giveUp(const QString &sentence);

    ServicePaths m_paths;
    QString m_name;
    ImageStore m_store;
    std::unique_ptr<ImageBuild> m_build;
    std::unique_ptr<FileHashJob> m_hash;
};

} // namespace glasshouse::sandbox
