// The questions that wait for a person.
#pragma once

#include "sandbox/gateway/permission.h"

#include <QObject>
#include <QSet>

namespace glasshouse::gateway {

class PermissionDesk : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] qint64 ask(const RequestTarget &target, const Decision &denial);
    void withdraw(qint64 id);
    void answer(qint64 id, Permission permission);

Q_SIGNALS:
    void requested(const glasshouse::gateway::PermissionRequest &request);
    void withdrawn(qint64 id);
    void answered(qint64 id, glasshouse::gateway::Permission permission);

private:
    QSet<qint64> m_open;
    qint64 m_lastId = 0;
};

} // namespace glasshouse::gateway
