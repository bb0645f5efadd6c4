// What a pressed mouse button does on the canvas until it is released: one object per gesture.
#pragma once

#include "ui/graph/graph_controller.h"
#include "ui/graph/graph_scene.h"

#include <QPointer>

class QGraphicsPathItem;
class QScrollBar;

namespace glasshouse::ui {

class GraphView;

class Gesture
{
public:
    virtual ~Gesture() = default;
    virtual void moveTo(QPointF scenePosition, QPoint viewPosition) = 0;
    virtual void finish() = 0; // the button was released
    virtual void cancel() = 0; // Escape: as if nothing had happened
};

class PanGesture final : public Gesture
{
public:
    PanGesture(GraphView *view, QPoint start);
    ~PanGesture() override;
    void moveTo(QPointF scenePosition, QPoint viewPosition) override;
    void finish() override {}
    void cancel() override {}

private:
    GraphView *m_view;
    QPoint m_last;
};

// Moves the selected nodes; the project changes once, at the end.
class MoveGesture final : public Gesture
{
public:
    MoveGesture(GraphScene *scene, GraphController *controller, const QString &grabbed, QPointF start);
    void moveTo(QPointF scenePosition, QPoint viewPosition) override;
    void finish() override;
    void cancel() override;
    [[nodiscard]] bool hasMoved() const { return m_hasMoved; }

private:
    void shift(QPointF delta);

    GraphScene *m_scene;
    GraphController *m_controller;
    QHash<QString, QPointF> m_origins;
    QPointF m_start;
    QPointF m_grabbedOrigin;
    bool m_hasMoved = false;
};

// Draws an edge from a port; marks the ports that fit, and says why another one doesn't.
class WireGesture final : public Gesture
{
public:
    WireGesture(GraphView *view, GraphScene *scene, GraphController *controller, const PortHit &from);
    ~WireGesture() override;
    void moveTo(QPointF scenePosition, QPoint viewPosition) override;
    void finish() override;
    void cancel() override {}

private:
    void markPorts();
    void markTarget(const std::optional<PortHit> &target);
    void drawTo(QPointF end, bool fits);
    void explain(QPoint viewPosition);

    GraphView *m_view;
    GraphScene *m_scene;
    GraphController *m_controller;
    PortHit m_from;
    std::optional<PortHit> m_target;
    std::optional<QString> m_why; // the target doesn't fit
    QPointF m_end;
    bool m_hasMoved = false;
    std::unique_ptr<QGraphicsPathItem> m_wire;
};

} // namespace glasshouse::ui
