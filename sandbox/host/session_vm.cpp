// What is done with a session's VM beside its calls: it is measured, kept, replaced, and ended in time.
#include "sandbox/host/session.h"

#include "sandbox/host/forget.h"
#include "sandbox/host/micro_vm.h"

namespace glasshouse::sandbox {

void Session::visit(std::function<void(Vm *)> visitor)
{
    m_visitors.push_back(std::move(visitor));
    QMetaObject::invokeMethod(this, &Session::startNext, Qt::QueuedConnection);
}

void Session::endVisit()
{
    rest();
}

void Session::restore(const QString &snapshot, const VmNeeds &needs, MakeRequest request)
{
    reset(QStringLiteral("The sandbox was replaced by a snapshot."));
    m_restore = Restore{snapshot, needs, std::move(request)};
    QMetaObject::invokeMethod(this, &Session::startNext, Qt::QueuedConnection);
}

void Session::startRestore()
{
    dropVm();
    m_needs = m_restore->needs;
    m_restoring = true;
    await(m_restore->request());
}

void Session::finishRestore(const Result<void> &result)
{
    m_restoring = false;
    const QString snapshot = m_restore->snapshot;
    m_restore.reset();
    rest();
    if (result)
        Q_EMIT restored(snapshot);
    else
        Q_EMIT restoreFailed(result.error().message);
}

void Session::limitLifetime()
{
    const int limit = m_request.limits.lifetimeMs;
    if (!m_vm || limit == 0)
        return m_lifetime.stop();
    m_lifetime.start(static_cast<int>(qMax<qint64>(0, limit - m_age.elapsed())));
}

void Session::expire()
{
    dropVm();
    Q_EMIT vmEnded(m_name, QStringLiteral("The sandbox reached the end of its lifetime, so it was ended. The "
                                          "next call starts in a fresh one."));
}

void Session::watchUsage(bool watched)
{
    m_watched = watched;
    measure();
}

void Session::measure()
{
    forget(m_meter);
    if (!m_watched || !m_vm)
        return;
    m_meter = std::make_unique<UsageMeter>(*m_vm);
    connect(m_meter.get(), &UsageMeter::measured, this, [this](const protocol::Usage &usage) {
        Q_EMIT usageMeasured(toUsage(usage, m_request.limits, m_execution ? m_execution->printedBytes() : 0));
    });
}

std::unique_ptr<Vm> Session::release()
{
    if (m_busy || !m_vm)
        return nullptr;
    m_idle.stop();
    m_lifetime.stop();
    m_vm->disconnect(this);
    m_meter.reset();
    m_links.reset();
    auto vm = std::move(m_vm);
    Q_EMIT vmDropped();
    return vm;
}

} // namespace glasshouse::sandbox
