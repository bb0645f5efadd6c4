#include "ui/mainwindow/project_controller.h"

#include "core/model/project_files.h"
#include "ui/common/project_document.h"
#include "ui/project/project_edits.h"
#include "ui/project/project_opening.h"
#include "ui/project/recent_projects.h"
#include "ui/project/sample_list.h"

#include <QDir>
#include <QFileDialog>
#include <QMessageBox>

namespace glasshouse::ui {

ProjectController::ProjectController(ProjectDocument *document, RecentProjects *recent,
                                     const QString &documents, QWidget *window)
    : QObject(window), m_document(document), m_recent(recent), m_documents(documents), m_window(window)
{
}

ProjectController::~ProjectController() = default;

void ProjectController::open(const QString &folder)
{
    leaveProject([this, folder] { load(QDir(folder).absolutePath(), {}); });
}

void ProjectController::openSample(const Sample &sample)
{
    leaveProject([this, sample] { load(QDir(m_documents).filePath(sample.name), sample.folder); });
}

void ProjectController::load(const QString &folder, const QString &sample)
{
    m_opening = std::make_unique<ProjectOpening>(folder, sample);
    connect(m_opening.get(), &ProjectOpening::finished, this,
            [this, folder](const Result<Project> &project) { finishLoading(folder, project); });
    Q_EMIT openingStarted(folder);
}

void ProjectController::finishLoading(const QString &folder, const Result<Project> &project)
{
    if (!project) {
        Q_EMIT openFailed(folder, project.error().message);
        return;
    }
    Q_EMIT leaving();
    m_document->setProject(*project);
    m_recent->add(folder, project->title.isEmpty() ? project->name : project->title);
    Q_EMIT opened();
}

void ProjectController::askForFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(m_window, tr("Open a project folder"), m_documents);
    if (!folder.isEmpty())
        open(folder);
}

void ProjectController::askForNewProject()
{
    QDir().mkpath(m_documents);
    const QString folder = QFileDialog::getSaveFileName(
        m_window, tr("Folder of the new project"), QDir(m_documents).filePath(tr("my-project")), {}, nullptr,
        QFileDialog::ShowDirsOnly | QFileDialog::DontConfirmOverwrite);
    if (!folder.isEmpty())
        leaveProject([this, folder] { create(folder); });
}

void ProjectController::create(const QString &folder)
{
    if (QFileInfo::exists(folder) && !QDir(folder).isEmpty()) {
        Q_EMIT noticeRaised(
            tr("%1 is not empty. Choose a new or an empty folder for the project.").arg(folder));
        return;
    }
    Project project;
    project.folder = QDir(folder).absolutePath();
    project.name = QDir(folder).dirName();
    project.title = project.name;
    project.agents.append(newAgent(project));
    if (const Result<void> saved = saveProject(project); !saved)
        Q_EMIT noticeRaised(saved.error().message);
    else
        load(project.folder, {});
}

void ProjectController::save()
{
    if (const Result<void> saved = m_document->save(); !saved)
        Q_EMIT noticeRaised(saved.error().message);
}

void ProjectController::close()
{
    leaveProject([this] {
        m_opening.reset();
        Q_EMIT leaving();
        m_document->setProject({});
        Q_EMIT closed();
    });
}

void ProjectController::leaveProject(const std::function<void()> &proceed)
{
    if (!m_document->isOpen() || !m_document->isModified()) {
        proceed();
        return;
    }
    auto *question =
        new QMessageBox(QMessageBox::Question, tr("Unsaved changes"),
                        tr("Save the changes to %1?").arg(m_document->project().title),
                        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_window);
    question->setTextFormat(Qt::PlainText);
    question->setInformativeText(tr("What is not saved is lost."));
    question->setDefaultButton(QMessageBox::Save);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::finished, this, [this, proceed](int answer) {
        if (answer == QMessageBox::Save)
            save();
        const bool isSafe = answer == QMessageBox::Discard || !m_document->isModified();
        if (answer != QMessageBox::Cancel && isSafe)
            proceed();
    });
    question->open();
}

} // namespace glasshouse::ui
