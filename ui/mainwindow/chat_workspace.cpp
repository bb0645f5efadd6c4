#include "ui/mainwindow/chat_workspace.h"

#include "core/base/atomic_file.h"
#include "core/base/ids.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/run_panel.h"
#include "ui/chat/thread_list.h"
#include "ui/common/access_text.h"
#include "ui/common/project_document.h"
#include "ui/mainwindow/run_tracker.h"
#include "ui/mainwindow/thread_feed.h"
#include "ui/mainwindow/workbench.h"

#include <QDateTime>
#include <QFileDialog>
#include <QSettings>
#include <QStandardPaths>

namespace glasshouse::ui {

namespace {

constexpr int longestTitle = 60;

// What a thread is called until somebody renames it.
QString titleFrom(const QString &text)
{
    const QString line = text.trimmed().section(u'\n', 0, 0).simplified();
    return line.size() <= longestTitle ? line : line.left(longestTitle - 1).trimmed() + u'\u2026';
}

QString connectionTitle(const QVector<Connection> &connections, const ModelRef &model)
{
    for (const Connection &connection : connections) {
        if (connection.name == model.connection)
            return connection.title.isEmpty() ? connection.name : connection.title;
    }
    return model.connection;
}

} // namespace

ChatWorkspace::ChatWorkspace(const WindowContext &context, QObject *parent)
    : Workspace(parent), m_context(context), m_list(new ThreadList(context.theme)),
      m_page(new ChatPage(context.theme)), m_panel(new RunPanel(context.theme)),
      m_feed(new ThreadFeed(context.workbench, this))
{
    connectList();
    connectPage();
    connect(m_feed, &ThreadFeed::loaded, this, [this](const QVector<trace::Event> &events) {
        m_page->setEvents(events);
        m_panel->setEvents(events);
        m_context.runs->load(events, m_thread.id);
    });
    connect(m_feed, &ThreadFeed::arrived, this, [this](const trace::Event &event) {
        m_page->applyEvent(event);
        m_panel->applyEvent(event);
    });
    connect(context.document, &ProjectDocument::reset, this, &ChatWorkspace::projectOpened);
    connect(context.document, &ProjectDocument::changed, this, &ChatWorkspace::refreshAgent);
    connect(context.workbench, &Workbench::connectionsChanged, this, &ChatWorkspace::refreshAgent);
    projectOpened();
}

ChatWorkspace::~ChatWorkspace()
{
    delete m_list;
    delete m_page;
    delete m_panel;
}

QWidget *ChatWorkspace::left() const
{
    return m_list;
}

QWidget *ChatWorkspace::centre() const
{
    return m_page;
}

QWidget *ChatWorkspace::right() const
{
    return m_panel;
}

void ChatWorkspace::shown()
{
    m_page->focusComposer();
}

void ChatWorkspace::connectList()
{
    connect(m_list, &ThreadList::threadActivated, this, &ChatWorkspace::openThread);
    connect(m_list, &ThreadList::newThreadRequested, this, &ChatWorkspace::newThread);
    connect(m_list, &ThreadList::newWorkflowThreadRequested, this, &ChatWorkspace::newWorkflowThread);
    connect(m_list, &ThreadList::renameRequested, this, &ChatWorkspace::rename);
    connect(m_list, &ThreadList::pinRequested, this, &ChatWorkspace::pin);
    connect(m_list, &ThreadList::deleteRequested, m_context.workbench, &Workbench::deleteThread);
    connect(m_list, &ThreadList::exportRequested, this, [this](const QString &id) {
        if (const Thread *thread = find(id))
            m_context.workbench->loadEvents(
                id, [self = QPointer(this), title = thread->title](const auto &events) {
                    Conversation conversation;
                    for (const trace::Event &event : events)
                        fold(conversation, event);
                    if (self)
                        self->exportThread(title, toMarkdown(conversation, title));
                });
    });
}

void ChatWorkspace::connectPage()
{
    connect(m_page, &ChatPage::sendRequested, this, &ChatWorkspace::send);
    connect(m_page, &ChatPage::stopRequested, this, &ChatWorkspace::stop);
    connect(m_page, &ChatPage::reviewRequested, this, &Workspace::reviewRequested);
    connect(m_page, &ChatPage::rejectRequested, this, &Workspace::rejectRequested);
    connect(m_page, &ChatPage::artifactActivated, this, &Workspace::artifactActivated);
    connect(m_page, &ChatPage::saveArtifactRequested, this, &Workspace::saveArtifactRequested);
    connect(m_page, &ChatPage::openInEditorRequested, this, &ChatWorkspace::codeOpened);
    connect(m_page, &ChatPage::exportRequested, this, &ChatWorkspace::exportThread);
    connect(m_panel, &RunPanel::artifactActivated, this, &Workspace::artifactActivated);
}

void ChatWorkspace::projectOpened()
{
    const Project &project = m_context.document->project();
    m_threads.clear();
    m_list->setThreads({});
    newThread(project.agents.isEmpty() ? QString() : project.agents.first().name);
}

const Thread *ChatWorkspace::find(const QString &id) const
{
    const auto found =
        std::find_if(m_threads.begin(), m_threads.end(), [&](const Thread &t) { return t.id == id; });
    return found == m_threads.end() ? nullptr : &*found;
}

void ChatWorkspace::setThreads(const QVector<Thread> &threads)
{
    m_threads = threads;
    m_list->setThreads(threads);
    if (const QString wanted = std::exchange(m_wanted, {}); find(wanted)) {
        openThread(wanted);
    } else if (const Thread *known = find(m_thread.id)) {
        m_thread = *known;
        m_page->setThread(m_thread);
        m_list->setCurrentThread(m_thread.id);
    } else if (!m_feed->thread().isEmpty()) { // the shown thread has been deleted
        newThread(m_thread.agent);
    }
}

void ChatWorkspace::openThread(const QString &id)
{
    if (const Thread *thread = find(id))
        showThread(*thread);
}

void ChatWorkspace::showThread(const Thread &thread)
{
    m_thread = thread;
    m_page->setThread(thread);
    m_list->setCurrentThread(thread.id);
    m_feed->show(find(thread.id) ? thread.id : QString());
    refreshAgent();
    Q_EMIT threadShown();
}

Thread ChatWorkspace::makeThread() const
{
    Thread thread;
    thread.id = newId(u"thread");
    thread.project = m_context.document->project().folder;
    thread.title = tr("New chat");
    thread.createdMs = thread.updatedMs = QDateTime::currentMSecsSinceEpoch();
    return thread;
}

void ChatWorkspace::newThread(const QString &agent)
{
    Thread thread = makeThread();
    thread.agent = agent;
    showThread(thread);
    if (m_page->isVisible())
        m_page->focusComposer();
}

void ChatWorkspace::newWorkflowThread(const QString &workflow)
{
    Thread thread = makeThread();
    thread.workflow = workflow;
    showThread(thread);
}

void ChatWorkspace::refreshAgent()
{
    const Project &project = m_context.document->project();
    QStringList agents;
    QStringList workflows;
    for (const Agent &agent : project.agents)
        agents.append(agent.name);
    for (const Workflow &workflow : project.workflows)
        workflows.append(workflow.name);
    m_list->setAgents(agents, workflows);

    const Agent *agent = project.agent(m_thread.agent);
    const Workflow *workflow = project.workflow(m_thread.workflow);
    const ModelRef model = agent ? project.modelFor(*agent) : project.defaultModel;
    const QString name = agent ? agent->name : workflow ? workflow->title : m_thread.agent;
    const QString label = connectionTitle(m_context.workbench->connections(), model);
    const bool scripted = model.connection == u"demo";
    m_page->setAgent(name, label, scripted);
    m_list->setAgent(name, label, scripted);
    m_page->setSuggestions(agent ? agent->suggestions : workflow ? workflow->suggestions : QStringList());
    const SandboxProfile sandbox = agent ? project.sandboxFor(*agent) : SandboxProfile{};
    m_panel->setSandbox(sandbox.image, tr("%1 MB").arg(sandbox.memoryMb), networkText(sandbox.access));
}

void ChatWorkspace::send(const QString &text)
{
    m_page->setBusy(true);
    if (!find(m_thread.id)) {
        m_thread.title = titleFrom(text);
        m_threads.prepend(m_thread);
        m_context.workbench->saveThread(m_thread);
        m_page->setThread(m_thread);
        m_list->setThreads(m_threads);
        m_list->setCurrentThread(m_thread.id);
        m_feed->show(m_thread.id);
        Q_EMIT threadShown();
    }
    Workbench *workbench = m_context.workbench;
    const Result<QString> run = m_thread.workflow.isEmpty() ? workbench->sendMessage(m_thread.id, text)
                                                            : workbench->runWorkflow(m_thread.id, text);
    if (run)
        return;
    m_page->setBusy(false);
    m_page->showNotice(run.error().message);
    m_page->setDraft(text);
}

void ChatWorkspace::stop()
{
    if (const TrackedRun *run = m_context.runs->lastOfThread(m_thread.id); run && run->isLive())
        m_context.workbench->stopRun(run->run);
}

void ChatWorkspace::rename(const QString &id, const QString &title)
{
    if (const Thread *thread = find(id)) {
        Thread renamed = *thread;
        renamed.title = title;
        m_context.workbench->saveThread(renamed);
    }
}

void ChatWorkspace::pin(const QString &id, bool pinned)
{
    if (const Thread *thread = find(id)) {
        Thread changed = *thread;
        changed.pinned = pinned;
        m_context.workbench->saveThread(changed);
    }
}

void ChatWorkspace::exportThread(const QString &title, const QString &markdown)
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    QString file = title;
    file.replace(u'/', u'-');
    const QString path =
        QFileDialog::getSaveFileName(m_page, tr("Export the thread"),
                                     QStringLiteral("%1/%2.md").arg(documents, file), tr("Markdown (*.md)"));
    if (path.isEmpty())
        return;
    if (const Result<void> written = writeFileAtomically(path, markdown.toUtf8()); !written)
        Q_EMIT noticeRaised(written.error().message);
}

void ChatWorkspace::saveState(QSettings &settings) const
{
    settings.setValue(QStringLiteral("thread"), m_thread.id);
}

void ChatWorkspace::restoreState(QSettings &settings)
{
    m_wanted = settings.value(QStringLiteral("thread")).toString();
}

} // namespace glasshouse::ui
