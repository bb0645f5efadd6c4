#include "sandbox/gateway/http_session.h"

#include "sandbox/gateway/retire.h"

#include <utility>

namespace glasshouse::gateway {

HttpSession::HttpSession(ByteStream &client, Services &services, std::optional<RequestTarget> connectTarget)
    : m_client(client), m_services(services), m_tunnel(std::move(connectTarget)), m_deadline(this)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &HttpSession::expire);
    connect(&m_client, &ByteStream::readyRead, this, &HttpSession::readHead);
    awaitRequest(m_services.settings.limits.headerMs);
}

bool HttpSession::isIdle() const
{
    return m_hasServed && !m_done && !m_exchange && !m_admission && m_reader.isEmpty() &&
           m_pending.isEmpty() && m_client.readable() == 0;
}

ConnectResult HttpSession::takeConnect()
{
    return std::move(m_connect);
}

void HttpSession::awaitRequest(int timeoutMs)
{
    m_deadline.start(timeoutMs);
    QMetaObject::invokeMethod(this, &HttpSession::readHead, Qt::QueuedConnection);
}

void HttpSession::readHead()
{
    while (!m_done && !m_exchange && !m_admission) {
        if (m_pending.isEmpty())
            m_pending = m_client.read(ByteStream::blockSize);
        if (m_pending.isEmpty())
            break;
        if (m_hasServed && m_reader.isEmpty()) // no longer idle: now the head has to come
            m_deadline.start(m_services.settings.limits.headerMs);
        const auto taken = m_reader.feed(m_pending);
        if (!taken)
            return refuse({}, taken.error());
        m_pending.remove(0, *taken);
        if (m_reader.isComplete())
            take(m_reader.take());
    }
    if (m_done || m_exchange || !m_client.atEnd())
        return;
    if (!m_admission)
        end();
    else if (m_admission->isAsking()) // nobody has to answer for a guest that is gone
        refuseConnect({ReasonCode::ClientClosed, QStringLiteral("The sandbox closed the connection first.")});
}

void HttpSession::take(const Head &head)
{
    m_deadline.stop();
    const auto request = m_tunnel ? parseOriginRequest(head, *m_tunnel) : parseProxyRequest(head);
    if (!request)
        return refuse({}, request.error());
    if (request->wantsUpgrade)
        return refuse(request->target,
                      {ReasonCode::UpgradeRefused,
                       QStringLiteral("The proxy does not switch protocols; leave out the Upgrade header.")});
    if (request->target.isConnect())
        startConnect(*request);
    else
        startExchange(*request);
}

void HttpSession::startConnect(const Request &request)
{
    m_connect.target = request.target;
    m_connect.trail = m_services.log.begin(request.target);
    m_admission = std::make_unique<Admission>(request.target, m_services);
    connect(m_admission.get(), &Admission::admitted, this, &HttpSession::acceptConnect);
    connect(m_admission.get(), &Admission::refused, this, &HttpSession::refuseConnect);
}

void HttpSession::acceptConnect()
{
    m_connect.grant = m_admission->grant();
    m_connect.server = m_admission->takeServer();
    m_connect.start = std::exchange(m_pending, {});
    m_connect.trail->setRoute(m_connect.grant.decision.entry, m_connect.grant.address);
    m_connect.trail->setStatus(200);
    m_done = true;
    retire(m_admission, *this);
    m_client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    Q_EMIT connected();
}

void HttpSession::refuseConnect(const Refusal &refusal)
{
    m_admission->cancel();
    m_connect.trail->setRoute(m_admission->grant().decision.entry, m_admission->grant().address);
    m_connect.trail->setStatus(statusFor(refusal.reason));
    m_connect.trail->refuse(refusal);
    m_connect.trail->complete();
    m_client.write(answerFor(refusal));
    retire(m_admission, *this);
    end();
}

void HttpSession::startExchange(const Request &request)
{
    m_exchange = std::make_unique<HttpExchange>(request, m_client, std::exchange(m_pending, {}),
                                                m_tunnel.has_value(), m_services);
    connect(m_exchange.get(), &HttpExchange::finished, this, &HttpSession::finishExchange);
}

void HttpSession::finishExchange()
{
    const bool keepsAlive = m_exchange->keepsAlive();
    m_pending = m_exchange->takeRest();
    retire(m_exchange, *this);
    m_hasServed = true;
    if (!keepsAlive)
        return end();
    awaitRequest(m_services.settings.limits.idleMs);
}

void HttpSession::expire()
{
    if (m_reader.isEmpty()) // nobody asked anything
        return end();
    refuse({}, {ReasonCode::HeaderTimeout, QStringLiteral("The request did not come in time.")});
}

void HttpSession::refuse(const RequestTarget &target, const Refusal &refusal)
{
    m_services.log.addRefusal(target, refusal);
    m_client.write(answerFor(refusal));
    end();
}

void HttpSession::end()
{
    if (std::exchange(m_done, true))
        return;
    m_deadline.stop();
    Q_EMIT ended();
}

} // namespace glasshouse::gateway
