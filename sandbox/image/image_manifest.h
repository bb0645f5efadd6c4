// What a guest image is made of: the content of its manifest.json, written by build_image.
#pragma once

#include "core/base/result.h"
#include "sandbox/image/image_template.h"

#include <QJsonObject>
#include <QString>
#include <QVector>

namespace glasshouse::sandbox {

struct ImageFile
{
    QString path; // relative to the image's folder
    qint64 size = 0;
    QString sha256; // lower-case hex

    bool operator==(const ImageFile &) const = default;
};

struct ImagePackage
{
    QString name;
    QString version;
    QString sha256{}; // of the archive it came in; empty if that is not known

    bool operator==(const ImagePackage &) const = default;
};

struct ImageManifest
{
    static constexpr int currentFormat = 2;

    QString name;    // base, code-interpreter, or that of a template
    QString created; // ISO 8601, UTC
    QString kernelVersion;
    ImageFile rootfs; // squashfs
    ImageFile kernel;
    QVector<ImageFile> modules;             // in the order in which they are loaded
    QVector<ImagePackage> packages;         // Debian's
    QVector<ImagePackage> pythonPackages{}; // installed with pip
    std::optional<ImageRecipe> recipe{};    // of an image of the user's own

    [[nodiscard]] QVector<ImageFile> files() const;              // all of them
    [[nodiscard]] QString version(const QString &package) const; // empty if it is not in the image
    [[nodiscard]] QJsonObject toJson() const;

    bool operator==(const ImageManifest &) const = default;
};

// Refuses paths that leave the image's folder.
[[nodiscard]] Result<ImageManifest> imageManifestFromJson(const QJsonObject &json);

} // namespace glasshouse::sandbox
