// Opens, makes, saves and closes projects, and asks about unsaved changes before one goes away.
#pragma once

#include "core/model/project.h"

#include <QObject>

#include <functional>
#include <memory>

class QWidget;

namespace glasshouse::ui {

class ProjectDocument;
class ProjectOpening;
class RecentProjects;
struct Sample;

class ProjectController : public QObject
{
    Q_OBJECT

public:
    // Copies of samples go below `documents`. The document and the window outlive the controller.
    ProjectController(ProjectDocument *document, RecentProjects *recent, const QString &documents,
                      QWidget *window);
    ~ProjectController() override;

    void open(const QString &folder);
    void openSample(const Sample &sample); // its copy, which is made the first time
    void askForFolder();
    void askForNewProject();
    void save();
    void close();
    // Calls `proceed` at once if nothing would be lost, else after the person has saved or discarded.
    void leaveProject(const std::function<void()> &proceed);

Q_SIGNALS:
    void openingStarted(const QString &folder);
    void leaving(); // the open project, if any, is about to go
    void opened();
    void openFailed(const QString &folder, const QString &sentence);
    void closed();
    void noticeRaised(const QString &sentence);

private:
    void load(const QString &folder, const QString &sample);
    void finishLoading(const QString &folder, const Result<Project> &project);
    void create(const QString &folder);

    ProjectDocument *m_document;
    RecentProjects *m_recent;
    QString m_documents;
    QWidget *m_window;
    std::unique_ptr<ProjectOpening> m_opening;
};

} // namespace glasshouse::ui
