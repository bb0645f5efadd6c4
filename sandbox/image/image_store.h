// The guest images on this machine: one folder each, the user's own and those that packages have installed.
#pragma once

#include "sandbox/image/image_manifest.h"

#include <QStringList>

#include <atomic>

namespace glasshouse::sandbox {

class ImageStore
{
public:
    // What is built goes into `folder`. Images in the folders `provided` are only read, and only those of which
    // the user has none of his own.
    explicit ImageStore(QString folder, QStringList provided = {})
        : m_folder(std::move(folder)), m_provided(std::move(provided))
    {
    }

    [[nodiscard]] static QStringList knownNames(); // Glasshouse's own, which need no template
    [[nodiscard]] const QString &folder() const { return m_folder; }
    [[nodiscard]] QString pathOf(const QString &image) const;
    [[nodiscard]] QString pathOf(const ImageManifest &image, const ImageFile &file) const;

    [[nodiscard]] bool isProvided(const QString &image) const; // there, and not the user's own
    [[nodiscard]] QString remedy(const QString &image) const;  // a sentence: what to do if it is damaged

    [[nodiscard]] QStringList list() const; // names of the images that are there, sorted

    // Reads the manifest and looks that every file is there with its size; milliseconds. NotFound if there is
    // no such image.
    [[nodiscard]] Result<ImageManifest> load(const QString &image) const;

    // load(), and computes every hash: seconds, so never on the main thread. `cancelled` may be set
    // meanwhile.
    [[nodiscard]] Result<ImageManifest> verify(const QString &image,
                                               const std::atomic_bool *cancelled = nullptr) const;

    // It is gone at once; removing its bytes is left to sweep(). NotFound if there is no such image. An image
    // that is provided stays.
    [[nodiscard]] Result<void> discard(const QString &image) const;
    void sweep() const; // as long as the file system takes: never on the main thread

private:
    QString m_folder;
    QStringList m_provided;
};

} // namespace glasshouse::sandbox
