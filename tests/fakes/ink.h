// Where a picture on a white ground shows anything, in its pixels.
#pragma once

#include <QImage>
#include <QRect>

namespace glasshouse {

inline QRect inkOf(const QImage &image)
{
    QRect ink;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) != QColor(Qt::white))
                ink |= QRect(x, y, 1, 1);
        }
    }
    return ink;
}

} // namespace glasshouse
