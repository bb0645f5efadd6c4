#include "ui/mainwindow/main_actions.h"

#include "ui/common/action_registry.h"

#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

namespace glasshouse::ui {

namespace {

struct MainActions // gives tr() its context
{
    Q_DECLARE_TR_FUNCTIONS(MainActions)
};

QString tr(const char *text)
{
    return MainActions::tr(text);
}

QKeySequence keys(QKeyCombination combination)
{
    return QKeySequence(combination);
}

void addPage(ActionRegistry &actions, const char *id, const QString &text, const QString &icon, Qt::Key key)
{
    actions.add({QString::fromLatin1(id), text, icon, QKeySequence(Qt::CTRL | key)})->setCheckable(true);
}

void addFileActions(ActionRegistry &actions)
{
    actions.add({QStringLiteral("file.samples"), tr("Samples"), QStringLiteral("layout-grid"),
                 keys(Qt::CTRL | Qt::Key_0)});
    actions.add({QStringLiteral("file.new"), tr("New project..."), QStringLiteral("folder-plus"), {}});
    actions.add({QStringLiteral("file.open"), tr("Open project..."), QStringLiteral("folder-open"),
                 QKeySequence::Open});
    actions.add({QStringLiteral("file.save"), tr("Save"), QStringLiteral("save"), QKeySequence::Save});
    actions.add(
        {QStringLiteral("file.close"), tr("Close project"), {}, keys(Qt::CTRL | Qt::SHIFT | Qt::Key_W)});
    actions.add({QStringLiteral("file.quit"), tr("Quit"), {}, keys(Qt::CTRL | Qt::Key_Q)});
    actions.add({QStringLiteral("agent.new"), tr("New agent"), QStringLiteral("bot"),
                 keys(Qt::CTRL | Qt::SHIFT | Qt::Key_N)});
    actions.add({QStringLiteral("workflow.new"), tr("New workflow"), QStringLiteral("workflow"),
                 keys(Qt::CTRL | Qt::ALT | Qt::Key_N)});
    actions.add({QStringLiteral("edit.undo"), tr("Undo"), QStringLiteral("undo-2"), QKeySequence::Undo});
    actions.add({QStringLiteral("edit.redo"), tr("Redo"), QStringLiteral("redo-2"),
                 keys(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)});
    actions.add({QStringLiteral("edit.rename"),
                 tr("Rename the open agent or workflow"),
                 QStringLiteral("pencil"),
                 {}});
}

void addViewActions(ActionRegistry &actions)
{
    addPage(actions, "view.design", tr("Design"), QStringLiteral("workflow"), Qt::Key_1);
    addPage(actions, "view.chat", tr("Chat"), QStringLiteral("message-square"), Qt::Key_2);
    addPage(actions, "view.runs", tr("Runs"), QStringLiteral("bug"), Qt::Key_3);
    addPage(actions, "view.sandbox", tr("Sandbox"), QStringLiteral("box"), Qt::Key_4);
    addPage(actions, "view.settings", tr("Settings"), QStringLiteral("settings"), Qt::Key_5);
    const auto addPanel = [&](const char *id, const QString &text, const QString &icon,
                              QKeyCombination shortcut) {
        actions.add({QString::fromLatin1(id), text, icon, keys(shortcut)})->setCheckable(true);
    };
    addPanel("view.left", tr("Left column"), QStringLiteral("panel-left"), Qt::CTRL | Qt::Key_B);
    addPanel("view.right", tr("Right column"), QStringLiteral("panel-right"), Qt::CTRL | Qt::ALT | Qt::Key_B);
    addPanel("view.glass", tr("Glass"), QStringLiteral("panel-bottom"), Qt::CTRL | Qt::Key_J);
    actions.add({QStringLiteral("view.theme"), tr("Switch between light and dark"),
                 QStringLiteral("sun-moon"), keys(Qt::CTRL | Qt::SHIFT | Qt::Key_L)});
    actions.add({QStringLiteral("view.commands"), tr("Commands..."), QStringLiteral("command"),
                 keys(Qt::CTRL | Qt::SHIFT | Qt::Key_P)});
}

void addRunActions(ActionRegistry &actions)
{
    actions.add({QStringLiteral("run.start"), tr("Run"), QStringLiteral("play"), QKeySequence(Qt::Key_F5)});
    actions.add({QStringLiteral("run.stop"), tr("Stop"), QStringLiteral("square"),
                 keys(Qt::SHIFT | Qt::Key_F5), ColorRole::Failed});
    actions.add({QStringLiteral("run.review"), tr("Review pending approvals"), QStringLiteral("user-check"),
                 keys(Qt::CTRL | Qt::SHIFT | Qt::Key_A)});
    actions.add({QStringLiteral("chat.new"), tr("New chat"), QStringLiteral("message-square-plus"),
                 QKeySequence::New});
    actions.add({QStringLiteral("sandbox.reset"),
                 tr("Reset the sandbox of this thread"),
                 QStringLiteral("rotate-ccw"),
                 {}});
    actions.add({QStringLiteral("sandbox.snapshots"),
                 tr("Snapshots of the sandbox..."),
                 QStringLiteral("camera"),
                 {}});
    actions.add({QStringLiteral("help.welcome"), tr("First steps"), QStringLiteral("footprints"), {}});
    actions.add({QStringLiteral("help.connections"), tr("Connect a model..."), QStringLiteral("plug"), {}});
    actions.add({QStringLiteral("help.about"), tr("About Glasshouse"), QStringLiteral("info"), {}});
}

void fill(QMenu *menu, const ActionRegistry &actions, std::initializer_list<const char *> ids)
{
    for (const char *id : ids) {
        if (*id == '\0')
            menu->addSeparator();
        else
            menu->addAction(actions.action(QString::fromLatin1(id)));
    }
}

} // namespace

void registerMainActions(ActionRegistry &actions)
{
    addFileActions(actions);
    addViewActions(actions);
    addRunActions(actions);
}

void fillMenuBar(QMenuBar *bar, const ActionRegistry &actions, QMenu *recent)
{
    QMenu *file = bar->addMenu(tr("&File"));
    fill(file, actions, {"file.new", "file.open"});
    file->addMenu(recent);
    fill(file, actions,
         {"file.samples", "", "agent.new", "workflow.new", "", "file.save", "", "file.close", "file.quit"});
    fill(bar->addMenu(tr("&Edit")), actions, {"edit.undo", "edit.redo", "", "edit.rename"});
    fill(bar->addMenu(tr("&View")), actions,
         {"view.design", "view.chat", "view.runs", "view.sandbox", "view.settings", "", "view.left",
          "view.right", "view.glass", "", "view.theme", "view.commands"});
    fill(bar->addMenu(tr("&Run")), actions, {"run.start", "run.stop", "", "run.review", "chat.new"});
    fill(bar->addMenu(tr("&Sandbox")), actions,
         {"view.sandbox", "view.glass", "", "sandbox.snapshots", "sandbox.reset"});
    fill(bar->addMenu(tr("&Help")), actions,
         {"help.welcome", "view.commands", "help.connections", "", "help.about"});
}

} // namespace glasshouse::ui
