#include "ui/graph/card_pictures.h"

#include <QPainter>

#include <cmath>

namespace glasshouse::ui {

namespace {

constexpr int MostKilobytes = 48 * 1024; // several screens full of cards

int kilobytesOf(const QPixmap &pixmap)
{
    return std::max(1, pixmap.width() * pixmap.height() * pixmap.depth() / 8 / 1024);
}

} // namespace

CardPictures::CardPictures(const Theme *theme, int frameMs)
    : m_theme(theme), m_frameMs(frameMs), m_painter(theme), m_pictures(MostKilobytes)
{
}

void CardPictures::startFrame()
{
    m_frame.start();
    m_isBehind = false;
}

bool CardPictures::isLate() const
{
    return m_frame.isValid() && m_frame.elapsed() >= m_frameMs;
}

void CardPictures::paint(QPainter *painter, const NodeLook &look) const
{
    if (CardPainter::isSilhouette(look)) // cheaper than a picture
        return m_painter.paint(painter, look);
    const auto ratio = painter->device()->devicePixelRatioF();
    const auto picture = pictureOf(look, look.scale * ratio);
    const auto transform = painter->worldTransform();
    const auto corner = transform.map(cardExtent(*look.layout).topLeft());
    // On whole pixels: between them it would be blurred, and its text would tremble while the view pans.
    const QPointF aligned(std::round(corner.x() * ratio) / ratio, std::round(corner.y() * ratio) / ratio);
    painter->resetTransform();
    painter->setRenderHint(QPainter::SmoothPixmapTransform, picture.scale != look.scale * ratio);
    const auto size = QSizeF(picture.pixmap.size()) * (look.scale / picture.scale);
    painter->drawPixmap(QRectF(aligned, size), picture.pixmap, picture.pixmap.rect());
    painter->setWorldTransform(transform);
    m_painter.paintSpinner(painter, look);
}

CardPictures::Picture CardPictures::pictureOf(const NodeLook &look, double scale) const
{
    Motif motif{*look.card, *look.layout, look.run ? *look.run : trace::NodeView(), look.marks,
                m_theme->isDark()};
    if (const auto *known = m_pictures.object(look.card->id); known && known->motif == motif) {
        const bool isSharp = known->scale == scale;
        if (isSharp || isLate()) {
            m_isBehind |= !isSharp;
            return *known;
        }
    }
    Picture picture{std::move(motif), scale, draw(look, scale)};
    m_pictures.insert(look.card->id, new Picture(picture), kilobytesOf(picture.pixmap)); // it owns it
    return picture;
}

QPixmap CardPictures::draw(const NodeLook &look, double scale) const
{
    const auto extent = cardExtent(*look.layout);
    QPixmap pixmap((extent.size() * scale).toSize() + QSize(1, 1));
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.scale(scale, scale);
    painter.translate(-extent.topLeft());
    m_painter.paintCard(&painter, look);
    return pixmap;
}

} // namespace glasshouse::ui
