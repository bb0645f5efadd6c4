#include "sandbox/gateway/gateway_connection.h"

#include "sandbox/gateway/conversation.h"

namespace glasshouse::gateway {

GatewayConnection::GatewayConnection(Services &services)
    : m_stream(std::make_unique<GuestStream>(receiveWindow, services.settings.limits.idleMs)),
      m_conversation(std::make_unique<Conversation>(*m_stream, services))
{
    connect(m_stream.get(), &GuestStream::sent, this, &GatewayConnection::sent);
    connect(m_stream.get(), &GuestStream::consumed, this, &GatewayConnection::consumed);
    connect(m_stream.get(), &GuestStream::finished, this, [this] {
        m_isFinished = true;
        Q_EMIT finished();
    });
}

GatewayConnection::~GatewayConnection() = default;

void GatewayConnection::receive(const QByteArray &bytes)
{
    m_stream->receive(bytes);
}

void GatewayConnection::closeInput()
{
    m_stream->closeInput();
}

void GatewayConnection::grant(qint64 bytes)
{
    m_stream->grant(bytes);
}

bool GatewayConnection::isIdle() const
{
    return !m_isFinished && m_conversation->isIdle();
}

void GatewayConnection::end()
{
    m_conversation->end();
}

void GatewayConnection::refuseForTooMany()
{
    m_conversation->refuse(
        {ReasonCode::TooManyConnections, QStringLiteral("The sandbox has too many connections at once.")});
}

} // namespace glasshouse::gateway
