#include "ui/mainwindow/main_window.h"

#include "ui/common/action_registry.h"
#include "ui/common/project_document.h"
#include "ui/mainwindow/banner.h"
#include "ui/mainwindow/chat_workspace.h"
#include "ui/mainwindow/design_workspace.h"
#include "ui/mainwindow/main_actions.h"
#include "ui/mainwindow/permission_desk.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/rail.h"
#include "ui/mainwindow/review_desk.h"
#include "ui/mainwindow/run_tracker.h"
#include "ui/mainwindow/sandbox_desk.h"
#include "ui/mainwindow/status_bar.h"
#include "ui/mainwindow/thread_feed.h"
#include "ui/mainwindow/top_bar.h"
#include "ui/mainwindow/window_layout.h"
#include "ui/mainwindow/workbench.h"
#include "ui/project/open_failed_page.h"
#include "ui/project/recent_projects.h"

#include <QApplication>
#include <QCloseEvent>
#include <QCryptographicHash>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QScreen>
#include <QSettings>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr QSize firstSize(1440, 900);
constexpr QSize smallestSize(960, 600);
constexpr QSize windowFrame(16, 64); // about what window managers and their panels add

QSize firstSizeOn(const QScreen &screen)
{
    return firstSize.boundedTo(screen.availableSize() - windowFrame).expandedTo(smallestSize);
}

QString geometryKey()
{
    return QStringLiteral("window/geometry");
}

QString pageKey()
{
    return QStringLiteral("page");
}

} // namespace

MainWindow::MainWindow(Workbench *workbench, Theme *theme, const WindowOptions &options, QWidget *parent)
    : QMainWindow(parent),
      m_options(options), m_context{theme, workbench, new ProjectDocument(this),
                                    new ActionRegistry(theme, this), new RunTracker(this)},
      m_recent(new RecentProjects(options.settings, this)),
      m_projects(new ProjectController(m_context.document, m_recent, options.documents, this)),
      m_review(new ReviewDesk(m_context, this)), m_permissions(new PermissionDesk(m_context, this)),
      m_sandbox(new SandboxDesk(m_context, options.settings, this)),
      m_glassFeed(new ThreadFeed(workbench, this)), m_recentMenu(new QMenu(tr("Open recent"), this))
{
    theme->applyTo(*qApp);
    connect(theme, &Theme::changed, this, [theme] { theme->applyTo(*qApp); });
    registerMainActions(*m_context.actions);
    build();
    connectActions();
    connectRuns();
    connect(m_context.document, &ProjectDocument::changed, this, [this] {
        m_context.workbench->setProject(m_context.document->project());
        refreshTitle();
        refreshActions();
    });
    connect(&m_context.document->undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::refreshTitle);
    connect(m_projects, &ProjectController::leaving, this, &MainWindow::saveProjectState);
    connect(m_projects, &ProjectController::opened, this, &MainWindow::projectOpened);
    connect(m_projects, &ProjectController::closed, this, &MainWindow::projectClosed);
    connect(m_projects, &ProjectController::openFailed, this, &MainWindow::openingFailed);
    connect(m_projects, &ProjectController::noticeRaised, this, &MainWindow::notify);
    connect(m_sandbox, &SandboxDesk::noticeRaised, this, &MainWindow::notify);
    connect(m_recent, &RecentProjects::changed, this, &MainWindow::refreshRecentMenu);
    refreshRecentMenu();
    refreshTitle();
    showPage(Page::Start);
    resize(firstSizeOn(*screen()));
    restoreGeometry(options.settings->value(geometryKey()).toByteArray());
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    setMinimumSize(smallestSize);
    const ActionRegistry &actions = *m_context.actions;
    m_topBar = new TopBar(m_context.theme, actions.action(QStringLiteral("run.start")),
                          actions.action(QStringLiteral("run.stop")), this);
    fillMenuBar(m_topBar->menuBar(), actions, m_recentMenu);
    m_layout = new WindowLayout(m_context.theme, this);
    for (const char *id : {"view.design", "view.chat", "view.runs", "view.sandbox", "view.settings"}) {
        QAction *action = actions.action(QString::fromLatin1(id));
        m_layout->rail()->addPage(action, action->property("lucideName").toString());
    }
    m_statusBar = new StatusBar(m_context.theme, actions.action(QStringLiteral("view.glass")), this);
    auto *central = new QWidget(this);
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_topBar);
    column->addWidget(m_layout, 1);
    column->addWidget(m_permissions->bar());
    column->addWidget(m_statusBar);
    setCentralWidget(central);
    for (QAction *action : actions.actions())
        addAction(action);
}

void MainWindow::openProject(const QString &folder)
{
    m_projects->open(folder);
}

// What is kept per project: pages, tabs, sizes, the thread.
QString MainWindow::projectGroup() const
{
    const QByteArray folder = m_context.document->project().folder.toUtf8();
    const QByteArray hash = QCryptographicHash::hash(folder, QCryptographicHash::Sha1).toHex().left(16);
    return QStringLiteral("projects/") + QString::fromLatin1(hash);
}

void MainWindow::projectOpened()
{
    m_layout->banner()->hide();
    m_context.runs->clear();
    m_threads.clear();
    m_context.workbench->setProject(m_context.document->project());
    ensureGlass();
    refreshTitle();
    refreshActions();
    restoreProjectState();
    reloadThreads();
    m_sandbox->askForFolders();
}

void MainWindow::projectClosed()
{
    m_context.runs->clear();
    m_threads.clear();
    m_glassFeed->show({});
    showPage(Page::Start);
    refreshTitle();
    refreshActions();
}

void MainWindow::openingFailed(const QString &folder, const QString &sentence)
{
    Workspace &failed = workspace(Page::OpenFailed);
    static_cast<OpenFailedPage *>(failed.centre())->setFailure(folder, sentence);
    showPage(Page::OpenFailed);
}

void MainWindow::saveProjectState()
{
    if (!m_context.document->isOpen())
        return;
    QSettings &settings = *m_options.settings;
    settings.beginGroup(projectGroup());
    settings.setValue(pageKey(), int(m_page));
    for (const auto &[page, wanted] : m_glassWanted)
        settings.setValue(QStringLiteral("glass/%1").arg(int(page)), wanted);
    m_layout->saveState(settings);
    for (const auto &[page, shown] : m_workspaces)
        shown->saveState(settings);
    settings.endGroup();
}

void MainWindow::restoreProjectState()
{
    QSettings &settings = *m_options.settings;
    settings.beginGroup(projectGroup());
    m_layout->restoreState(settings);
    for (auto &[page, wanted] : m_glassWanted)
        wanted = settings.value(QStringLiteral("glass/%1").arg(int(page)), wanted).toBool();
    // A project of agents only is for chatting, one with a workflow for looking at it.
    const Page first = m_context.document->project().workflows.isEmpty() ? Page::Chat : Page::Design;
    const int page = settings.value(pageKey(), int(first)).toInt();
    for (const Page each : {Page::Design, Page::Chat}) // have a state of their own
        workspace(each).restoreState(settings);
    settings.endGroup();
    showPage(page >= int(Page::Design) && page <= int(Page::Runs) ? Page(page) : first);
}

void MainWindow::reloadThreads()
{
    if (!m_context.document->isOpen())
        return;
    m_context.workbench->listThreads([self = QPointer(this)](const QVector<Thread> &threads) {
        if (!self)
            return;
        self->m_threads = threads;
        self->m_permissions->setThreads(threads);
        self->design().setThreads(threads);
        self->chat().setThreads(threads);
        self->followThread();
    });
}

void MainWindow::refreshTitle()
{
    const Project &project = m_context.document->project();
    const QString title = project.title.isEmpty() ? project.name : project.title;
    m_topBar->setProject(title, project.name);
    m_topBar->setModified(m_context.document->isModified());
    setWindowTitle(title.isEmpty() ? tr("Glasshouse") : tr("%1[*] - Glasshouse").arg(title));
    setWindowModified(m_context.document->isModified());
}

void MainWindow::refreshRecentMenu()
{
    m_recentMenu->clear();
    for (const RecentProject &project : m_recent->list())
        m_recentMenu->addAction(m_context.theme->icon(u"folder"), project.title, this,
                                [this, folder = project.folder] { openProject(folder); });
    m_recentMenu->setEnabled(!m_recent->list().isEmpty());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_mayClose && m_context.document->isModified()) {
        event->ignore();
        m_projects->leaveProject([this] {
            m_mayClose = true;
            close();
        });
        return;
    }
    saveProjectState();
    m_options.settings->setValue(geometryKey(), saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace glasshouse::ui
