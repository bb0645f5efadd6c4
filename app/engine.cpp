#include "app/engine.h"

#include <QSet>

namespace glasshouse {

Engine::Engine(const Paths &paths, QObject *parent) : Engine(paths, sandbox::makeService(paths.sandbox), parent) {}

Engine::Engine(const Paths &paths, std::unique_ptr<sandbox::Service> sandbox, QObject *parent)
    : QObject(parent),
      m_paths(paths),
      m_store(paths.database()),
      m_connections(paths.config),
      m_folders(paths.config),
      m_recorder(m_clock),
      m_endpoints(new ChatEndpoints(m_connections, this)),
      m_memory(new ApprovalMemory(m_store, this)),
      m_images(paths.sandbox, paths.imageTemplates),
      m_sandbox(std::move(sandbox)),
      m_network(std::make_unique<NetworkWatch>(*m_sandbox, m_access, m_permissions, m_recorder,
                                               [this](const QString &session) { return ownerOf(session); })),
      m_files(std::make_unique<FileWatch>(*m_sandbox, m_recorder, [this](const QString &session) { return ownerOf(session); })),
      m_runner(std::make_unique<SandboxCodeRunner>(*m_sandbox, m_access))
{
    addBuiltInTools(m_tools, *m_runner);
    connect(&m_store, &Store::problemReported, this, &Engine::problemReported);
    connect(&m_folders, &FolderConsents::changed, this, [this] {
        m_access.setFolderConsents(m_folders.all());
        applyAccessToAll();
    });
    connect(&m_recorder, &trace::Recorder::recorded, this, &Engine::storeEvent);
    connect(m_network.get(), &NetworkWatch::problemReported, this, &Engine::problemReported);
}

Engine::~Engine()
{
    // Runs that are under way stay unfinished in the store: the next start finds and restores them.
    m_active.clear();
}

void Engine::open(std::function<void(const Result<void> &)> opened)
{
    if (const auto loaded = m_connections.load(); !loaded)
        Q_EMIT problemReported(loaded.error().message);
    if (const auto loaded = m_folders.load(); !loaded)
        Q_EMIT problemReported(loaded.error().message);
    m_endpoints->loadKeys([this, opened = std::move(opened)] { m_memory->load([opened] { opened({}); }); });
}

void Engine::setProject(const Project &project)
{
    const bool opensOtherThings = project.sandboxes != m_project.sandboxes || project.folder != m_project.folder;
    m_project = project;
    m_memory->setProject(project.folder);
    m_access.setProject(project);
    if (opensOtherThings)
        applyAccessToAll();
}

void Engine::applyAccessToAll()
{
    for (const auto &session : m_sandbox->sessions())
        m_network->apply(session);
}

SessionOwner Engine::ownerOf(const QString &session) const
{
    for (const auto &[id, active] : m_active) {
        if (active.run && active.run->session() == runSessionOf(session) && !isOver(active.run->status()) && m_recorder.knows(id))
            return {active.record.thread, id};
    }
    return {m_threads.value(runSessionOf(session)), {}};
}

QString Engine::sessionOf(const QString &thread) const
{
    for (const auto &[id, active] : m_active) {
        if (active.run && active.record.thread == thread)
            return active.run->session();
    }
    for (const auto &session : m_sandbox->sessions()) {
        if (m_threads.value(session) == thread)
            return session;
    }
    return thread; // a chat's
}

void Engine::storeEvent(const trace::Event &event)
{
    const auto active = m_active.find(event.run);
    const auto thread = active == m_active.end() ? QString() : active->second.record.thread;
    m_store.appendEvents({event});
    m_memory->learn(event, thread);
    Q_EMIT eventRecorded(event, thread);
}

void Engine::whenStored(std::function<void(const Result<void> &)> callback)
{
    m_store.flush(this, std::move(callback));
}

void Engine::keepSandboxes(std::function<void()> kept)
{
    const auto waiting = std::make_shared<QSet<QString>>();
    for (const auto &session : m_sandbox->sessions()) {
        // A run that goes on takes its sandbox with it; what it did there is unknown to the next start.
        const bool isBusy = std::any_of(m_active.begin(), m_active.end(), [&session](const auto &active) { return active.second.record.thread == runSessionOf(session); });
        if (session.startsWith(QStringLiteral("thread_")) && !isBusy)
            waiting->insert(session);
    }
    if (waiting->isEmpty())
        return kept();
    connect(m_sandbox.get(), &sandbox::Service::sessionKept, this, [waiting, kept = std::move(kept)](const QString &session, const QString &) {
        if (waiting->remove(session) && waiting->isEmpty())
            kept();
    });
    const auto sessions = *waiting;
    for (const auto &session : sessions)
        m_sandbox->keep(session);
}

} // namespace glasshouse
