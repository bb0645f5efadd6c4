#include "sandbox/host/vm_pool.h"

#include "sandbox/host/forget.h"
#include "sandbox/host/warm_up.h"

#include <QFile>
#include <QFileInfo>

namespace glasshouse::sandbox {

namespace {

constexpr int idleMs = 600'000;           // then the waiting VM gives its memory back
constexpr int restoreDeadlineMs = 30'000; // takes 100 ms unless the machine is out of breath
constexpr int bootDeadlineMs = 120'000;   // where none can be restored: takes seconds under a hypervisor
constexpr int mostRestoreFailures = 3;    // in a row, then what waits is told
const QString deadlineName = QStringLiteral("deadline");

template<typename List> auto take(List &list, MicroVm *vm)
{
    typename List::value_type taken;
    const auto at = std::find_if(list.begin(), list.end(), [vm](const auto &one) { return one.get() == vm; });
    if (at != list.end()) {
        taken = std::move(*at);
        list.erase(at);
    }
    return taken;
}

QString readySentence(const Prepared &prepared)
{
    const Accelerator accelerator = prepared.verdict.cpu.accelerator;
    QStringList sentences{
        accelerator == Accelerator::Tcg
            ? QStringLiteral("Sandboxes are ready, with software emulation.")
            : QStringLiteral("Sandboxes are ready, with %1.").arg(toString(accelerator).toUpper())};
    for (const QString &problem : {prepared.verdict.reason, prepared.facts.confinementProblem})
        if (!problem.isEmpty())
            sentences << problem;
    return sentences.join(u' ');
}

} // namespace

VmPool::VmPool(MakePreparation prepare, QObject *parent)
    : QObject(parent), m_makePreparation(std::move(prepare))
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(idleMs);
    connect(&m_idle, &QTimer::timeout, this, [this] {
        m_keepReady = false;
        m_ready.clear();
        countReady();
    });
}

VmPool::~VmPool() = default;

void VmPool::setSize(int size)
{
    m_size = size;
}

void VmPool::replenish()
{
    m_keepReady = true;
    m_idle.start();
    work();
}

std::unique_ptr<VmRequest> VmPool::request()
{
    auto request = std::make_unique<PoolRequest>();
    m_requests.push_back(request.get());
    m_restoreFailures = 0;
    QMetaObject::invokeMethod(this, &VmPool::work, Qt::QueuedConnection);
    return request;
}

std::unique_ptr<VmRequest> VmPool::requestKept(StateFile stateFile)
{
    auto made = request();
    static_cast<PoolRequest *>(made.get())->m_stateFile = std::move(stateFile);
    return made;
}

std::unique_ptr<VmRequest> VmPool::requestCopy(StateFile stateFile)
{
    auto made = requestKept(std::move(stateFile));
    static_cast<PoolRequest *>(made.get())->m_isCopy = true;
    return made;
}

// Requests for a saved session leave the queue as soon as its state is known to be there; the others stay.
void VmPool::restoreKept()
{
    for (auto &waiting : m_requests) {
        if (!waiting || !waiting->m_stateFile)
            continue;
        const auto file = std::exchange(waiting->m_stateFile, {})(m_prepared->snapshot);
        if (QFileInfo::exists(file) || waiting->m_isCopy)
            restoreKept(*std::exchange(waiting, nullptr), file);
    }
}

// Only what differs from the template is in the file.
void VmPool::restoreKept(PoolRequest &waiting, const QString &file)
{
    auto spec = m_prepared->clone;
    spec.deviceFile = file;
    spec.deviceFileHoldsMemory = true;
    PoolRequest *request = &waiting;
    request->m_kept = std::make_unique<MicroVm>(spec);
    auto *vm = request->m_kept.get();
    giveDeadline(vm, restoreDeadlineMs);
    connect(vm, &MicroVm::greeted, request, [this, vm, request, file] {
        if (!request->m_isCopy)
            QFile::remove(file); // from now on the running VM is the session's state
        handleKept(vm, request);
    });
    connect(vm, &Vm::ended, request, [this, request, file](const QString &reason) {
        if (!request->m_isCopy)
            QFile::remove(file);
        handleKeptFailure(request, reason);
    });
    vm->start();
}

void VmPool::handleKeptFailure(PoolRequest *request, const QString &reason)
{
    retire(std::move(request->m_kept));
    if (request->m_isCopy)
        return Q_EMIT request->failed({QStringLiteral("The snapshot could not be restored: %1").arg(reason),
                                       ErrorCode::SandboxUnavailable});
    m_requests.push_back(request);
    work();
}

void VmPool::handleKept(MicroVm *vm, PoolRequest *request)
{
    delete vm->findChild<QTimer *>(deadlineName);
    vm->disconnect(request);
    request->m_vm = std::move(request->m_kept);
    m_keepReady = true;
    Q_EMIT request->made();
}

// Does whatever the present state asks for; called after each change.
void VmPool::work()
{
    if (m_prepared)
        restoreKept();
    deliver();
    const size_t wanted = m_requests.size() + (m_keepReady ? static_cast<size_t>(m_size) : 0);
    if (wanted <= m_ready.size() + m_restoring.size())
        return;
    if (m_prepared && !m_prepared->isUntouched())
        m_prepared.reset(); // somebody wrote to the template or built the image again: hashes decide
    if (!m_prepared)
        return prepare();
    // A waiting call comes first; what only keeps the pool full is made one at a time.
    const size_t target =
        m_requests.empty() ? m_restoring.size() + (m_restoring.empty() ? 1 : 0) : m_requests.size();
    while (m_restoring.size() < target)
        restore();
}

void VmPool::prepare()
{
    if (m_preparation) {
        delayAll();
        return;
    }
    m_preparation = m_makePreparation();
    connect(m_preparation.get(), &Preparation::progressed, this, &VmPool::handleProgress);
    connect(m_preparation.get(), &Preparation::finished, this, &VmPool::handlePrepared);
    m_preparation->start();
}

void VmPool::handleProgress(const PreparationProgress &progress)
{
    Status status = m_status;
    status.state = progress.state;
    status.progress = progress.fraction;
    status.step = progress.step;
    status.remainingMs = progress.remainingMs;
    status.sentence = delay();
    const bool isNews = status.state != m_status.state;
    setStatus(status);
    if (isNews)
        delayAll();
}

QString VmPool::delay() const
{
    if (m_status.state == Status::State::BuildingImage)
        return QStringLiteral("The sandbox image is being made ready; this happens once.");
    return QStringLiteral("The sandbox template is being made; this happens once.");
}

void VmPool::delayAll()
{
    if (m_status.state != Status::State::BuildingImage && m_status.state != Status::State::BuildingTemplate)
        return;
    const auto requests = m_requests;
    for (const auto &request : requests)
        if (request)
            Q_EMIT request->delayed(delay());
}

void VmPool::handlePrepared(const Result<Prepared> &result)
{
    forget(m_preparation);
    Status status;
    if (!result) {
        m_keepReady = false;
        status.state = Status::State::Unavailable;
        status.sentence = result.error().message;
        setStatus(status);
        return failAll({result.error().message, ErrorCode::SandboxUnavailable});
    }
    m_prepared = *result;
    status.state = result->facts.bubblewrap.isEmpty() ? Status::State::Degraded : Status::State::Ready;
    status.sentence = readySentence(*result);
    status.accelerator = result->verdict.cpu.accelerator;
    status.remedy = remedyFor(result->verdict, result->facts.hypervisor);
    status.confined = !result->facts.bubblewrap.isEmpty();
    status.progress = 1;
    setStatus(status);
    work();
}

void VmPool::restore()
{
    m_restoring.push_back(std::make_unique<MicroVm>(m_prepared->clone));
    MicroVm *vm = m_restoring.back().get();
    connect(vm, &MicroVm::resumed, this, [this, vm] { handleResumption(vm); });
    connect(vm, &MicroVm::ready, this, [this, vm] { handleReadiness(vm); });
    connect(vm, &Vm::ended, this, [this, vm](const QString &reason) { handleRestoreFailure(vm, reason); });
    const bool boots = m_prepared->clone.machine.start == QemuMachine::Start::Boot;
    giveDeadline(vm, boots ? bootDeadlineMs : restoreDeadlineMs);
    vm->start();
}

void VmPool::giveDeadline(MicroVm *vm, int milliseconds)
{
    auto *deadline = new QTimer(vm);
    connect(deadline, &QTimer::timeout, vm,
            [vm] { vm->kill(QStringLiteral("The sandbox did not answer in time after its start.")); });
    deadline->setObjectName(deadlineName);
    deadline->start(milliseconds);
}

// A call that waits need not wait for the greeting: what it sends lies behind the host's, and nothing is
// believed that comes before the guest's.
void VmPool::handleResumption(MicroVm *vm)
{
    std::erase_if(m_requests, [](const auto &request) { return !request; });
    if (!m_requests.empty())
        handleReady(vm);
}

// One that is to wait itself uses the time.
void VmPool::handleReadiness(MicroVm *vm)
{
    auto *warmUp = new WarmUp(*vm, vm);
    connect(warmUp, &WarmUp::finished, this, [this, vm] { handleReady(vm); });
    warmUp->start();
}

void VmPool::handleReady(MicroVm *vm)
{
    delete vm->findChild<QTimer *>(deadlineName);
    m_restoreFailures = 0;
    m_status.lastRestoreMs = vm->readyMs();
    m_ready.push_back(take(m_restoring, vm));
    disconnect(vm, nullptr, this, nullptr);
    connect(vm, &Vm::ended, this, [this, vm] { handleEndOfReady(vm); });
    work();
    countReady();
}

void VmPool::handleRestoreFailure(MicroVm *vm, const QString &reason)
{
    retire(take(m_restoring, vm));
    if (++m_restoreFailures < mostRestoreFailures)
        return work();
    m_keepReady = false;
    failAll(
        {QStringLiteral("A sandbox could not be restored: %1").arg(reason), ErrorCode::SandboxUnavailable});
}

void VmPool::handleEndOfReady(MicroVm *vm)
{
    retire(take(m_ready, vm));
    countReady();
    if (++m_restoreFailures < mostRestoreFailures)
        work();
}

void VmPool::deliver()
{
    std::erase_if(m_requests, [](const auto &request) { return !request; });
    while (!m_requests.empty() && !m_ready.empty()) {
        PoolRequest *request = m_requests.front().data();
        m_requests.pop_front();
        if (!request)
            continue;
        m_ready.front()->disconnect(this);
        request->m_vm = std::move(m_ready.front());
        m_ready.pop_front();
        m_idle.start();
        countReady();
        Q_EMIT request->made();
    }
}

void VmPool::failAll(const Error &error)
{
    const auto requests = std::exchange(m_requests, {});
    for (const auto &request : requests)
        if (request)
            Q_EMIT request->failed(error);
}

void VmPool::countReady()
{
    Status status = m_status;
    status.pooled = static_cast<int>(m_ready.size());
    setStatus(status);
}

void VmPool::setStatus(Status status)
{
    status.lastRestoreMs = m_status.lastRestoreMs;
    m_status = std::move(status);
    Q_EMIT statusChanged();
}

} // namespace glasshouse::sandbox
