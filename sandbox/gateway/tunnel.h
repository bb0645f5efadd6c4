// Passes bytes between a guest and a server until either ends, a limit is reached or the rule goes away.
#pragma once

#include "sandbox/gateway/connect_result.h"

#include <QTimer>

namespace glasshouse::gateway {

class Tunnel : public QObject
{
    Q_OBJECT

public:
    Tunnel(ByteStream &client, ConnectResult connect, Services &services);

Q_SIGNALS:
    void ended();

private:
    void watch(const ByteStream &stream);
    void advance();
    void passToServer();
    void passToGuest();
    void checkRule();
    void conclude(const Refusal &refusal);
    void end();

    ByteStream &m_client;
    ConnectResult m_connect;
    Services &m_services;
    QTimer m_idle;
    bool m_done = false;
};

} // namespace glasshouse::gateway
