// The window: joins the pages of the rail, the Glass dock, the review and the status bar, and routes what
// they ask.
#pragma once

#include "core/model/thread.h"
#include "core/trace/event.h"
#include "sandbox/host/sandbox_status.h"
#include "ui/mainwindow/window_context.h"
#include "ui/mainwindow/window_options.h"

#include <QMainWindow>

#include <functional>
#include <map>

class QMenu;

namespace glasshouse {
struct Artifact;
struct ApprovalRequest;
}

namespace glasshouse::ui {

class ActionRegistry;
class ChatWorkspace;
class DesignWorkspace;
class GlassDock;
class PermissionDesk;
class ProjectController;
class RecentProjects;
class ReviewDesk;
class SandboxDesk;
class SettingsPage;
class StatusBar;
class ThreadFeed;
class TopBar;
class WindowLayout;
class Workspace;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    enum class Page { Start, OpenFailed, Design, Chat, Runs, Sandbox, Settings, Welcome };

    // Workbench and theme outlive the window.
    MainWindow(Workbench *workbench, Theme *theme, const WindowOptions &options, QWidget *parent = nullptr);
    ~MainWindow() override;

    void openProject(const QString &folder);
    void showPage(Page page);
    [[nodiscard]] Page page() const { return m_page; }
    [[nodiscard]] const ActionRegistry &actionRegistry() const { return *m_context.actions; }
    [[nodiscard]] const ProjectDocument &document() const { return *m_context.document; }

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    // main_window.cpp
    void build();
    void projectOpened();
    void projectClosed();
    void openingFailed(const QString &folder, const QString &sentence);
    void saveProjectState();
    void restoreProjectState();
    void reloadThreads();
    void refreshTitle();
    void refreshRecentMenu();

    // main_window_pages.cpp: made when they are first shown
    [[nodiscard]] Workspace &workspace(Page page);
    [[nodiscard]] Workspace *makeWorkspace(Page page);
    [[nodiscard]] Workspace *makeStart();
    [[nodiscard]] Workspace *makeOpenFailed();
    [[nodiscard]] Workspace *makeWelcome();
    [[nodiscard]] Workspace *makeDesign();
    [[nodiscard]] Workspace *makeChat();
    [[nodiscard]] Workspace *makeRuns();
    [[nodiscard]] Workspace *makeSandbox();
    [[nodiscard]] Workspace *makeSettings();
    [[nodiscard]] DesignWorkspace &design();
    [[nodiscard]] ChatWorkspace &chat();
    [[nodiscard]] SettingsPage &settings();
    void connectWorkspace(Workspace *workspace);

    // main_window_actions.cpp
    void connectActions();
    void connectFileActions();
    void on(const char *action, const std::function<void()> &act);
    void refreshActions();
    void refreshRunActions();
    void setGlassWanted(bool wanted);

    // main_window_runs.cpp
    void connectRuns();
    void ensureGlass();
    void followThread();
    void startWorkflowRun(const QString &workflow, const QString &input);
    void stopRun();
    void approvalRequested(const ApprovalRequest &request);
    void showArtifact(const Artifact &artifact);
    void refreshStatusBar();
    void notify(const QString &sentence);

    [[nodiscard]] QString projectGroup() const;
    [[nodiscard]] bool hasGlass(Page page) const;

    WindowOptions m_options;
    WindowContext m_context;
    std::map<Page, Workspace *> m_workspaces; // children of the window
    Page m_page = Page::Start;
    std::map<Page, bool> m_glassWanted{{Page::Design, true}, {Page::Chat, false}, {Page::Runs, false}};
    RecentProjects *m_recent;
    ProjectController *m_projects;
    ReviewDesk *m_review;
    PermissionDesk *m_permissions;
    SandboxDesk *m_sandbox;
    TopBar *m_topBar;
    WindowLayout *m_layout;
    StatusBar *m_statusBar;
    GlassDock *m_glass = nullptr; // made with the first project
    ThreadFeed *m_glassFeed;
    QMenu *m_recentMenu;
    QVector<Thread> m_threads;
    bool m_mayClose = false;
};

} // namespace glasshouse::ui
