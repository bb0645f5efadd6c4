// A guest's way out: its gateway on a thread of its own, joined to the guest's connections by streams.
#pragma once

#include "sandbox/gateway/gateway.h"
#include "sandbox/gateway/outside.h"
#include "sandbox/host/stream_mux.h"

#include <QThread>

#include <map>

namespace glasshouse::sandbox {

// The gateway's side; lives on the gateway's thread.
class GatewayHost : public QObject
{
    Q_OBJECT

public:
    GatewayHost(const gateway::GatewaySettings &settings, const gateway::Outside &outside);
    ~GatewayHost() override;

    [[nodiscard]] gateway::Gateway &gateway() { return m_gateway; }

    void open(quint32 stream);
    void receive(quint32 stream, const QByteArray &bytes);
    void end(quint32 stream);
    void grant(quint32 stream, qint64 bytes);
    void drop(quint32 stream);

Q_SIGNALS:
    void sent(quint32 stream, const QByteArray &bytes);
    void consumed(quint32 stream, qint64 bytes);
    void finished(quint32 stream);

private:
    [[nodiscard]] gateway::GatewayConnection *find(quint32 stream) const;

    gateway::Gateway m_gateway;
    std::map<quint32, std::unique_ptr<gateway::GatewayConnection>> m_connections; // end before the gateway
};

class NetworkLink : public QObject
{
    Q_OBJECT

public:
    // `mux` outlives it.
    NetworkLink(StreamMux &mux, const gateway::GatewaySettings &settings, const gateway::Outside &outside = {});
    ~NetworkLink() override;

    void setSettings(const gateway::GatewaySettings &settings); // list and mode; the limits stay
    void answer(qint64 permission, gateway::Permission answer);
    void open(quint32 number); // a connection of the guest; later ones come by themselves

Q_SIGNALS:
    void decided(const glasshouse::gateway::RequestRecord &record);
    void completed(const glasshouse::gateway::RequestRecord &record);
    void permissionRequested(const glasshouse::gateway::PermissionRequest &request);
    void permissionWithdrawn(qint64 permission);
    void ruleAdded(const glasshouse::gateway::AllowEntry &entry);

private:
    template<typename Work> void onGatewayThread(Work work);
    void forwardEvents();
    void finish(quint32 number);

    StreamMux &m_mux;
    QThread m_thread;
    GatewayHost *m_host; // deleted on its own thread
    std::map<quint32, std::unique_ptr<GuestStream>> m_streams;
};

} // namespace glasshouse::sandbox
