#include "sandbox/gateway/permission_desk.h"

namespace glasshouse::gateway {

qint64 PermissionDesk::ask(const RequestTarget &target, const Decision &denial)
{
    const qint64 id = ++m_lastId;
    m_open.insert(id);
    Q_EMIT requested(PermissionRequest{id, target, denial});
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
