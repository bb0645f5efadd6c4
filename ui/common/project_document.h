// The open project as the window edits it: one Project value, one undo stack, one changed() signal.
#pragma once

#include "core/model/edit.h"

#include <QObject>
#include <QUndoStack>

namespace glasshouse::ui {

class ProjectDocument : public QObject
{
    Q_OBJECT

public:
    explicit ProjectDocument(QObject *parent = nullptr);

    void setProject(const Project &project); // clears the undo stack
    [[nodiscard]] const Project &project() const { return m_project; }
    [[nodiscard]] QUndoStack &undoStack() { return m_undoStack; }

    // Applies at once and can be undone; edits of the same kind and target merge (dragging, typing).
    [[nodiscard]] Result<void> perform(const Edit &edit);
    [[nodiscard]] Result<void> save(); // marks the stack clean

Q_SIGNALS:
    void reset();                                     // another project
    void changed(const glasshouse::Edit &lastEdit);   // after perform, undo or redo
    void saved();

private:
    friend class EditCommand;
    void applied(const Edit &edit);

    Project m_project;
    QUndoStack m_undoStack;
};

} // namespace glasshouse::ui
