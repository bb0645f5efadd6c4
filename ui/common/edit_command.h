// An edit and its inverse on the undo stack, and the rule which edits merge into one step.
#pragma once

#include "core/model/edit.h"

#include <QElapsedTimer>
#include <QUndoCommand>

namespace glasshouse::ui {

class ProjectDocument;

// True if both change the same fields of the same target, so that undoing them one by one helps nobody.
// `before` holds the inverses of `first` and `second`: what the fields were.
[[nodiscard]] bool isSameChange(const Edit &first, const Edit &firstInverse, const Edit &second,
                                const Edit &secondInverse);

class EditCommand final : public QUndoCommand
{
public:
    // `edit` has been applied already.
    EditCommand(ProjectDocument *document, const Edit &edit, const Edit &inverse);

    void undo() override;
    void redo() override;
    [[nodiscard]] int id() const override { return 1; }
    bool mergeWith(const QUndoCommand *later) override;

private:
    void applyEdit(const Edit &edit);

    ProjectDocument *m_document;
    Edit m_edit;
    Edit m_inverse;
    QElapsedTimer m_lastChange;
    bool m_isApplied = true; // the stack calls redo() when the command is pushed
};

} // namespace glasshouse::ui
