// Undo, redo, find, zoom and minimap, small enough for the corner of a tab bar.
#pragma once

#include <QWidget>

class QToolButton;
class QUndoStack;

namespace glasshouse::ui {

class GraphActions;
class GraphEditor;
class Theme;

class GraphToolBar : public QWidget
{
    Q_OBJECT

public:
    GraphToolBar(const Theme *theme, GraphEditor *editor, const GraphActions &actions, QUndoStack *stack);

private:
    void addUndo(const Theme *theme, QUndoStack *stack);
    void addZoom(GraphEditor *editor);

    QToolButton *m_zoom;
};

} // namespace glasshouse::ui
