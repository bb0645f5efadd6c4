#include "app/workbench_adapter.h"

#include "app/components.h"
#include "app/diagnostics.h"
#include "core/llm/connection_test.h"
#include "core/llm/key_lookup.h"

#include <Qsci/qsciglobal.h>

namespace glasshouse {

namespace {

ui::RunSummary toSummary(const RunRecord &record)
{
    return {.id = record.id, .thread = record.thread, .name = record.name, .kind = record.kind, .status = record.status,
            .startedMs = record.startedMs, .finishedMs = record.finishedMs};
}

} // namespace

WorkbenchAdapter::WorkbenchAdapter(Engine &engine, QObject *parent) : Workbench(parent), m_engine(engine)
{
    engine.setCanAsk(true);
    connect(&engine, &Engine::eventRecorded, this, &Workbench::eventRecorded);
    connect(&engine, &Engine::threadsChanged, this, &Workbench::threadsChanged);
    connect(&engine, &Engine::problemReported, this, &Workbench::problemReported);
    connect(&engine.memory(), &ApprovalMemory::rememberedChanged, this, &Workbench::rememberedApprovalsChanged);
    connect(&engine.connections(), &ConnectionStore::connectionsChanged, this, &Workbench::connectionsChanged);
    connect(&engine.folders(), &FolderConsents::changed, this, &Workbench::folderConsentsChanged);
    connect(&engine.sandbox(), &sandbox::Service::statusChanged, this, &Workbench::sandboxStatusChanged);
    connect(&engine.network(), &NetworkWatch::requestSeen, this, &Workbench::networkRequestSeen);
    connect(&engine.files(), &FileWatch::seenOutsideRuns, this, &Workbench::filesSeenOutsideRuns);
    connectMeters(engine.sandbox());
}

WorkbenchAdapter::~WorkbenchAdapter() = default;

void WorkbenchAdapter::connectMeters(sandbox::Service &sandbox)
{
    using sandbox::Service;
    connect(&sandbox, &Service::usageMeasured, this, [this](const QString &session, const sandbox::Usage &usage) {
        Q_EMIT usageMeasured(m_engine.threadOf(session), usage);
    });
    connect(&sandbox, &Service::limitHit, this, [this](const QString &session, const sandbox::LimitHit &hit) {
        Q_EMIT limitHit(m_engine.threadOf(session), hit.sentence);
    });
    connect(&sandbox, &Service::snapshotsChanged, this, &Workbench::snapshotsChanged);
    connect(&sandbox, &Service::snapshotTaken, this, [this](const sandbox::SessionSnapshot &snapshot) {
        Q_EMIT snapshotSettled(m_engine.threadOf(snapshot.session), tr("The snapshot is kept."), false);
    });
    connect(&sandbox, &Service::sessionRestored, this, [this](const QString &session, const QString &) {
        Q_EMIT snapshotSettled(m_engine.threadOf(session), tr("The sandbox goes on from the snapshot."), false);
    });
    const auto report = [this](const QString &session, const QString &problem) {
        Q_EMIT snapshotSettled(m_engine.threadOf(session), problem, true);
    };
    connect(&sandbox, &Service::snapshotFailed, this, report);
    connect(&sandbox, &Service::restoreFailed, this, report);
}

// The window gets the value; what went wrong it hears as a reported problem, in a sentence.
template<typename T>
Store::Answer<T> WorkbenchAdapter::reporting(Answer<T> answer)
{
    return [this, answer = std::move(answer)](const Result<T> &result) {
        if (!result)
            Q_EMIT problemReported(result.error().message);
        answer(result.value_or(T()));
    };
}

Store::Done WorkbenchAdapter::threadsChangedWhenDone()
{
    return [this](const Result<void> &done) {
        if (!done)
            Q_EMIT problemReported(done.error().message);
        Q_EMIT threadsChanged();
    };
}

void WorkbenchAdapter::setProject(const Project &project)
{
    const bool isAnother = project.folder != m_engine.project().folder;
    m_engine.setProject(project);
    if (!isAnother)
        return;
    m_threads.clear();
    prepareSandbox();
    m_engine.resumeUnfinishedRuns();
}

void WorkbenchAdapter::prepareSandbox()
{
    const auto profile = m_engine.project().sandboxFor(Agent{});
    m_engine.sandbox().prepare(profile.image, limitsOf(profile));
}

QVector<Component> WorkbenchAdapter::components() const
{
    auto components = carriedComponents();
    components.append({QStringLiteral("QScintilla"), QStringLiteral(QSCINTILLA_VERSION_STR), QStringLiteral("GPL-3.0-only"),
                       QStringLiteral("https://riverbankcomputing.com/software/qscintilla")});
    components.append({QStringLiteral("Lucide icons"), {}, QStringLiteral("ISC"), QStringLiteral("https://lucide.dev")});
    return components;
}

void WorkbenchAdapter::diagnose(Answer<QString> answer)
{
    auto *diagnostics = new Diagnostics(m_engine.paths(), m_engine.connections(), m_engine.endpoints(), components(),
                                        QProcessEnvironment::systemEnvironment(), this);
    connect(diagnostics, &Diagnostics::finished, this, [diagnostics, answer = std::move(answer)](const DiagnosticReport &report) {
        diagnostics->deleteLater();
        answer(report.toText());
    });
    diagnostics->start();
}

QStringList WorkbenchAdapter::builtInTools() const
{
    return builtInToolNames();
}

void WorkbenchAdapter::listThreads(Answer<QVector<Thread>> answer)
{
    m_engine.store().listThreads(m_engine.project().folder, this, reporting<QVector<Thread>>([this, answer](const QVector<Thread> &threads) {
        for (const auto &thread : threads)
            m_threads.insert(thread.id, thread);
        answer(threads);
    }));
}

void WorkbenchAdapter::saveThread(const Thread &thread)
{
    m_threads.insert(thread.id, thread);
    m_engine.store().saveThread(thread, this, threadsChangedWhenDone());
}

void WorkbenchAdapter::deleteThread(const QString &thread)
{
    m_threads.remove(thread);
    for (const auto &session : m_engine.sandbox().sessions()) {
        if (runSessionOf(session) == thread)
            m_engine.sandbox().reset(session);
    }
    m_engine.sandbox().reset(thread); // what was kept of it, too
    m_engine.store().deleteThread(thread, this, threadsChangedWhenDone());
}

void WorkbenchAdapter::loadEvents(const QString &thread, Answer<QVector<trace::Event>> answer)
{
    m_engine.store().loadEventsOfThread(thread, this, reporting<QVector<trace::Event>>([this, thread, answer](const QVector<trace::Event> &events) {
        for (const auto &event : events)
            m_engine.memory().learn(event, thread);
        answer(events);
    }));
}

void WorkbenchAdapter::listRuns(Answer<QVector<ui::RunSummary>> answer)
{
    m_engine.store().listRuns(m_engine.project().folder, this, reporting<QVector<RunRecord>>([answer](const QVector<RunRecord> &records) {
        QVector<ui::RunSummary> runs;
        for (const auto &record : records)
            runs.append(toSummary(record));
        answer(runs);
    }));
}

Result<QString> WorkbenchAdapter::start(const QString &thread, RunTarget::Kind kind, const QString &input)
{
    const auto known = m_threads.find(thread);
    if (known == m_threads.end())
        return fail(QStringLiteral("This thread is no longer there. Start a new one."), ErrorCode::NotFound);
    const auto name = kind == RunTarget::Kind::Agent ? known->agent : known->workflow;
    const auto started = m_engine.start({.thread = thread, .target = {kind, name}, .input = input, .model = {}});
    return started.map([](const StartedRun &run) { return run.run; });
}

Result<QString> WorkbenchAdapter::sendMessage(const QString &thread, const QString &text)
{
    return start(thread, RunTarget::Kind::Agent, text);
}

Result<QString> WorkbenchAdapter::runWorkflow(const QString &thread, const QString &input)
{
    return start(thread, RunTarget::Kind::Workflow, input);
}

void WorkbenchAdapter::stopRun(const QString &run)
{
    m_engine.stop(run);
}

ApprovalQueue &WorkbenchAdapter::approvals()
{
    return m_engine.approvals();
}

QString WorkbenchAdapter::lastApprovedCode(const QString &thread, const QString &tool) const
{
    return m_engine.memory().lastApprovedCode(thread, tool);
}

QVector<RememberedDecision> WorkbenchAdapter::rememberedApprovals() const
{
    return m_engine.memory().remembered();
}

void WorkbenchAdapter::revokeApproval(const QString &id)
{
    m_engine.memory().revoke(id);
}

sandbox::Status WorkbenchAdapter::sandboxStatus() const
{
    return m_engine.sandbox().status();
}

void WorkbenchAdapter::resetSandbox(const QString &thread)
{
    m_engine.sandbox().reset(m_engine.sessionOf(thread));
}

void WorkbenchAdapter::watchUsage(const QString &thread, bool watched)
{
    const auto session = watched ? m_engine.sessionOf(thread) : QString();
    if (session == m_watched)
        return;
    if (!m_watched.isEmpty())
        m_engine.sandbox().watchUsage(m_watched, false);
    m_watched = session;
    if (!session.isEmpty())
        m_engine.sandbox().watchUsage(session, true);
}

bool WorkbenchAdapter::hasSandbox(const QString &thread) const
{
    return !thread.isEmpty() && m_engine.sandbox().sessions().contains(m_engine.sessionOf(thread));
}

QVector<sandbox::SessionSnapshot> WorkbenchAdapter::snapshots() const
{
    return m_engine.sandbox().snapshots();
}

void WorkbenchAdapter::takeSnapshot(const QString &thread, const QString &description)
{
    m_engine.sandbox().snapshot(m_engine.sessionOf(thread), description);
}

void WorkbenchAdapter::restoreSnapshot(const QString &thread, const QString &snapshot)
{
    m_engine.sandbox().restore(m_engine.sessionOf(thread), snapshot);
}

void WorkbenchAdapter::removeSnapshot(const QString &snapshot)
{
    m_engine.sandbox().removeSnapshot(snapshot);
}

PermissionQueue &WorkbenchAdapter::permissions()
{
    return m_engine.permissions();
}

QVector<FolderConsent> WorkbenchAdapter::folderConsents() const
{
    return m_engine.folders().all();
}

void WorkbenchAdapter::allowFolder(const QString &folder, bool writable)
{
    const auto now = SystemClock().nowMs();
    if (const auto allowed = m_engine.folders().allow(m_engine.project().folder, folder, writable, now); !allowed)
        Q_EMIT problemReported(allowed.error().message);
}

void WorkbenchAdapter::revokeFolder(const FolderConsent &consent)
{
    if (const auto revoked = m_engine.folders().revoke(consent); !revoked)
        Q_EMIT problemReported(revoked.error().message);
}

sandbox::ImageWorkshop &WorkbenchAdapter::images()
{
    return m_engine.images();
}

QVector<Connection> WorkbenchAdapter::connections() const
{
    return m_engine.connections().connections();
}

void WorkbenchAdapter::saveConnection(const Connection &connection, const QString &key, Answer<Result<void>> answer)
{
    if (const auto saved = m_engine.connections().save(connection); !saved || key.isEmpty()) {
        answer(saved);
        return;
    }
    m_engine.endpoints().setKey(connection.name, Secret(key));
    auto *storage = new KeyStorage(connection.name, key, this);
    connect(storage, &KeyStorage::finished, this, [storage, answer](const std::optional<Error> &problem) {
        storage->deleteLater();
        answer(problem ? Result<void>(fail(*problem)) : Result<void>());
    });
}

void WorkbenchAdapter::removeConnection(const QString &name)
{
    if (const auto removed = m_engine.connections().remove(name); !removed) {
        Q_EMIT problemReported(removed.error().message);
        return;
    }
    m_engine.endpoints().setKey(name, Secret());
    auto *storage = new KeyStorage(name, QString(), this);
    connect(storage, &KeyStorage::finished, storage, &QObject::deleteLater);
}

void WorkbenchAdapter::testConnection(const Connection &connection, const QString &key, Answer<Result<QString>> answer)
{
    const auto usedKey = key.isEmpty() ? m_engine.endpoints().key(connection.name).value() : key;
    auto *test = new ConnectionTest(connection, usedKey, {}, this);
    connect(test, &ConnectionTest::finished, this, [test, answer](const Result<ConnectionReport> &report) {
        test->deleteLater();
        answer(report.map([](const ConnectionReport &found) { return found.summary; }));
    });
}

} // namespace glasshouse
