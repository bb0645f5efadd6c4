#include "sandbox/gateway/permission_desk.h"

#include <algorithm>

namespace glasshouse::gateway {

namespace {

constexpr qint64 minuteMs = 60'000;

bool isSame(const RequestTarget &one, const RequestTarget &other)
{
    return one.method == other.method && one.displayUrl() == other.displayUrl();
}

} // namespace

qint64 PermissionDesk::ask(const RequestTarget &target, const Decision &denial)
{
    const qint64 id = ++m_lastId;
    m_waiting.insert(id, {id, target, denial});
    askNextSoon();
    return id;
}

// From the event loop: whoever answers at once answers a question that is known by its id.
void PermissionDesk::askNextSoon()
{
    QMetaObject::invokeMethod(this, &PermissionDesk::askNext, Qt::QueuedConnection);
}

void PermissionDesk::askNext()
{
    const auto waiting = m_waiting; // listeners may answer, withdraw and ask
    for (const PermissionRequest &request : waiting) {
        if (m_waiting.contains(request.id) && !isAskedAbout(request.target.host))
            present(request);
    }
}

void PermissionDesk::present(const PermissionRequest &request)
{
    m_waiting.remove(request.id);
    if (!hasRoom())
        return Q_EMIT turnedAway(request.id);
    m_open.insert(request.id, request);
    m_askedMs.append(m_clock.monotonicMs());
    Q_EMIT requested(request);
}

bool PermissionDesk::isAskedAbout(const Host &host) const
{
    return std::any_of(m_open.begin(), m_open.end(),
                       [&](const PermissionRequest &open) { return open.target.host == host; });
}

bool PermissionDesk::hasRoom()
{
    m_askedMs.removeIf([now = m_clock.monotonicMs()](qint64 asked) { return now - asked >= minuteMs; });
    return m_open.size() < MostOpen && m_askedMs.size() < MostPerMinute;
}

void PermissionDesk::withdraw(qint64 id)
{
    m_waiting.remove(id);
    if (m_open.remove(id) == 0)
        return;
    askNextSoon();
    Q_EMIT withdrawn(id);
}

void PermissionDesk::answer(qint64 id, Permission permission)
{
    const auto found = m_open.find(id);
    if (found == m_open.end())
        return;
    const RequestTarget target = found->target;
    m_open.erase(found);
    askNextSoon();
    Q_EMIT answered(id, permission);
    if (permission == Permission::Deny)
        deny(target);
}

void PermissionDesk::deny(const RequestTarget &target)
{
    const auto waiting = m_waiting;
    for (const PermissionRequest &request : waiting) {
        if (isSame(request.target, target) && m_waiting.remove(request.id) != 0)
            Q_EMIT answered(request.id, Permission::Deny);
    }
}

} // namespace glasshouse::gateway
