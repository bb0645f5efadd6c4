// The open project as the window edits it: one Project value, one undo stack, one changed() signal.
#pragma once

#include "core/model/edit.h"

#include <QObject>
#include <QUndoStack>

#include <chrono>

namespace glasshouse::ui {

class ProjectDocument : public QObject
{
    Q_OBJECT

public:
    explicit ProjectDocument(QObject *parent = nullptr);
    ~ProjectDocument() override;

    void setProject(const Project &project); // clears the undo stack
    [[nodiscard]] const Project &project() const { return m_project; }
    [[nodiscard]] QUndoStack &undoStack() { return m_undoStack; }
    [[nodiscard]] bool isOpen() const { return !m_project.folder.isEmpty(); }
    [[nodiscard]] bool isModified() const { return !m_undoStack.isClean(); }

    // Applies at once and can be undone; edits of the same fields of the same target that follow each other
    // within the merge window (dragging, typing) become one undo step.
    [[nodiscard]] Result<void> perform(const Edit &edit);
    [[nodiscard]] Result<void> save(); // marks the stack clean

    [[nodiscard]] std::chrono::milliseconds mergeWindow() const { return m_mergeWindow; }
    void setMergeWindow(std::chrono::milliseconds window) { m_mergeWindow = window; } // 0: never merge

Q_SIGNALS:
    void reset();                                   // another project
    void changed(const glasshouse::Edit &lastEdit); // after perform, undo or redo
    void saved();

private:
    friend class EditCommand;
    void applied(const Edit &edit);

    Project m_project;
    Project m_saved; // as it is on the disk, as far as this program knows
    QUndoStack m_undoStack;
    std::chrono::milliseconds m_mergeWindow{1500};
};

} // namespace glasshouse::ui
