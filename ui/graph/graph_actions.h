// The actions of the canvas: registered once, with shortcuts that work while the canvas has the focus.
#pragma once

#include <QHash>
#include <QObject>
#include <QPointF>

#include <functional>

class QAction;

namespace glasshouse::ui {

class ActionRegistry;
class GraphEditor;
class Theme;
struct ActionSpec;

class GraphActions : public QObject
{
    Q_OBJECT

public:
    GraphActions(const Theme *theme, GraphEditor *editor, ActionRegistry *registry);

    [[nodiscard]] QAction *action(const QString &id) const { return m_byId.value(id); }
    void refresh(); // enabled or not, after the selection or the workflow has changed
    void showMenu(QPointF globalPosition, QPointF scenePosition);

private:
    void create();
    void add(const ActionSpec &spec, const std::function<void()> &run);
    void copy();
    void cut();
    void paste(bool keepInputs);
    void duplicate();

    const Theme *m_theme;
    GraphEditor *m_editor;
    ActionRegistry *m_registry; // may be null
    QHash<QString, QAction *> m_byId;
    QPointF m_menuPosition; // in the scene: where the menu was opened
    int m_pastes = 0;       // since the last copy: each is put a little further on
};

} // namespace glasshouse::ui
