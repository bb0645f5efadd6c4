#include "sandbox/gateway/tls_gate.h"

#include "sandbox/gateway/client_hello.h"

#include <utility>

namespace glasshouse::gateway {

TlsGate::TlsGate(ByteStream &client, const QByteArray &start, const Host &host, int timeoutMs)
    : m_client(client), m_host(host), m_bytes(start), m_deadline(this)
{
    connect(&m_client, &ByteStream::readyRead, this, &TlsGate::advance);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        conclude({ReasonCode::HeaderTimeout, QStringLiteral("No TLS came through the tunnel in time.")});
    });
    m_deadline.start(timeoutMs);
    QMetaObject::invokeMethod(this, &TlsGate::advance, Qt::QueuedConnection);
}

void TlsGate::advance()
{
    while (!m_done && m_client.readable() > 0) {
        m_bytes += m_client.read(mostClientHelloBytes);
        judge();
    }
    if (!m_done)
        judge();
    if (!m_done && m_client.atEnd())
        conclude(
            {ReasonCode::ClientClosed, QStringLiteral("The sandbox closed the tunnel before TLS began.")});
}

void TlsGate::judge()
{
    const auto hello = parseClientHello(m_bytes);
    if (!hello)
        return conclude(hello.error());
    if (!hello->has_value())
        return;
    if (const auto checked = checkClientHello(**hello, m_host); !checked)
        return conclude(checked.error());
    m_done = true;
    m_deadline.stop();
    Q_EMIT passed(m_bytes);
}

void TlsGate::conclude(const Refusal &refusal)
{
    if (std::exchange(m_done, true))
        return;
    m_deadline.stop();
    Q_EMIT refused(refusal);
}

} // namespace glasshouse::gateway
