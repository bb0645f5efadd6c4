#include "sandbox/gateway/permission_desk.h"

namespace glasshouse::gateway {

qint64 PermissionDesk::ask(const RequestTarget &target, const Decision &denial)
{
    const qint64 id = ++m_lastId;
    m_open.insert(id);
    // From the event loop: whoever answers at once answers a question that is known by its id.
    const auto request = [this, question = PermissionRequest{id, target, denial}] {
        if (m_open.contains(question.id))
            Q_EMIT requested(question);
    };
    QMetaObject::invokeMethod(this, request, Qt::QueuedConnection);
    return id;
}

void PermissionDesk::withdraw(qint64 id)
{
    if (m_open.remove(id))
        Q_EMIT withdrawn(id);
}

void PermissionDesk::answer(qint64 id, Permission permission)
{
    if (m_open.remove(id))
        Q_EMIT answered(id, permission);
}

} // namespace glasshouse::gateway
