#include "sandbox/gateway/tunnel.h"

#include <utility>

namespace glasshouse::gateway {

Tunnel::Tunnel(ByteStream &client, ConnectResult connectResult, Services &services)
    : m_client(client), m_connect(std::move(connectResult)), m_services(services), m_idle(this)
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(m_services.settings.limits.idleMs);
    connect(&m_idle, &QTimer::timeout, this, [this] {
        conclude({ReasonCode::IdleTimeout, QStringLiteral("Nothing went through the tunnel for too long.")});
    });
    watch(m_client);
    watch(*m_connect.server);
    connect(&m_services, &Services::allowListChanged, this, &Tunnel::checkRule);
    m_connect.trail->addFromGuest(m_connect.start.size());
    m_connect.server->write(std::exchange(m_connect.start, {}));
    QMetaObject::invokeMethod(this, &Tunnel::advance, Qt::QueuedConnection);
}

void Tunnel::watch(const ByteStream &stream)
{
    connect(&stream, &ByteStream::readyRead, this, &Tunnel::advance);
    connect(&stream, &ByteStream::written, this, &Tunnel::advance);
}

void Tunnel::advance()
{
    if (m_done)
        return;
    m_idle.start();
    passToServer();
    passToGuest();
    if (m_client.atEnd()) // TLS does not end by halves; what is on its way to the server still goes there
        m_connect.server->finish();
    if (m_connect.server->atEnd())
        end();
}

void Tunnel::passToServer()
{
    while (m_client.readable() > 0 && m_connect.server->isWritable()) {
        const QByteArray bytes = m_client.read(ByteStream::blockSize);
        m_connect.trail->addFromGuest(bytes.size());
        m_connect.server->write(bytes);
    }
}

void Tunnel::passToGuest()
{
    while (!m_done && m_connect.server->readable() > 0 && m_client.isWritable()) {
        const QByteArray bytes = m_connect.server->read(ByteStream::blockSize);
        m_connect.trail->addToGuest(bytes.size());
        m_client.write(bytes);
        const auto most = m_services.settings.limits.responseBytes;
        if (most && m_connect.trail->bytesToGuest() > *most)
            conclude({ReasonCode::ResponseTooLarge,
                      QStringLiteral("More than %1 bytes came through the tunnel.").arg(*most)});
    }
}

void Tunnel::checkRule()
{
    if (!m_connect.grant.holds(m_services.settings.allowList, m_connect.target))
        conclude({ReasonCode::RuleRemoved,
                  QStringLiteral("The rule for %1 was removed.").arg(m_connect.target.host.inUrl())});
}

void Tunnel::conclude(const Refusal &refusal)
{
    if (m_done)
        return;
    m_connect.trail->refuse(refusal);
    end();
}

void Tunnel::end()
{
    if (std::exchange(m_done, true))
        return;
    m_idle.stop();
    m_connect.trail->complete();
    m_connect.server->finish();
    Q_EMIT ended();
}

} // namespace glasshouse::gateway
