#include "sandbox/host/micro_vm_service.h"

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "sandbox/host/guest_images.h"
#include "sandbox/host/session_save.h"
#include "sandbox/host/snapshot_job.h"

#include <QDir>

namespace glasshouse::sandbox {

MicroVmService::MicroVmService(const ServicePaths &paths)
    : MicroVmService(paths, std::make_unique<GuestImages>(paths), programFinder(paths))
{
}

MicroVmService::MicroVmService(ServicePaths paths, std::unique_ptr<ImageSource> images,
                               HostFactsJob::Finder find)
    : m_paths(std::move(paths)), m_images(std::move(images)), m_find(std::move(find)),
      m_kept(keptFolder(m_paths.templates)), m_snapshots(snapshotFolder(m_paths.templates))
{
    m_status.sentence = QStringLiteral("Sandboxes were not prepared yet.");
}

MicroVmService::~MicroVmService()
{
    m_sessions.clear(); // their requests before the pools that answer them
}

void MicroVmService::prepare(const QString &image, const Limits &limits)
{
    pool({image, limits.memoryMb}).replenish();
}

std::unique_ptr<ExecJob> MicroVmService::execute(const ExecRequest &request)
{
    return session(request.session).execute(request);
}

void MicroVmService::reset(const QString &name)
{
    m_kept.remove(name);
    if (const auto found = m_sessions.find(name); found != m_sessions.end())
        found->second->reset(QStringLiteral("The sandbox was reset."));
}

void MicroVmService::configure(const QString &name, const SessionSetup &setup)
{
    if (const auto found = m_sessions.find(name); found != m_sessions.end())
        found->second->configure(setup);
}

void MicroVmService::watchUsage(const QString &name, bool watched)
{
    session(name).watchUsage(watched);
}

void MicroVmService::snapshot(const QString &name, const QString &description)
{
    const SessionSnapshot snapshot{.id = newId(u"snapshot"),
                                   .session = name,
                                   .description = description,
                                   .takenMs = 0,
                                   .bytes = 0,
                                   .memoryMb = 0,
                                   .image = {}};
    auto &visited = session(name);
    visited.visit([this, &visited, snapshot](Vm *vm) { takeSnapshot(visited, snapshot, vm); });
}

void MicroVmService::takeSnapshot(Session &session, SessionSnapshot snapshot, Vm *vm)
{
    auto *microVm = qobject_cast<MicroVm *>(vm);
    const auto &prepared = pool(session.needs()).prepared();
    if (!microVm || !prepared) {
        session.endVisit();
        return Q_EMIT snapshotFailed(
            snapshot.session,
            microVm
                ? QStringLiteral("The sandbox template is just being checked. Try again in a moment.")
                : QStringLiteral("No sandbox is running, so there is nothing to keep. Run some code first."));
    }
    snapshot.takenMs = SystemClock().nowMs();
    snapshot.image = session.needs().image;
    snapshot.memoryMb = session.needs().memoryMb;
    auto *job = new SnapshotJob(*microVm, m_snapshots, snapshot, prepared->snapshot, this);
    connect(&session, &Session::vmDropped, job, &SnapshotJob::abort);
    connect(job, &SnapshotJob::resumed, &session, [this, &session](qint64 pausedMs) {
        m_lastPauseMs = pausedMs;
        session.endVisit();
    });
    connect(job, &SnapshotJob::finished, this,
            [this, job, name = snapshot.session](const Result<SessionSnapshot> &result) {
                job->deleteLater();
                if (!result)
                    return Q_EMIT snapshotFailed(name, result.error().message);
                Q_EMIT snapshotTaken(*result);
                Q_EMIT snapshotsChanged();
            });
    job->start();
}

void MicroVmService::restore(const QString &name, const QString &id)
{
    const auto snapshot = m_snapshots.find(id);
    if (!snapshot) {
        QMetaObject::invokeMethod(
            this,
            [this, name] {
                Q_EMIT restoreFailed(name, QStringLiteral("This snapshot is not there any more."));
            },
            Qt::QueuedConnection);
        return;
    }
    m_kept.remove(name);
    const VmNeeds needs{snapshot->image, snapshot->memoryMb};
    session(name).restore(id, needs, [this, id, needs] {
        return pool(needs).requestCopy(
            [this, id](const Template &made) { return m_snapshots.stateFile(id, made); });
    });
}

void MicroVmService::removeSnapshot(const QString &id)
{
    m_snapshots.remove(id);
    Q_EMIT snapshotsChanged();
}

QVector<SessionSnapshot> MicroVmService::snapshots() const
{
    return m_snapshots.list();
}

void MicroVmService::answerPermission(const QString &name, qint64 permission, gateway::Permission answer)
{
    if (const auto found = m_sessions.find(name); found != m_sessions.end())
        found->second->answerPermission(permission, answer);
}

QStringList MicroVmService::sessions() const
{
    QStringList names;
    for (const auto &[name, session] : m_sessions) {
        if (session->vm())
            names << name;
    }
    return names;
}

void MicroVmService::keep(const QString &name)
{
    const auto answer = [this, name](const QString &problem) {
        QMetaObject::invokeMethod(
            this, [this, name, problem] { Q_EMIT sessionKept(name, problem); }, Qt::QueuedConnection);
    };
    const auto found = m_sessions.find(name);
    auto released = found == m_sessions.end() ? nullptr : found->second->release();
    auto *vm = qobject_cast<MicroVm *>(released.get());
    const auto &prepared = vm ? pool(found->second->needs()).prepared() : std::nullopt;
    if (!vm || !prepared) {
        retire(std::move(released));
        return answer({});
    }
    m_kept.remove(name);
    m_kept.makeRoom();
    std::ignore = released.release();
    auto *save = new SessionSave(std::unique_ptr<MicroVm>(vm), m_kept.file(name, prepared->snapshot),
                                 prepared->snapshot.memoryFile(), this);
    connect(save, &SessionSave::finished, this, [save, answer](const QString &problem) {
        save->deleteLater();
        answer(problem);
    });
    save->start();
}

std::unique_ptr<VmRequest> MicroVmService::requestVmFor(const QString &name, const VmNeeds &needs)
{
    if (!m_kept.holds(name))
        return requestVm(needs);
    return pool(needs).requestKept([this, name](const Template &made) { return m_kept.file(name, made); });
}

std::unique_ptr<VmRequest> MicroVmService::requestVm(const VmNeeds &needs)
{
    return pool(needs).request();
}

void MicroVmService::replenish(const VmNeeds &needs)
{
    pool(needs).replenish();
}

void MicroVmService::setPoolSize(int size)
{
    m_poolSize = size;
    for (const auto &[needs, pool] : m_pools)
        pool->setSize(size);
}

QVector<qint64> MicroVmService::processes(const QString &name) const
{
    const auto found = m_sessions.find(name);
    const Vm *vm = found == m_sessions.end() ? nullptr : found->second->vm();
    return vm ? vm->processes() : QVector<qint64>();
}

VmPool &MicroVmService::pool(const VmNeeds &needs)
{
    auto &pool = m_pools[needs];
    if (!pool) {
        pool = std::make_unique<VmPool>([this, needs] {
            auto preparation = std::make_unique<Preparation>(needs, *m_images, m_paths.templates, m_find);
            preparation->setLink(m_link);
            preparation->setProvidedTemplates(m_paths.providedTemplates);
            return preparation;
        });
        pool->setSize(m_poolSize);
        connect(pool.get(), &VmPool::statusChanged, this, [this, latest = pool.get()] {
            m_latest = latest;
            update();
        });
    }
    return *pool;
}

Session &MicroVmService::session(const QString &name)
{
    auto &session = m_sessions[name];
    if (!session) {
        session = std::make_unique<Session>(name, *this, artifactFolders());
        session->setOutside(m_outside);
        connect(session.get(), &Session::vmStarted, this, &MicroVmService::update);
        connect(session.get(), &Session::vmDropped, this, [this, name] {
            update();
            Q_EMIT sandboxDropped(name);
        });
        connect(session.get(), &Session::vmEnded, this, &Service::sessionEnded);
        connect(session.get(), &Session::usageMeasured, this,
                [this, name](const Usage &usage) { Q_EMIT usageMeasured(name, usage); });
        connect(session.get(), &Session::limitHit, this,
                [this, name](const LimitHit &hit) { Q_EMIT limitHit(name, hit); });
        connect(session.get(), &Session::restored, this,
                [this, name](const QString &snapshot) { Q_EMIT sessionRestored(name, snapshot); });
        connect(session.get(), &Session::restoreFailed, this,
                [this, name](const QString &problem) { Q_EMIT restoreFailed(name, problem); });
        connect(session.get(), &Session::linked, this,
                [this, name](SessionLinks *links) { forward(name, *links); });
    }
    return *session;
}

void MicroVmService::forward(const QString &session, SessionLinks &links)
{
    connect(&links, &SessionLinks::fileAccessed, this,
            [this, session](const QString &path, const FileAccess &access) {
                Q_EMIT fileAccessed(session, path, access);
            });
    connect(
        &links, &SessionLinks::requestDecided, this,
        [this, session](const gateway::RequestRecord &record) { Q_EMIT requestDecided(session, record); });
    connect(
        &links, &SessionLinks::requestCompleted, this,
        [this, session](const gateway::RequestRecord &record) { Q_EMIT requestCompleted(session, record); });
    connect(&links, &SessionLinks::permissionRequested, this,
            [this, session](const gateway::PermissionRequest &request) {
                Q_EMIT permissionRequested(session, request);
            });
    connect(&links, &SessionLinks::permissionWithdrawn, this,
            [this, session](qint64 permission) { Q_EMIT permissionWithdrawn(session, permission); });
    connect(&links, &SessionLinks::ruleAdded, this,
            [this, session](const gateway::AllowEntry &entry) { Q_EMIT ruleAdded(session, entry); });
}

// Without a folder every file is refused with the reason, when it comes.
ArtifactFolders MicroVmService::artifactFolders()
{
    if (!m_incoming) {
        auto made = ProgramFolder::create(m_paths.artifacts + QStringLiteral("/incoming"));
        if (made)
            m_incoming = std::move(*made);
    }
    return {m_paths.artifacts, m_incoming ? m_incoming->path() : m_paths.artifacts};
}

void MicroVmService::update()
{
    Status status = m_latest ? m_latest->status() : m_status;
    status.pooled = 0;
    for (const auto &[needs, pool] : m_pools)
        status.pooled += pool->status().pooled;
    status.running = static_cast<int>(std::count_if(
        m_sessions.begin(), m_sessions.end(), [](const auto &one) { return one.second->vm() != nullptr; }));
    if (status == m_status)
        return;
    m_status = status;
    Q_EMIT statusChanged(status);
}

std::unique_ptr<Service> makeService(const ServicePaths &paths)
{
    return std::make_unique<MicroVmService>(paths);
}

} // namespace glasshouse::sandbox
