#include "ui/graph/graph_tool_bar.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/graph/graph_actions.h"
#include "ui/graph/graph_editor.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QUndoStack>

namespace glasshouse::ui {

GraphToolBar::GraphToolBar(const Theme *theme, GraphEditor *editor, const GraphActions &actions,
                           QUndoStack *stack)
    : QWidget(editor), m_zoom(new QToolButton(this))
{
    setObjectName(QStringLiteral("graphToolBar"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Small, 2, metric::Small, 2);
    row->setSpacing(2);
    addUndo(theme, stack);
    row->addWidget(new IconButton(theme, actions.action(QStringLiteral("graph.find")), this));
    addZoom(editor);
    auto *map = new IconButton(theme, QStringLiteral("map"), tr("Minimap"), this);
    map->setObjectName(QStringLiteral("minimapButton"));
    map->setCheckable(true);
    map->setChecked(true);
    connect(map, &QToolButton::toggled, editor, &GraphEditor::setMinimapVisible);
    row->addWidget(map);
}

// The shortcuts of undo and redo belong to the window, because the inspector edits the same project.
void GraphToolBar::addUndo(const Theme *theme, QUndoStack *stack)
{
    auto *undo = new IconButton(theme, QStringLiteral("undo-2"), tr("Undo"), this);
    auto *redo = new IconButton(theme, QStringLiteral("redo-2"), tr("Redo"), this);
    undo->setObjectName(QStringLiteral("undoButton"));
    redo->setObjectName(QStringLiteral("redoButton"));
    connect(undo, &QToolButton::clicked, stack, &QUndoStack::undo);
    connect(redo, &QToolButton::clicked, stack, &QUndoStack::redo);
    const auto refresh = [=] {
        undo->setEnabled(stack->canUndo());
        redo->setEnabled(stack->canRedo());
        undo->setToolTip(stack->canUndo() ? plainToolTip(tr("Undo: %1 (Ctrl+Z)").arg(stack->undoText()))
                                          : tr("There is nothing to undo"));
        redo->setToolTip(stack->canRedo() ? plainToolTip(tr("Redo: %1 (Ctrl+Shift+Z)").arg(stack->redoText()))
                                          : tr("There is nothing to redo"));
    };
    connect(stack, &QUndoStack::indexChanged, this, refresh);
    connect(stack, &QUndoStack::undoTextChanged, this, refresh);
    refresh();
    layout()->addWidget(undo);
    layout()->addWidget(redo);
}

void GraphToolBar::addZoom(GraphEditor *editor)
{
    m_zoom->setObjectName(QStringLiteral("zoomButton"));
    m_zoom->setAutoRaise(true);
    m_zoom->setPopupMode(QToolButton::InstantPopup);
    m_zoom->setToolTip(tr("Zoom: Ctrl+wheel; 0 shows everything, 1 is 100 %"));
    m_zoom->setText(QStringLiteral("100 %"));
    m_zoom->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("400 %")) + 12);
    auto *menu = new QMenu(m_zoom);
    connect(menu->addAction(tr("Show everything")), &QAction::triggered, editor, &GraphEditor::zoomToFit);
    for (const int percent : {50, 75, 100, 150, 200}) {
        connect(menu->addAction(tr("%1 %").arg(percent)), &QAction::triggered, editor,
                [editor, percent] { editor->setZoom(percent / 100.0); });
    }
    m_zoom->setMenu(menu);
    connect(editor, &GraphEditor::zoomChanged, this, [this](double factor) {
        m_zoom->setText(tr("%1 %").arg(qRound(factor * 100)));
        m_zoom->setAccessibleName(tr("Zoom: %1 %").arg(qRound(factor * 100)));
    });
    layout()->addWidget(m_zoom);
}

} // namespace glasshouse::ui
