// The workflow canvas as one widget: view, toolbar, minimap, find bar and the actions that belong to them.
#pragma once

#include "core/trace/run_phase.h"

#include <QTimer>
#include <QWidget>

namespace glasshouse::ui {

class ActionRegistry;
class CanvasOverlay;
class GraphActions;
class GraphController;
class GraphScene;
class GraphView;
class ProjectDocument;
class Theme;
struct NodeWish;

class GraphEditor : public QWidget
{
    Q_OBJECT

public:
    // `actions` may be null: the shortcuts then work, but menus and the command palette don't know them.
    GraphEditor(Theme *theme, ProjectDocument *document, ActionRegistry *actions, QWidget *parent = nullptr);
    ~GraphEditor() override;

    void setWorkflow(const QString &name);
    [[nodiscard]] QString workflow() const;
    void setRunView(const trace::RunView &view);
    void setBuiltInTools(const QStringList &names); // known to validation without a file

    // Undo, redo, find, zoom and minimap. Shown above the canvas unless somebody gives it another parent
    // (the corner of a tab bar).
    [[nodiscard]] QWidget *toolBar() const { return m_toolBar; }
    [[nodiscard]] GraphView &view() const { return *m_view; }
    [[nodiscard]] GraphScene &scene() const { return *m_scene; }
    [[nodiscard]] GraphController &controller() const { return *m_controller; }
    [[nodiscard]] CanvasOverlay &overlay() const { return *m_overlay; }

    [[nodiscard]] QStringList selectedNodes() const;
    [[nodiscard]] QString selectedEdge() const;
    void revealNode(const QString &node); // selects it and scrolls there

public Q_SLOTS:
    void addNodeOfKind(const QString &kind); // in the middle of the view
    void tidy();
    void zoomToFit();
    void setZoom(double factor); // 1 is 100 %
    void setMinimapVisible(bool visible);
    void find();

Q_SIGNALS:
    void selectionChanged(const QStringList &nodes, const QString &edge);
    void nodeActivated(const QString &agent); // double-click or Enter on an agent's node
    void inspectorRequested();                // the same on a node of another kind
    void zoomChanged(double factor);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void connectParts();
    void fitOnceLaidOut();
    void refresh();
    void validateWorkflow();
    void addFiles(const QStringList &paths, QPointF position);
    void addNode(const NodeWish &wish, QPointF position);
    void activate(const QString &node);

    ProjectDocument *m_document;
    GraphController *m_controller;
    GraphScene *m_scene;
    GraphView *m_view;
    CanvasOverlay *m_overlay;
    GraphActions *m_actions = nullptr;
    QWidget *m_toolBar = nullptr;
    QStringList m_builtInTools;
    QTimer m_validation;
    bool m_isFresh = true; // not yet fitted into the view
};

} // namespace glasshouse::ui
