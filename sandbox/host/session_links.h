// What joins one running micro-VM to the world outside: its mounts and its network, changed while it runs.
#pragma once

#include "sandbox/host/guest_mount.h"
#include "sandbox/host/network_link.h"

#include <QTimer>

namespace glasshouse::sandbox {

class SessionLinks : public QObject
{
    Q_OBJECT

public:
    // `vm` and `clock` outlive it.
    SessionLinks(Vm &vm, const Clock &clock, gateway::Outside outside = {});

    // Mounts and unmounts what differs from before; settled() follows, at once if nothing does.
    void apply(const SessionSetup &setup);
    void answer(qint64 permission, gateway::Permission answer);

Q_SIGNALS:
    void settled(const QString &problem); // a sentence if a folder could not be mounted
    void fileAccessed(const QString &guestPath, const glasshouse::sandbox::FileAccess &access);
    void requestDecided(const glasshouse::gateway::RequestRecord &record);
    void requestCompleted(const glasshouse::gateway::RequestRecord &record);
    void permissionRequested(const glasshouse::gateway::PermissionRequest &request);
    void permissionWithdrawn(qint64 permission);
    void ruleAdded(const glasshouse::gateway::AllowEntry &entry);

private:
    void changeMounts(const QVector<Mount> &wanted);
    void addMount(const Mount &mount);
    void handleFailure(GuestMount *mount, const QString &sentence);
    void settle();
    void giveUpWaiting();
    void changeNetwork(const gateway::GatewaySettings &wanted);
    void startNetwork();

    StreamMux m_mux;
    const Clock &m_clock;
    std::vector<std::unique_ptr<GuestMount>> m_mounts;
    std::unique_ptr<NetworkLink> m_network; // made when it is first needed
    gateway::GatewaySettings m_settings;
    gateway::Outside m_outside;
    QTimer m_patience; // with a guest that does not answer
    QString m_problem;
};

} // namespace glasshouse::sandbox
