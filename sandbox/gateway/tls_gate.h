// Stands at the start of a tunnel: holds every byte back until the ClientHello names the right server.
#pragma once

#include "sandbox/gateway/byte_stream.h"
#include "sandbox/gateway/host.h"
#include "sandbox/gateway/refusal.h"

#include <QTimer>

namespace glasshouse::gateway {

class TlsGate : public QObject
{
    Q_OBJECT

public:
    // `start`: what was already read from `client`.
    TlsGate(ByteStream &client, const QByteArray &start, const Host &host, int timeoutMs);

Q_SIGNALS:
    void passed(const QByteArray &bytes); // all that was held back
    void refused(const glasshouse::gateway::Refusal &refusal);

private:
    void advance();
    void judge();
    void conclude(const Refusal &refusal);

    ByteStream &m_client;
    const Host m_host;
    QByteArray m_bytes;
    QTimer m_deadline;
    bool m_done = false;
};

} // namespace glasshouse::gateway
