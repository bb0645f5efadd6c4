#include "sandbox/gateway/conversation.h"

#include "sandbox/gateway/client_hello.h"
#include "sandbox/gateway/retire.h"

namespace glasshouse::gateway {

Conversation::Conversation(GuestStream &client, Services &services)
    : m_client(client), m_services(services), m_session(std::make_unique<HttpSession>(client, services))
{
    connect(m_session.get(), &HttpSession::connected, this, &Conversation::startGate);
    connect(m_session.get(), &HttpSession::ended, this, &Conversation::end);
    connect(&m_client, &GuestStream::overflowed, this, [this] {
        refuse({ReasonCode::TooMuchUnread,
                QStringLiteral("The sandbox sent more than the gateway had asked for.")});
    });
}

bool Conversation::isIdle() const
{
    return (m_session && m_session->isIdle()) || (m_inside && m_inside->isIdle());
}

void Conversation::startGate()
{
    m_connect = m_session->takeConnect();
    retire(m_session, *this);
    m_gate = std::make_unique<TlsGate>(m_client, m_connect.start, m_connect.target.host,
                                       m_services.settings.limits.headerMs);
    connect(m_gate.get(), &TlsGate::passed, this, &Conversation::pass);
    connect(m_gate.get(), &TlsGate::refused, this, &Conversation::refuseTls);
}

void Conversation::pass(const QByteArray &start)
{
    // The gate, which goes now, owns `start`.
    const QByteArray bytes = start; // NOLINT(performance-unnecessary-copy-initialization)
    retire(m_gate, *this);
    if (m_connect.grant.decision.intercept)
        intercept(bytes);
    else
        startTunnel(bytes);
}

void Conversation::refuseTls(const Refusal &refusal)
{
    m_connect.trail->refuse(refusal);
    m_client.write(refusingTlsAlert());
    end();
}

void Conversation::startTunnel(const QByteArray &start)
{
    m_connect.start = start;
    m_connect.trail->allow(m_connect.grant.decision);
    m_tunnel = std::make_unique<Tunnel>(m_client, std::move(m_connect), m_services);
    connect(m_tunnel.get(), &Tunnel::ended, this, &Conversation::end);
}

void Conversation::intercept(const QByteArray &start)
{
    const auto &authority = m_services.authority;
    const auto identity =
        authority ? (*authority)->issue(m_connect.target.host) : Result<TlsIdentity>(fail(authority.error()));
    if (!identity)
        return refuseTls({ReasonCode::TlsFailed, identity.error().message});
    m_connect.trail->setIntercepted();
    m_connect.trail->allow(m_connect.grant.decision);
    m_tls = std::make_unique<TlsStream>(m_client, *identity, start);
    m_inside = std::make_unique<HttpSession>(*m_tls, m_services, m_connect.target);
    connect(m_inside.get(), &HttpSession::ended, this, &Conversation::endInside);
}

void Conversation::endInside()
{
    m_tls->finish();
    end();
}

void Conversation::end()
{
    m_connect.trail.reset(); // tells that it is over
    m_connect.server.reset();
    retire(m_session, *this);
    retire(m_gate, *this);
    retire(m_tunnel, *this);
    retire(m_inside, *this);
    m_client.finish();
}

void Conversation::refuse(const Refusal &refusal)
{
    m_services.log.addRefusal({}, refusal);
    m_client.write(answerFor(refusal));
    end();
}

} // namespace glasshouse::gateway
