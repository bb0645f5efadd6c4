// The workflow canvas as one widget: view, toolbar, minimap, find bar and the actions that belong to them.
#pragma once

#include "core/trace/run_phase.h"

#include <QWidget>

class QAction;
class QLabel;

namespace glasshouse::ui {

class ActionRegistry;
class CanvasOverlay;
class FindBar;
class GraphController;
class GraphScene;
class GraphView;
class ProjectDocument;
class Theme;

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
    [[nodiscard]] const QVector<QAction *> &graphActions() const { return m_actions; }

    [[nodiscard]] QStringList selectedNodes() const;
    [[nodiscard]] QString selectedEdge() const;
    void revealNode(const QString &node); // selects it and scrolls there

public Q_SLOTS:
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

private:
    void createToolBar();
    void createActions(ActionRegistry *registry);
    void connectParts();
    void refresh();
    void activate(const QString &node);
    void reportSelection();

    Theme *m_theme;
    ProjectDocument *m_document;
    GraphController *m_controller;
    GraphScene *m_scene;
    GraphView *m_view;
    CanvasOverlay *m_overlay;
    FindBar *m_findBar;
    QWidget *m_toolBar = nullptr;
    QVector<QAction *> m_actions;
    QStringList m_builtInTools;
};

} // namespace glasshouse::ui
