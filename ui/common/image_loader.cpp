#include "ui/common/image_loader.h"

#include <QCoreApplication>
#include <QFile>
#include <QImageReader>

namespace glasshouse::ui {

namespace {

// Allocation is checked by Qt too, but its limit is global; ours is decided before a byte is decoded.
bool isAllowedFormat(const QByteArray &format)
{
    static const QList<QByteArray> allowed{"png", "jpeg", "jpg", "gif", "bmp"};
    return allowed.contains(format);
}

QString tr(const char *text)
{
    return QCoreApplication::translate("ImageLoader", text);
}

Result<QSize> checkedSize(QImageReader &reader)
{
    const QSize size = reader.size();
    if (!isAllowedFormat(reader.format()))
        return fail(tr(
            "This is no picture that can be shown (PNG, JPEG, GIF or BMP). Save it to open it elsewhere."));
    if (!size.isValid() || size.isEmpty())
        return fail(tr("The picture says nothing valid about its size, so it was not decoded."));
    if (qint64(size.width()) * size.height() > image_limit::Pixels)
        return fail(tr("The picture claims %1 × %2 pixels, more than can be shown. It was not decoded.")
                        .arg(size.width())
                        .arg(size.height()));
    return size;
}

} // namespace

Result<LoadedImage> decodeImage(const QString &path, QSize bound)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(tr("The file is not there any more: %1").arg(file.errorString()));
    if (file.size() > image_limit::FileBytes)
        return fail(tr("The picture's file is larger than 64 MB, so it was not decoded."));
    QImageReader reader(&file);
    reader.setDecideFormatFromContent(true);
    const auto size = checkedSize(reader);
    if (!size)
        return fail(size.error());
    if (bound.isValid() && (size->width() > bound.width() || size->height() > bound.height()))
        reader.setScaledSize(size->scaled(bound, Qt::KeepAspectRatio).expandedTo({1, 1}));
    LoadedImage loaded{reader.read(), *size};
    if (loaded.image.isNull())
        return fail(tr("The picture is damaged: %1").arg(reader.errorString()));
    return loaded;
}

ImageLoader::ImageLoader(QObject *parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

ImageLoader::~ImageLoader()
{
    m_pool.clear(); // the one being decoded ends within the limits above
    m_pool.waitForDone();
}

void ImageLoader::load(const QString &token, const QString &path, QSize bound)
{
    m_pool.start([this, token, path, bound] {
        auto image = decodeImage(path, bound);
        QMetaObject::invokeMethod(
            this, [this, token, answer = std::move(image)] { Q_EMIT loaded(token, answer); },
            Qt::QueuedConnection);
    });
}

} // namespace glasshouse::ui
