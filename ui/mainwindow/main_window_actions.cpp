#include "ui/mainwindow/main_window.h"

#include "ui/common/action_registry.h"
#include "ui/common/project_document.h"
#include "ui/mainwindow/chat_workspace.h"
#include "ui/mainwindow/command_palette.h"
#include "ui/mainwindow/design_workspace.h"
#include "ui/mainwindow/page_workspace.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/review_desk.h"
#include "ui/mainwindow/run_tracker.h"
#include "ui/mainwindow/sandbox_desk.h"
#include "ui/mainwindow/thread_feed.h"
#include "ui/mainwindow/window_layout.h"
#include "ui/mainwindow/workbench.h"
#include "ui/settings/settings_page.h"

#include <QUndoStack>

namespace glasshouse::ui {

namespace {

struct PageAction
{
    MainWindow::Page page;
    const char *id;
};

constexpr PageAction pageActions[] = {{MainWindow::Page::Design, "view.design"},
                                      {MainWindow::Page::Chat, "view.chat"},
                                      {MainWindow::Page::Runs, "view.runs"},
                                      {MainWindow::Page::Sandbox, "view.sandbox"},
                                      {MainWindow::Page::Settings, "view.settings"}};

void setUsable(ActionRegistry &actions, const char *id, bool usable, const QString &reason)
{
    if (usable)
        actions.enable(QString::fromLatin1(id));
    else
        actions.disable(QString::fromLatin1(id), reason);
}

} // namespace

void MainWindow::on(const char *action, const std::function<void()> &act)
{
    connect(m_context.actions->action(QString::fromLatin1(action)), &QAction::triggered, this, act);
}

void MainWindow::connectActions()
{
    connectFileActions();
    for (const PageAction &each : pageActions)
        on(each.id, [this, page = each.page] { showPage(page); });
    const auto showSettings = [this](SettingsPage::Section section) {
        showPage(Page::Settings);
        settings().showSection(section);
    };
    on("help.welcome", [this] { showPage(Page::Welcome); });
    on("help.connections", [=] { showSettings(SettingsPage::Section::Connections); });
    on("help.about", [=] { showSettings(SettingsPage::Section::About); });
    on("view.left", [this] {
        m_layout->setLeftWanted(m_context.actions->action(QStringLiteral("view.left"))->isChecked());
    });
    on("view.right", [this] {
        m_layout->setRightWanted(m_context.actions->action(QStringLiteral("view.right"))->isChecked());
    });
    on("view.glass",
       [this] { setGlassWanted(m_context.actions->action(QStringLiteral("view.glass"))->isChecked()); });
    on("view.theme", [this] {
        const ThemeMode mode = m_context.theme->isDark() ? ThemeMode::Light : ThemeMode::Dark;
        m_context.theme->setMode(mode);
        saveThemeMode(*m_options.settings, mode);
    });
    on("view.commands", [this] {
        auto *palette = new CommandPalette(m_context.theme, m_context.actions, this);
        palette->setAttribute(Qt::WA_DeleteOnClose);
        palette->open();
    });
    on("run.start", [this] {
        showPage(Page::Design);
        design().askForRun();
    });
    on("run.stop", [this] { stopRun(); });
    on("run.review", [this] { m_review->open(); });
    on("chat.new", [this] {
        showPage(Page::Chat);
        const auto &agents = m_context.document->project().agents;
        chat().newThread(agents.isEmpty() ? QString() : agents.first().name);
    });
    on("sandbox.reset", [this] { m_context.workbench->resetSandbox(m_glassFeed->thread()); });
    on("sandbox.snapshots", [this] { m_sandbox->showSnapshots(m_threads); });
    m_context.actions->action(QStringLiteral("view.left"))->setChecked(true);
    m_context.actions->action(QStringLiteral("view.right"))->setChecked(true);
}

void MainWindow::connectFileActions()
{
    on("file.samples", [this] { showPage(Page::Start); });
    on("file.new", [this] { m_projects->askForNewProject(); });
    on("file.open", [this] { m_projects->askForFolder(); });
    on("file.save", [this] { m_projects->save(); });
    on("file.close", [this] { m_projects->close(); });
    on("file.quit", [this] { close(); });
    on("agent.new", [this] {
        showPage(Page::Design);
        design().newAgent();
    });
    on("workflow.new", [this] {
        showPage(Page::Design);
        design().newWorkflow();
    });
    on("edit.rename", [this] {
        showPage(Page::Design);
        design().renameCurrent();
    });
    QUndoStack *stack = &m_context.document->undoStack();
    on("edit.undo", [stack] { stack->undo(); });
    on("edit.redo", [stack] { stack->redo(); });
    connect(stack, &QUndoStack::indexChanged, this, &MainWindow::refreshActions);
}

void MainWindow::refreshActions()
{
    ActionRegistry &actions = *m_context.actions;
    const bool isOpen = m_context.document->isOpen();
    for (const PageAction &each : pageActions)
        actions.action(QString::fromLatin1(each.id))->setChecked(each.page == m_page);
    for (const char *id : {"view.design", "view.chat", "view.runs", "agent.new", "workflow.new",
                           "edit.rename", "chat.new", "file.close"})
        setUsable(actions, id, isOpen, tr("open a project or a sample first"));

    QUndoStack &stack = m_context.document->undoStack();
    QAction *undo = actions.action(QStringLiteral("edit.undo"));
    QAction *redo = actions.action(QStringLiteral("edit.redo"));
    undo->setText(stack.canUndo() ? tr("Undo %1").arg(stack.undoText()) : tr("Undo"));
    redo->setText(stack.canRedo() ? tr("Redo %1").arg(stack.redoText()) : tr("Redo"));
    setUsable(actions, "edit.undo", stack.canUndo(), tr("nothing has been changed"));
    setUsable(actions, "edit.redo", stack.canRedo(), tr("nothing has been undone"));
    setUsable(actions, "file.save", isOpen && m_context.document->isModified(), tr("everything is saved"));
    setUsable(actions, "view.glass", isOpen && hasGlass(m_page), tr("this page has no Glass"));
    actions.action(QStringLiteral("view.glass"))->setChecked(hasGlass(m_page) && m_glassWanted[m_page]);
    m_layout->setGlassShown(isOpen && hasGlass(m_page) && m_glassWanted[m_page]);
    refreshRunActions();
}

void MainWindow::refreshRunActions()
{
    ActionRegistry &actions = *m_context.actions;
    const bool isOpen = m_context.document->isOpen();
    const ProjectItem item = isOpen ? design().current() : ProjectItem{};
    const TrackedRun *last =
        item.kind == ProjectItem::Kind::Workflow ? m_context.runs->lastOfWorkflow(item.name) : nullptr;
    if (item.kind == ProjectItem::Kind::None)
        actions.disable(QStringLiteral("run.start"), tr("open a workflow or an agent first"));
    else if (last && last->isLive())
        actions.disable(QStringLiteral("run.start"), tr("this workflow is running; stop it first"));
    else
        actions.enable(QStringLiteral("run.start"));
    setUsable(actions, "run.stop", m_context.runs->lastLive() != nullptr, tr("nothing is running"));
    setUsable(actions, "run.review", m_review->pendingCount() > 0, tr("nothing waits for you"));
    const bool hasThread = isOpen && !m_glassFeed->thread().isEmpty();
    setUsable(actions, "sandbox.snapshots", isOpen, tr("open a project or a sample first"));
    setUsable(actions, "sandbox.reset", hasThread, tr("show a thread or a workflow that has run"));
}

bool MainWindow::hasGlass(Page page) const
{
    return m_glassWanted.contains(page);
}

void MainWindow::setGlassWanted(bool wanted)
{
    if (hasGlass(m_page))
        m_glassWanted[m_page] = wanted;
    refreshActions();
}

} // namespace glasshouse::ui
