// What happens on one connection of a guest: HTTP, and after a CONNECT a tunnel or TLS that ends here.
#pragma once

#include "sandbox/gateway/guest_stream.h"
#include "sandbox/gateway/http_session.h"
#include "sandbox/gateway/tls_gate.h"
#include "sandbox/gateway/tls_stream.h"
#include "sandbox/gateway/tunnel.h"

namespace glasshouse::gateway {

class Conversation : public QObject
{
    Q_OBJECT

public:
    Conversation(GuestStream &client, Services &services);

    [[nodiscard]] bool isIdle() const; // ending it now harms nobody
    void end();
    void refuse(const Refusal &refusal); // the whole connection

private:
    void startGate();
    void pass(const QByteArray &start);
    void refuseTls(const Refusal &refusal);
    void startTunnel(const QByteArray &start);
    void intercept(const QByteArray &start);
    void endInside();

    GuestStream &m_client;
    Services &m_services;
    std::unique_ptr<HttpSession> m_session;
    std::unique_ptr<TlsGate> m_gate;
    ConnectResult m_connect;
    std::unique_ptr<Tunnel> m_tunnel;
    std::unique_ptr<TlsStream> m_tls;
    std::unique_ptr<HttpSession> m_inside; // of m_tls
};

} // namespace glasshouse::gateway
