// A picture that fits its space, or zooms: Ctrl+wheel at the pointer, 0 to fit, 1 for its own size.
#pragma once

#include "ui/common/image_loader.h"
#include "ui/common/theme.h"

#include <QScrollArea>

class QLabel;

namespace glasshouse::ui {

class PictureView : public QScrollArea
{
    Q_OBJECT

public:
    PictureView(const Theme *theme, const QString &path, QWidget *parent = nullptr);
    void setZoom(qreal zoom); // 0: fit
    [[nodiscard]] qreal zoom() const;

Q_SIGNALS:
    void loaded(const QSize &pixelSize);
    void failed(const QString &sentence);

protected:
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void show(const Result<LoadedImage> &image);
    void refresh();

    ImageLoader m_loader;
    QPixmap m_picture;
    QLabel *m_label;
    qreal m_zoom = 0;
};

} // namespace glasshouse::ui
