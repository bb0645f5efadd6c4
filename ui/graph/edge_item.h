// An edge on the canvas: a curve between two node items, coloured by what travelled along it.
#pragma once

#include "core/model/workflow.h"
#include "ui/common/theme.h"

#include <QFontMetricsF>
#include <QGraphicsItem>
#include <QPainterPath>

namespace glasshouse::ui {

class NodeItem;

// What a run did with an edge.
struct EdgeRun
{
    int deliveries = 0;
    bool isActive = false; // its last message is being worked on

    bool operator==(const EdgeRun &) const = default;
};

class EdgeItem final : public QGraphicsItem
{
public:
    enum { Type = UserType + 2 };

    // The items of both ends outlive the edge (the scene removes edges first).
    EdgeItem(const Theme *theme, const Edge &edge, NodeItem *from, NodeItem *to);
    ~EdgeItem() override;

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

    void setEdge(const Edge &edge);
    void setRun(const EdgeRun &run);
    void setHovered(bool hovered);
    void updatePath();
    void settleLabel(); // where no card hides it, now that all are in place

    [[nodiscard]] const QString &id() const { return m_edge.id; }
    [[nodiscard]] const Edge &edge() const { return m_edge; }
    [[nodiscard]] const EdgeRun &run() const { return m_run; }
    [[nodiscard]] NodeItem *source() const { return m_from; }
    [[nodiscard]] NodeItem *target() const { return m_to; }
    [[nodiscard]] const QPainterPath &path() const { return m_path; }
    [[nodiscard]] const QRectF &labelRect() const { return m_labelRect; } // in the scene; empty without one
    [[nodiscard]] double labelWish() const;                               // how wide it would like to be

private:
    [[nodiscard]] QColor color() const;
    [[nodiscard]] QString labelText() const;
    [[nodiscard]] double labelWidth() const;
    [[nodiscard]] bool isHidden(const QRectF &label) const;
    void placeLabel();
    void paintLabel(QPainter *painter) const;

    const Theme *m_theme;
    Edge m_edge;
    NodeItem *m_from;
    NodeItem *m_to;
    EdgeRun m_run;
    QPainterPath m_path;
    QString m_label;
    QRectF m_labelRect;
    QRectF m_bounds;
    bool m_isHovered = false;
};

} // namespace glasshouse::ui
