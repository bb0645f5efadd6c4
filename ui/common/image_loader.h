// Decodes images that sandboxed code made, off the main thread and within fixed limits.
#pragma once

#include "core/base/result.h"

#include <QImage>
#include <QObject>
#include <QSize>
#include <QThreadPool>

namespace glasshouse::ui {

struct LoadedImage
{
    QImage image;    // scaled down to the asked bound
    QSize pixelSize; // of the file

    bool operator==(const LoadedImage &) const = default;
};

namespace image_limit {
inline constexpr qint64 FileBytes = 64 << 20;
inline constexpr qint64 Pixels = 64'000'000; // a decoded image needs 4 bytes each
} // namespace image_limit

// Only raster formats (PNG, JPEG, GIF, BMP), found by content; vector and script formats are refused.
[[nodiscard]] Result<LoadedImage> decodeImage(const QString &path, QSize bound);

class ImageLoader : public QObject
{
    Q_OBJECT

public:
    explicit ImageLoader(QObject *parent = nullptr);
    ~ImageLoader() override;

    // `token` comes back with the answer; an invalid bound means full size.
    void load(const QString &token, const QString &path, QSize bound);

Q_SIGNALS:
    void loaded(const QString &token, const glasshouse::Result<glasshouse::ui::LoadedImage> &image);

private:
    QThreadPool m_pool;
};

} // namespace glasshouse::ui
