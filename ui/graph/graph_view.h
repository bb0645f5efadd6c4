// The view: zoom, pan, mouse gestures, keys and drops; it turns them into calls of the controller.
#pragma once

#include "ui/graph/gestures.h"
#include "ui/graph/graph_navigation.h"

#include <QGraphicsView>

namespace glasshouse::ui {

class GraphView : public QGraphicsView
{
    Q_OBJECT

public:
    static constexpr double LeastZoom = 0.05, GreatestZoom = 4;

    GraphView(Theme *theme, GraphScene *scene, GraphController *controller, QWidget *parent = nullptr);
    ~GraphView() override;

    [[nodiscard]] double zoom() const { return transform().m11(); }
    void setZoom(double factor); // about the middle of the view
    void zoomAt(double factor, QPointF viewPosition);
    void zoomToFit();
    void panBy(QPoint delta);
    void lookAt(QPointF scenePosition); // in the middle of the view
    void reveal(const QString &node);
    void updateCursor();

    [[nodiscard]] QRectF visibleScene() const;
    [[nodiscard]] const Theme *theme() const { return m_theme; }
    [[nodiscard]] GraphScene *graphScene() const { return m_graph; }
    [[nodiscard]] bool isConnecting() const { return m_connectFrom.has_value(); }

    void startConnecting(); // by keyboard, from the selected node
    void walk(Direction direction);
    void deleteSelection();
    [[nodiscard]] QStringList tabOrder() const; // of the nodes

Q_SIGNALS:
    void viewChanged(); // scrolled, zoomed or resized
    void nodeActivated(const QString &node);
    void quickAddRequested(QPointF scenePosition, const std::optional<glasshouse::ui::PortHit> &wire);
    void dropped(const glasshouse::ui::NodeWish &wish, QPointF scenePosition);
    void filesDropped(const QStringList &paths, QPointF scenePosition);
    void renameRequested(const QString &node);
    void menuRequested(QPoint globalPosition, QPointF scenePosition);
    void hintShown(const QString &sentence); // what the keyboard can do now; empty: nothing special

protected:
    void paintEvent(QPaintEvent *event) override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void setUp();
    [[nodiscard]] bool startGesture(QMouseEvent *event);
    void grabNode(NodeItem *node, QMouseEvent *event, QPointF position);
    void hoverAt(QPointF position);
    void showToolTip(class QHelpEvent *event);
    [[nodiscard]] bool pressKey(QKeyEvent *event);
    [[nodiscard]] bool pressNodeKey(QKeyEvent *event);
    void nudge(QPointF delta);
    void selectNextEdge();
    [[nodiscard]] bool cancelCurrent();
    void finishConnecting();
    [[nodiscard]] QString currentNode() const;
    [[nodiscard]] QHash<QString, QPointF> centers() const;

    const Theme *m_theme;
    GraphScene *m_graph;
    GraphController *m_controller;
    std::unique_ptr<Gesture> m_gesture;
    std::optional<QString> m_connectFrom;
    QString m_hovered;
    QString m_hoveredEdge;
    bool m_isSpaceHeld = false;
    bool m_keepsFit = false; // shows everything, and goes on to when it is resized, until somebody moves it
};

} // namespace glasshouse::ui
