#include "ui/mainwindow/main_window.h"

#include "ui/common/action_registry.h"
#include "ui/common/project_document.h"
#include "ui/mainwindow/chat_workspace.h"
#include "ui/mainwindow/design_workspace.h"
#include "ui/mainwindow/page_workspace.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/review_desk.h"
#include "ui/mainwindow/runs_workspace.h"
#include "ui/mainwindow/sandbox_desk.h"
#include "ui/mainwindow/settings_workspace.h"
#include "ui/mainwindow/top_bar.h"
#include "ui/mainwindow/welcome_workspace.h"
#include "ui/mainwindow/window_layout.h"
#include "ui/mainwindow/workbench.h"
#include "ui/project/gallery_page.h"
#include "ui/project/open_failed_page.h"
#include "ui/project/recent_projects.h"
#include "ui/review/code_dialog.h"
#include "ui/sandbox/artifact_view.h"
#include "ui/sandbox/sandbox_page.h"
#include "ui/settings/connections_section.h"
#include "ui/settings/settings_page.h"

namespace glasshouse::ui {

void MainWindow::showPage(Page page)
{
    const bool needsProject = page == Page::Design || page == Page::Chat || page == Page::Runs;
    m_page = needsProject && !m_context.document->isOpen() ? Page::Start : page;
    Workspace &shown = workspace(m_page);
    m_layout->show(shown);
    m_topBar->setRunVisible(m_page == Page::Design || m_page == Page::Runs);
    refreshActions();
    shown.shown();
    followThread();
}

Workspace &MainWindow::workspace(Page page)
{
    Workspace *&slot = m_workspaces[page];
    if (!slot) {
        slot = makeWorkspace(page);
        connectWorkspace(slot);
    }
    return *slot;
}

Workspace *MainWindow::makeWorkspace(Page page)
{
    switch (page) {
    case Page::OpenFailed:
        return makeOpenFailed();
    case Page::Design:
        return makeDesign();
    case Page::Chat:
        return makeChat();
    case Page::Runs:
        return makeRuns();
    case Page::Sandbox:
        return makeSandbox();
    case Page::Settings:
        return makeSettings();
    case Page::Welcome:
        return makeWelcome();
    case Page::Start:
        break;
    }
    return makeStart();
}

void MainWindow::connectWorkspace(Workspace *shown)
{
    connect(shown, &Workspace::threadShown, this, &MainWindow::followThread);
    connect(shown, &Workspace::noticeRaised, this, &MainWindow::notify);
    connect(shown, &Workspace::reviewRequested, m_review, &ReviewDesk::open);
    connect(shown, &Workspace::rejectRequested, m_review, &ReviewDesk::openToReject);
    connect(shown, &Workspace::artifactActivated, this, &MainWindow::showArtifact);
    connect(shown, &Workspace::saveArtifactRequested, this,
            [this](const Artifact &artifact) { ArtifactView::saveAs(this, artifact); });
}

Workspace *MainWindow::makeStart()
{
    const ActionRegistry &actions = *m_context.actions;
    auto *gallery = new GalleryPage(
        m_context.theme, listSamples(m_options.samples),
        {actions.action(QStringLiteral("file.open")), actions.action(QStringLiteral("file.new"))});
    gallery->setRecentProjects(m_recent->list());
    connect(m_recent, &RecentProjects::changed, gallery,
            [this, gallery] { gallery->setRecentProjects(m_recent->list()); });
    connect(gallery, &GalleryPage::sampleActivated, m_projects, &ProjectController::openSample);
    connect(gallery, &GalleryPage::projectActivated, this, &MainWindow::openProject);
    return new PageWorkspace(gallery, nullptr, this);
}

Workspace *MainWindow::makeOpenFailed()
{
    auto *page = new OpenFailedPage(m_context.theme);
    connect(page, &OpenFailedPage::retryRequested, this, &MainWindow::openProject);
    connect(page, &OpenFailedPage::otherFolderRequested, m_projects, &ProjectController::askForFolder);
    connect(page, &OpenFailedPage::galleryRequested, this, [this] { showPage(Page::Start); });
    return new PageWorkspace(page, nullptr, this);
}

Workspace *MainWindow::makeWelcome()
{
    auto *welcome = new WelcomeWorkspace(m_context, m_options, this);
    connect(welcome, &WelcomeWorkspace::samplesRequested, this, [this] { showPage(Page::Start); });
    connect(welcome, &WelcomeWorkspace::connectionOffered, this, [this](const Connection &connection) {
        settings().connections()->offer(connection, this);
    });
    return welcome;
}

Workspace *MainWindow::makeDesign()
{
    auto *design = new DesignWorkspace(m_context, this);
    design->setThreads(m_threads);
    connect(design, &DesignWorkspace::currentChanged, this, &MainWindow::refreshActions);
    connect(design, &DesignWorkspace::runRequested, this, &MainWindow::startWorkflowRun);
    connect(design, &DesignWorkspace::chatRequested, this, [this](const QString &agent) {
        chat().newThread(agent);
        showPage(Page::Chat);
    });
    return design;
}

Workspace *MainWindow::makeChat()
{
    auto *chatPage = new ChatWorkspace(m_context, this);
    chatPage->setThreads(m_threads);
    connect(chatPage, &ChatWorkspace::codeOpened, this, [this](const QString &code, const QString &language) {
        (new CodeDialog(m_context.theme, code, language, this))->open(); // deletes itself when it is closed
    });
    return chatPage;
}

Workspace *MainWindow::makeRuns()
{
    auto *runs = new RunsWorkspace(m_context, this);
    connect(runs, &RunsWorkspace::designRequested, this, [this] { showPage(Page::Design); });
    return runs;
}

Workspace *MainWindow::makeSandbox()
{
    auto *page = new SandboxPage(m_context.theme);
    m_sandbox->serve(page);
    page->setStatus(m_context.workbench->sandboxStatus());
    connect(m_context.workbench, &Workbench::sandboxStatusChanged, page, &SandboxPage::setStatus);
    connect(page, &SandboxPage::preparationRequested, m_context.workbench, &Workbench::prepareSandbox);
    connect(page, &SandboxPage::snapshotsRequested, m_context.actions->action(QStringLiteral("sandbox.snapshots")),
            &QAction::trigger);
    connect(page, &SandboxPage::resetRequested, m_context.actions->action(QStringLiteral("sandbox.reset")),
            &QAction::trigger);
    return new PageWorkspace(page, nullptr, this);
}

Workspace *MainWindow::makeSettings()
{
    return new SettingsWorkspace(m_context, m_options, [this] { return m_threads; }, this);
}

SettingsPage &MainWindow::settings()
{
    return static_cast<SettingsWorkspace &>(workspace(Page::Settings)).page();
}

DesignWorkspace &MainWindow::design()
{
    return static_cast<DesignWorkspace &>(workspace(Page::Design));
}

ChatWorkspace &MainWindow::chat()
{
    return static_cast<ChatWorkspace &>(workspace(Page::Chat));
}

} // namespace glasshouse::ui
