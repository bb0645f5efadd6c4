// The actions of the canvas: registered once, with shortcuts that work while the canvas has the focus.
#pragma once

#include <QHash>
#include <QObject>
#include <QPointF>

#include <functional>

class QAction;
class QMenu;

namespace glasshouse::ui {

class ActionRegistry;
class GraphEditor;
class Theme;
enum class Arrangement;
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
    void createArrangements();
    void add(const ActionSpec &spec, const std::function<void()> &run);
    void copy();
    void cut();
    void paste(bool keepInputs);
    void duplicate();
    void addArrangements(QMenu *menu);
    void arrange(Arrangement arrangement);
    void setEnabled(const QString &id, bool enabled, const QString &whyNot);

    const Theme *m_theme;
    GraphEditor *m_editor;
    ActionRegistry *m_registry; // may be null
    QHash<QString, QAction *> m_byId;
    QPointF m_menuPosition; // in the scene: where the menu was opened
    int m_pastes = 0;       // since the last copy: each is put a little further on
};

} // namespace glasshouse::ui
