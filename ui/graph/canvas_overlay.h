// What floats over the canvas and where: buttons, minimap, find bar, notice, quick-add, rename field, empty
// state.
#pragma once

#include "ui/graph/notice.h"
#include "ui/graph/quick_add.h"

#include <QObject>

class QPushButton;

namespace glasshouse::ui {

class EmptyState;
class FindBar;
class GraphView;
class Minimap;

class CanvasOverlay : public QObject
{
    Q_OBJECT

public:
    CanvasOverlay(Theme *theme, GraphView *view, GraphController *controller);

    [[nodiscard]] Minimap *minimap() const { return m_minimap; }
    [[nodiscard]] CanvasNotice *notice() const { return m_notice; }
    [[nodiscard]] QuickAdd *quickAdd() const { return m_quickAdd; }
    [[nodiscard]] FindBar *findBar() const { return m_findBar; }
    [[nodiscard]] EmptyState *emptyState() const { return m_empty; }

    void openQuickAdd(QPointF scenePosition, const std::optional<PortHit> &wire);
    void rename(const QString &node);
    void refresh(); // the empty state, after the workflow has changed

Q_SIGNALS:
    void nodeAdded(const QString &node);
    void tidyRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void createButtons(Theme *theme);
    void createEmptyState(Theme *theme);
    void arrange();
    void finishRename(bool keep);

    GraphView *m_view;
    GraphController *m_controller;
    Minimap *m_minimap;
    CanvasNotice *m_notice;
    QuickAdd *m_quickAdd;
    FindBar *m_findBar;
    EmptyState *m_empty = nullptr;
    QPushButton *m_tidy = nullptr;
    QPushButton *m_fit = nullptr;
    class QLineEdit *m_rename;
    QString m_renamedNode;
    QPointF m_addPosition;
};

} // namespace glasshouse::ui
