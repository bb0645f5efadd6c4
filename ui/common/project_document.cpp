#include "ui/common/project_document.h"

#include "core/model/project_files.h"
#include "ui/common/edit_command.h"

namespace glasshouse::ui {

ProjectDocument::ProjectDocument(QObject *parent) : QObject(parent) {}

// A stack that is destroyed reports its last change to a window that is half gone.
ProjectDocument::~ProjectDocument()
{
    m_undoStack.blockSignals(true);
}

void ProjectDocument::setProject(const Project &project)
{
    m_undoStack.clear();
    m_project = project;
    m_saved = project;
    Q_EMIT reset();
}

Result<void> ProjectDocument::perform(const Edit &edit)
{
    const Result<Edit> inverse = apply(m_project, edit);
    if (!inverse)
        return fail(inverse.error());
    m_undoStack.push(new EditCommand(this, edit, *inverse)); // the stack owns its commands
    applied(edit);
    return {};
}

Result<void> ProjectDocument::save()
{
    if (Result<void> written = saveProject(m_project, m_saved); !written)
        return written;
    m_saved = m_project;
    m_undoStack.setClean();
    Q_EMIT saved();
    return {};
}

void ProjectDocument::applied(const Edit &edit)
{
    Q_EMIT changed(edit);
}

} // namespace glasshouse::ui
