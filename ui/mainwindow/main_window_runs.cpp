#include "ui/mainwindow/main_window.h"

#include "core/approvals/approval.h"
#include "ui/common/action_registry.h"
#include "ui/common/project_document.h"
#include "ui/mainwindow/banner.h"
#include "ui/mainwindow/permission_desk.h"
#include "ui/mainwindow/review_desk.h"
#include "ui/mainwindow/run_starter.h"
#include "ui/mainwindow/run_tracker.h"
#include "ui/mainwindow/sandbox_desk.h"
#include "ui/mainwindow/status_bar.h"
#include "ui/mainwindow/thread_feed.h"
#include "ui/mainwindow/window_layout.h"
#include "ui/mainwindow/workbench.h"
#include "ui/mainwindow/workspace.h"
#include "ui/sandbox/artifact_view.h"
#include "ui/sandbox/glass_dock.h"

#include <QPointer>

#include <algorithm>

namespace glasshouse::ui {

void MainWindow::connectRuns()
{
    Workbench *workbench = m_context.workbench;
    connect(workbench, &Workbench::eventRecorded, m_context.runs, &RunTracker::apply);
    connect(workbench, &Workbench::threadsChanged, this, &MainWindow::reloadThreads);
    connect(workbench, &Workbench::problemReported, this, &MainWindow::notify);
    connect(workbench, &Workbench::connectionsChanged, this, &MainWindow::refreshStatusBar);
    connect(workbench, &Workbench::sandboxStatusChanged, m_statusBar, &StatusBar::setSandbox);
    connect(m_context.document, &ProjectDocument::changed, this, &MainWindow::refreshStatusBar);
    connect(m_context.runs, &RunTracker::runsChanged, this,
            &MainWindow::followThread); // a run may bring a thread
    connect(m_review, &ReviewDesk::requested, this, &MainWindow::approvalRequested);
    connect(m_review, &ReviewDesk::pendingChanged, this, [this](int count) {
        m_statusBar->setPendingApprovals(count);
        refreshRunActions();
    });
    connect(m_permissions, &PermissionDesk::pendingChanged, m_statusBar, &StatusBar::setPendingPermissions);
    connect(m_permissions, &PermissionDesk::noticeRaised, this, &MainWindow::notify);
    connect(m_statusBar, &StatusBar::permissionsActivated, m_permissions, &PermissionDesk::open);
    connect(m_statusBar, &StatusBar::approvalsActivated, m_review, [this] { m_review->open(); });
    connect(m_statusBar, &StatusBar::sandboxActivated, this, [this] { showPage(Page::Sandbox); });
    connect(m_statusBar, &StatusBar::connectionActivated,
            m_context.actions->action(QStringLiteral("help.connections")), &QAction::trigger);
    m_statusBar->setSandbox(workbench->sandboxStatus());
    m_statusBar->setPendingApprovals(m_review->pendingCount());
}

void MainWindow::ensureGlass()
{
    if (m_glass)
        return;
    m_glass = new GlassDock(m_context.theme, this);
    m_layout->setGlass(m_glass);
    m_glass->setStatus(m_context.workbench->sandboxStatus());
    connect(m_context.workbench, &Workbench::sandboxStatusChanged, m_glass, &GlassDock::setStatus);
    m_sandbox->serve(m_glass);
    connect(m_glass, &GlassDock::snapshotsRequested,
            m_context.actions->action(QStringLiteral("sandbox.snapshots")), &QAction::trigger);
    connect(m_glass, &GlassDock::resetRequested, m_context.actions->action(QStringLiteral("sandbox.reset")),
            &QAction::trigger);
    connect(m_glass, &GlassDock::artifactActivated, this, &MainWindow::showArtifact);
    connect(m_glass, &GlassDock::saveArtifactRequested, this,
            [this](const Artifact &artifact) { ArtifactView::saveAs(this, artifact); });
    connect(m_glass, &GlassDock::saveAllRequested, this,
            [this](const QVector<Artifact> &artifacts) { ArtifactView::saveAll(this, artifacts); });
    connect(m_glassFeed, &ThreadFeed::loaded, m_glass, [this](const QVector<trace::Event> &events) {
        m_glass->setEvents(events);
        m_context.runs->load(events, m_glassFeed->thread());
    });
    connect(m_glassFeed, &ThreadFeed::arrived, m_glass, &GlassDock::applyEvent);
}

// Glass and the status bar show what the page in front is about.
void MainWindow::followThread()
{
    const bool isOpen = m_context.document->isOpen();
    m_glassFeed->show(isOpen && hasGlass(m_page) ? workspace(m_page).thread() : m_glassFeed->thread());
    const auto shown = std::find_if(m_threads.begin(), m_threads.end(), [this](const Thread &thread) {
        return thread.id == m_glassFeed->thread();
    });
    m_sandbox->setThread(shown == m_threads.end() ? Thread{} : *shown);
    refreshStatusBar();
    refreshRunActions();
}

void MainWindow::startWorkflowRun(const QString &workflow, const QString &input)
{
    m_layout->banner()->hide();
    const Result<QString> run = startWorkflow(m_context, m_threads, workflow, input);
    if (!run)
        notify(run.error().message);
}

// The run of the page in front, else the newest one that goes on.
void MainWindow::stopRun()
{
    const TrackedRun *run = m_context.runs->lastOfThread(workspace(m_page).thread());
    if (!run || !run->isLive())
        run = m_context.runs->lastLive();
    if (run)
        m_context.workbench->stopRun(run->run);
}

// Opens by itself only for what the person is looking at; the rest waits in the status bar.
void MainWindow::approvalRequested(const ApprovalRequest &request)
{
    saveProjectState(); // it waits, even if this program does not come to a proper end
    const TrackedRun *run = m_context.runs->run(request.run);
    const QString thread = workspace(m_page).thread();
    if (isVisible() && (request.thread == thread || (run && run->thread == thread)))
        m_review->open(request.id);
}

void MainWindow::showArtifact(const Artifact &artifact)
{
    auto *view = new ArtifactView(m_context.theme, this);
    view->setAttribute(Qt::WA_DeleteOnClose);
    if (m_glass) {
        view->setArtifacts(m_glass->artifacts());
        view->setVersions([glass = QPointer(m_glass)](const QString &name) {
            return glass ? glass->versionsOf(name) : QVector<ArtifactVersion>();
        });
    }
    view->showArtifact(artifact);
    view->show();
}

void MainWindow::refreshStatusBar()
{
    const ModelRef model = m_context.document->project().defaultModel;
    QString title = model.connection;
    for (const Connection &connection : m_context.workbench->connections()) {
        if (connection.name == model.connection && !connection.title.isEmpty())
            title = connection.title;
    }
    m_statusBar->setConnection(m_context.document->isOpen() ? title : QString(), model.connection == u"demo");
    const TrackedRun *run = m_context.runs->lastOfThread(workspace(m_page).thread());
    m_statusBar->setTokens(run ? run->view.inputTokens : 0, run ? run->view.outputTokens : 0);
}

void MainWindow::notify(const QString &sentence)
{
    m_layout->banner()->showSentence(sentence);
}

} // namespace glasshouse::ui
