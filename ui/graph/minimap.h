// The minimap: all nodes in their live colours and what the view shows; click or drag moves the view.
#pragma once

#include "ui/common/card_frame.h"

#include <QPixmap>

namespace glasshouse::ui {

class GraphView;

class Minimap : public CardFrame
{
    Q_OBJECT

public:
    Minimap(const Theme *theme, GraphView *view, QWidget *parent);
    [[nodiscard]] QSize sizeHint() const override { return {150, 92}; }

    [[nodiscard]] QPointF toScene(QPointF position) const;
    [[nodiscard]] QPointF fromScene(QPointF position) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void invalidate();
    void paintNodes();
    [[nodiscard]] QTransform transform() const;

    const Theme *m_theme;
    GraphView *m_view;
    QRectF m_scene;  // the part of the scene that is shown
    QPixmap m_nodes; // painted once per change of the graph, not per scroll; null: to be painted
};

} // namespace glasshouse::ui
