// Draws each card once per size and copies the picture from then on: panning a large workflow stays smooth.
#pragma once

#include "ui/graph/node_painter.h"

#include <QCache>
#include <QElapsedTimer>
#include <QPixmap>

namespace glasshouse::ui {

class CardPictures final : public NodePainter
{
public:
    static constexpr int FrameMs = 7; // of the 16 that a frame has

    explicit CardPictures(const Theme *theme, int frameMs = FrameMs);
    void paint(QPainter *painter, const NodeLook &look) const override;

    // A frame may take only so long. Past that, cards that were drawn at another size (while somebody zooms)
    // are shown from that picture, and isBehind() says that another frame is needed to make them sharp.
    void startFrame();
    [[nodiscard]] bool isBehind() const { return m_isBehind; }

private:
    // What a picture shows. It is compared, so nobody has to say when a picture is out of date.
    struct Motif
    {
        NodeCard card;
        NodeLayout layout;
        trace::NodeView run;
        NodeMarks marks;
        bool isDark = false;

        bool operator==(const Motif &) const = default;
    };
    struct Picture
    {
        Motif motif;
        double scale = 1; // device pixels per canvas unit
        QPixmap pixmap;
    };

    [[nodiscard]] Picture pictureOf(const NodeLook &look, double scale) const;
    [[nodiscard]] QPixmap draw(const NodeLook &look, double scale) const;
    [[nodiscard]] bool isLate() const;

    const Theme *m_theme;
    int m_frameMs;
    CardPainter m_painter;
    mutable QCache<QString, Picture> m_pictures; // by node
    QElapsedTimer m_frame;
    mutable bool m_isBehind = false;
};

} // namespace glasshouse::ui
