#include "sandbox/host/session_job.h"

#include "sandbox/host/forget.h"
#include "sandbox/host/micro_vm.h"

namespace glasshouse::sandbox {

namespace {

constexpr int mostTries = 3; // with a fresh sandbox each, as long as nothing can have run

ExecResult cancelledResult()
{
    ExecResult result;
    result.ending = Ending::Cancelled;
    result.exitCode = -1;
    return result;
}

} // namespace

Session::Session(QString name, VmSource &source, ArtifactFolders folders, QObject *parent)
    : QObject(parent), m_name(std::move(name)), m_source(source), m_folders(std::move(folders))
{
    m_lifetime.setSingleShot(true);
    connect(&m_lifetime, &QTimer::timeout, this, [this] {
        m_outlived = true;
        if (!m_busy)
            expire();
    });
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, [this] {
        dropVm();
        Q_EMIT vmEnded(m_name, QStringLiteral("The sandbox was idle for too long, so it was ended."));
    });
}

Session::~Session()
{
    m_execution.reset(); // before the VM it talks to
    m_meter.reset();
    m_links.reset();
    abandon(m_current);
    for (const auto &job : m_queue)
        abandon(job);
}

// A job may outlive the session; it must not wait for ever. Queued, so that nobody calls back into what is
// being destroyed.
void Session::abandon(const QPointer<SessionJob> &job)
{
    if (!job)
        return;
    const Error error{
        QStringLiteral("The sandbox was ended with the program's sandbox service before the call was done."),
        ErrorCode::Cancelled};
    QMetaObject::invokeMethod(
        job, [job, error] { Q_EMIT job->finished(fail(error)); }, Qt::QueuedConnection);
}

std::unique_ptr<ExecJob> Session::execute(const ExecRequest &request)
{
    auto job = std::make_unique<SessionJob>(*this, request);
    m_queue.push_back(job.get());
    QMetaObject::invokeMethod(this, &Session::startNext, Qt::QueuedConnection);
    return job;
}

void Session::cancel(SessionJob &job)
{
    const auto waiting = std::find(m_queue.begin(), m_queue.end(), &job);
    if (waiting != m_queue.end()) {
        m_queue.erase(waiting);
        QMetaObject::invokeMethod(
            &job, [&job] { Q_EMIT job.finished(cancelledResult()); }, Qt::QueuedConnection);
    } else if (m_current == &job && m_execution) {
        m_execution->cancel();
    } else if (m_current == &job && m_vmRequest) {
        forget(m_vmRequest);
        QMetaObject::invokeMethod(
            this, [this] { finishCurrent(cancelledResult()); }, Qt::QueuedConnection);
    } else if (m_current == &job && std::exchange(m_settling, false)) {
        QMetaObject::invokeMethod(
            this, [this] { finishCurrent(cancelledResult()); }, Qt::QueuedConnection);
    }
}

Execution *Session::executionOf(const SessionJob &job) const
{
    return m_current == &job ? m_execution.get() : nullptr;
}

void Session::startNext()
{
    if (m_busy || (m_queue.empty() && m_visitors.empty() && !m_restore))
        return;
    m_idle.stop();
    m_busy = true;
    if (m_restore)
        return startRestore();
    if (m_visitors.empty())
        return startNextCall();
    const auto visitor = std::move(m_visitors.front());
    m_visitors.pop_front();
    visitor(m_vm.get());
}

void Session::startNextCall()
{
    m_current = m_queue.front();
    m_queue.pop_front();
    const SessionJob *job = m_current.data();
    if (!job)
        return finishCurrent(cancelledResult());
    m_request = job->request();
    m_tries = 0;
    const VmNeeds needs{m_request.image, m_request.limits.memoryMb};
    if (m_vm && needs != m_needs)
        dropVm(); // the profile was changed: its next call runs in what it asks for now
    m_needs = needs;
    limitLifetime();
    if (m_vm)
        applySetup();
    else
        requestVm();
}

void Session::requestVm()
{
    await(m_source.requestVmFor(m_name, m_needs));
}

void Session::await(std::unique_ptr<VmRequest> request)
{
    m_vmRequest = std::move(request);
    connect(m_vmRequest.get(), &VmRequest::made, this, &Session::handleVm);
    connect(m_vmRequest.get(), &VmRequest::failed, this, &Session::handleVmFailure);
    if (m_current)
        connect(m_vmRequest.get(), &VmRequest::delayed, m_current.data(), &ExecJob::waiting);
}

void Session::handleVmFailure(const Error &error)
{
    forget(m_vmRequest);
    if (m_restoring)
        finishRestore(fail(error));
    else
        finishCurrent(fail(error));
}

void Session::handleVm()
{
    m_vm = m_vmRequest->takeVm();
    forget(m_vmRequest);
    connect(m_vm.get(), &Vm::ended, this, &Session::handleVmEnd);
    m_restoredMs = qMax<qint64>(1, m_vm->readyMs());
    m_replenished = false;
    m_age.start();
    limitLifetime();
    link();
    Q_EMIT vmStarted(m_restoredMs);
    if (!m_restoring)
        return applySetup();
    m_links->apply(m_request.setup);
    finishRestore({});
}

void Session::link()
{
    m_links = std::make_unique<SessionLinks>(*m_vm, m_clock, m_outside);
    connect(m_links.get(), &SessionLinks::settled, this, &Session::handleSettled);
    connect(m_links.get(), &SessionLinks::permissionRequested, this,
            [this](const gateway::PermissionRequest &request) {
                m_hold.ask(request.id);
                applyHold();
            });
    connect(m_links.get(), &SessionLinks::permissionWithdrawn, this, [this](qint64 permission) {
        m_hold.withdraw(permission);
        applyHold();
    });
    connect(m_links.get(), &SessionLinks::fileAccessed, this,
            [this](const QString &place, const FileAccess &access) {
                if (place == outputPlace)
                    m_changedOutput.note(access);
            });
    Q_EMIT linked(m_links.get());
    measure();
}

void Session::applySetup()
{
    m_settling = true;
    m_links->apply(m_request.setup);
}

void Session::handleSettled(const QString &problem)
{
    if (!std::exchange(m_settling, false))
        return; // changed while code runs or while nothing does
    if (!m_current)
        finishCurrent(cancelledResult());
    else if (!problem.isEmpty())
        finishCurrent(fail({problem, ErrorCode::SandboxUnavailable}));
    else
        run();
}

void Session::configure(const SessionSetup &setup)
{
    m_request.setup = setup; // also for calls whose time has not come yet
    for (const auto &job : m_queue) {
        if (job)
            job->configure(setup);
    }
    if (m_links)
        m_links->apply(setup);
}

void Session::answerPermission(qint64 permission, gateway::Permission answer)
{
    if (!m_links)
        return;
    m_links->answer(permission, answer);
    m_hold.answer(permission);
    applyHold();
}

void Session::holdClock(const SessionJob &job, bool held)
{
    if (m_current != &job)
        return;
    m_hold.setByCaller(held);
    applyHold();
}

void Session::applyHold()
{
    if (m_execution)
        m_execution->holdClock(m_hold.isHeld());
}

void Session::run()
{
    (void)m_changedOutput.take();
    m_execution = std::make_unique<Execution>(*m_vm, ++m_calls, m_request, m_folders);
    connect(m_execution.get(), &Execution::outputReceived, this, &Session::handleOutput);
    connect(m_execution.get(), &Execution::toolCalled, this, [this](const ToolRequest &request) {
        if (m_current)
            Q_EMIT m_current->toolCalled(request);
    });
    connect(m_execution.get(), &Execution::finished, this, &Session::handleFinished);
    connect(m_execution.get(), &Execution::neverRan, this, &Session::handleNeverRan);
    m_hold.beginCall();
    m_execution->start();
    const ExecStart start{m_vm->id(), m_vm->accelerator(), m_vm->isConfined(),
                          std::exchange(m_restoredMs, 0)};
    if (m_current)
        Q_EMIT m_current->started(start);
    else
        m_execution->cancel(); // deleted by its owner while the VM was made
}

void Session::handleOutput(Stream stream, const QByteArray &bytes)
{
    if (m_current)
        Q_EMIT m_current->outputReceived(stream, bytes);
    replenish();
}

void Session::handleFinished(const ExecResult &result)
{
    replenish();
    forget(m_execution);
    if (m_lost)
        handleLoss(*m_lost);
    for (const LimitHit &hit : result.limitsHit)
        Q_EMIT limitHit(hit);
    if (const Mount *mount = mountedOutput())
        collectMountedOutput(*mount, result);
    else
        finishCurrent(result);
}

const Mount *Session::mountedOutput() const
{
    const auto &mounts = m_request.setup.mounts;
    const auto found = std::find_if(mounts.begin(), mounts.end(),
                                    [](const Mount &one) { return one.guestPath == outputPlace; });
    return found == mounts.end() || !found->share.writable ? nullptr : &*found;
}

void Session::collectMountedOutput(const Mount &mount, const ExecResult &result)
{
    const QStringList names = m_changedOutput.take();
    if (names.isEmpty())
        return finishCurrent(result);
    m_mountedOutput = std::make_unique<MountedOutputJob>(mount.share, names, m_folders, m_request.limits);
    connect(m_mountedOutput.get(), &MountedOutputJob::finished, this,
            [this, result](const QVector<OutputFile> &files, const QVector<RefusedFile> &refused) {
                forget(m_mountedOutput);
                ExecResult whole = result;
                whole.files += files;
                whole.refused += refused;
                finishCurrent(whole);
            });
}

void Session::replenish()
{
    if (!std::exchange(m_replenished, true))
        m_source.replenish(m_needs);
}

void Session::finishCurrent(const Result<ExecResult> &result)
{
    const QPointer<SessionJob> job = std::exchange(m_current, nullptr);
    rest();
    if (job)
        Q_EMIT job->finished(result);
}

void Session::rest()
{
    m_busy = false;
    if (m_vm)
        m_idle.start(m_request.limits.timeToLiveMs);
    if (m_vm && m_outlived)
        expire();
    QMetaObject::invokeMethod(this, &Session::startNext, Qt::QueuedConnection);
}

// Code that was sent to a guest which never answered has had no effect that anybody could see: all that it
// says comes behind its greeting.
void Session::handleNeverRan(const QString &reason)
{
    forget(m_execution);
    m_lost.reset();
    tryAgain(reason);
}

void Session::tryAgain(const QString &reason)
{
    dropVm();
    if (m_current && ++m_tries < mostTries)
        requestVm();
    else
        finishCurrent(fail({reason, ErrorCode::SandboxUnavailable}));
}

void Session::handleVmEnd(const QString &reason)
{
    m_lost = reason;
    if (m_execution)
        return; // which says how its call ended
    const bool waiting = std::exchange(m_settling, false);
    handleLoss(reason);
    if (waiting)
        tryAgain(reason);
}

void Session::handleLoss(const QString &reason)
{
    dropVm();
    if (!std::exchange(m_resetting, false))
        Q_EMIT vmEnded(m_name, reason);
}

void Session::reset(const QString &reason)
{
    if (m_execution) {
        m_resetting = true;
        m_execution->abort(reason);
    } else {
        dropVm();
        if (std::exchange(m_settling, false))
            finishCurrent(cancelledResult());
        if (m_restoring) {
            forget(m_vmRequest);
            finishRestore(fail(reason));
        }
    }
}

void Session::dropVm()
{
    m_idle.stop();
    m_lifetime.stop();
    m_outlived = false;
    m_lost.reset();
    forget(m_meter); // it may have ended the VM itself
    m_links.reset();
    retire(std::move(m_vm));
    Q_EMIT vmDropped();
}

} // namespace glasshouse::sandbox
