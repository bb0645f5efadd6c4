#include "ui/sandbox/picture_view.h"

#include <QKeyEvent>
#include <QLabel>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace glasshouse::ui {

namespace {

constexpr qreal LeastZoom = 0.05;
constexpr qreal MostZoom = 16;
constexpr qreal MostPixels = 40'000'000; // of the zoomed picture

} // namespace

PictureView::PictureView(const Theme *theme, const QString &path, QWidget *parent)
    : QScrollArea(parent), m_label(new QLabel(this))
{
    setFrameShape(QFrame::NoFrame);
    setAlignment(Qt::AlignCenter);
    setWidget(m_label);
    m_label->setScaledContents(true);
    m_label->setText(tr("Decoding"));
    QPalette colors = palette();
    colors.setColor(QPalette::Window, theme->color(ColorRole::Canvas));
    setPalette(colors);
    connect(&m_loader, &ImageLoader::loaded, this,
            [this](const QString &, const Result<LoadedImage> &image) { show(image); });
    m_loader.load(path, path, QSize());
}

void PictureView::show(const Result<LoadedImage> &image)
{
    if (!image) {
        m_label->setText(image.error().message);
        m_label->adjustSize();
        return Q_EMIT failed(image.error().message);
    }
    m_picture = QPixmap::fromImage(image->image);
    m_label->setPixmap(m_picture);
    refresh();
    Q_EMIT loaded(image->pixelSize);
}

qreal PictureView::zoom() const
{
    if (m_zoom > 0 || m_picture.isNull())
        return m_zoom;
    const QSizeF room = viewport()->size();
    return std::min({1.0, room.width() / m_picture.width(), room.height() / m_picture.height()});
}

void PictureView::setZoom(qreal zoom)
{
    if (m_picture.isNull())
        return;
    const qreal most = std::sqrt(MostPixels / (qreal(m_picture.width()) * m_picture.height()));
    m_zoom = zoom <= 0 ? 0 : std::clamp(zoom, LeastZoom, std::max(LeastZoom, std::min(MostZoom, most)));
    refresh();
}

void PictureView::refresh()
{
    if (!m_picture.isNull())
        m_label->resize((QSizeF(m_picture.size()) * zoom()).toSize().expandedTo({1, 1}));
}

void PictureView::wheelEvent(QWheelEvent *event)
{
    if (!(event->modifiers() & Qt::ControlModifier))
        return QScrollArea::wheelEvent(event);
    const QPointF inPicture = m_label->mapFrom(this, event->position().toPoint());
    const qreal before = zoom();
    setZoom(before * std::pow(1.0015, event->angleDelta().y()));
    const QPointF moved = inPicture * (zoom() / before) - inPicture;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + int(moved.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + int(moved.y()));
}

void PictureView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_0:
        return setZoom(0);
    case Qt::Key_1:
        return setZoom(1);
    case Qt::Key_Plus:
        return setZoom(zoom() * 1.25);
    case Qt::Key_Minus:
        return setZoom(zoom() / 1.25);
    default:
        QScrollArea::keyPressEvent(event);
    }
}

void PictureView::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    refresh();
}

} // namespace glasshouse::ui
