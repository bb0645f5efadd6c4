// A node on the canvas: holds what the strategies need to lay it out and to draw it.
#pragma once

#include "core/trace/run_phase.h"
#include "ui/graph/node_layout.h"
#include "ui/graph/node_painter.h"

#include <QGraphicsItem>

namespace glasshouse::ui {

class EdgeItem;

class NodeItem final : public QGraphicsItem
{
public:
    enum { Type = UserType + 1 };

    NodeItem(const NodeGeometry *geometry, const NodePainter *painter);

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override;
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

    void setCard(const NodeCard &card);
    void setRun(const trace::NodeView &run);
    void setSpinnerAngle(double degrees);
    void setHovered(bool hovered);
    void markPorts(PortMark inputs, PortMark outputs);

    [[nodiscard]] const QString &id() const { return m_card.id; }
    [[nodiscard]] const NodeCard &card() const { return m_card; }
    [[nodiscard]] const NodeLayout &layout() const { return m_layout; }
    [[nodiscard]] const trace::NodeView &run() const { return m_run; }
    [[nodiscard]] QRectF sceneBody() const { return m_layout.body.translated(pos()); }
    // In the scene; a port that the node doesn't have is in the middle of its side.
    [[nodiscard]] QPointF outputPosition(const QString &port) const;
    [[nodiscard]] QPointF inputPosition(const QString &port) const;

    [[nodiscard]] int incoming() const; // edges that are drawn
    [[nodiscard]] int outgoing() const;

    void attach(EdgeItem *edge) { m_edges.append(edge); }
    void detach(EdgeItem *edge) { m_edges.removeOne(edge); }

protected:
    QVariant itemChange(GraphicsItemChange change, const QVariant &value) override;

private:
    void layOut();
    void updateEdges();

    const NodeGeometry *m_geometry;
    const NodePainter *m_painter;
    NodeCard m_card;
    NodeLayout m_layout;
    trace::NodeView m_run;
    QVector<EdgeItem *> m_edges; // the scene owns them and detaches them before they go
    NodeMarks m_marks;           // without the selection, which the scene knows
    double m_spinnerAngle = 0;
    double m_paintedScale = 1;
};

} // namespace glasshouse::ui
