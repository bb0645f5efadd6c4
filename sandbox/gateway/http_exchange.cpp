#include "sandbox/gateway/http_exchange.h"

#include "sandbox/gateway/retire.h"

#include <utility>

namespace glasshouse::gateway {

namespace {

constexpr HeadLimits responseLimits{128 << 10, 200}; // servers set many cookies

Refusal badResponse(const QString &sentence)
{
    return {ReasonCode::BadResponse, sentence};
}

Refusal tooLarge(qint64 most)
{
    return {ReasonCode::ResponseTooLarge,
            QStringLiteral("The answer is larger than %1 bytes, the sandbox's limit.").arg(most)};
}

} // namespace

HttpExchange::HttpExchange(const Request &request, ByteStream &client, const QByteArray &start,
                           bool isIntercepted, Services &services)
    : m_request(request), m_client(client), m_rest(start), m_services(services),
      m_trail(services.log.begin(request.target)), m_admission(request.target, services), m_idle(this),
      m_requestBody(request.framing), m_responseHead(responseLimits)
{
    if (isIntercepted)
        m_trail->setIntercepted();
    m_idle.setSingleShot(true);
    m_idle.setInterval(m_services.settings.limits.idleMs);
    connect(&m_idle, &QTimer::timeout, this, [this] {
        refuse({ReasonCode::IdleTimeout, QStringLiteral("Neither side sent anything for too long.")});
    });
    connect(&m_admission, &Admission::admitted, this, &HttpExchange::forward);
    connect(&m_admission, &Admission::refused, this, &HttpExchange::refuse);
    connect(&m_client, &ByteStream::readyRead, this, &HttpExchange::checkClient);
}

// Nobody has to answer for a guest that is gone.
void HttpExchange::checkClient()
{
    if (m_admission.isAsking() && m_client.atEnd())
        refuse({ReasonCode::ClientClosed, QStringLiteral("The sandbox closed the connection first.")});
}

void HttpExchange::forward()
{
    m_trail->setRoute(m_admission.grant().decision.entry, m_admission.grant().address);
    m_trail->allow(m_admission.grant().decision);
    m_server = m_admission.takeServer();
    watch(m_client);
    watch(*m_server);
    connect(&m_services, &Services::allowListChanged, this, &HttpExchange::checkRule);
    m_server->write(forwardedHead(m_request));
    if (m_request.expectsContinue && !m_requestBody.isComplete())
        m_client.write("HTTP/1.1 100 Continue\r\n\r\n");
    advance();
}

void HttpExchange::watch(const ByteStream &stream)
{
    connect(&stream, &ByteStream::readyRead, this, &HttpExchange::advance);
    connect(&stream, &ByteStream::written, this, &HttpExchange::advance);
}

void HttpExchange::advance()
{
    if (m_done)
        return;
    m_idle.start();
    sendBody();
    readResponse();
}

void HttpExchange::sendBody()
{
    while (!m_done && !m_requestBody.isComplete() && m_server->isWritable()) {
        if (m_rest.isEmpty())
            m_rest = m_client.read(ByteStream::blockSize);
        if (m_rest.isEmpty())
            break;
        QByteArray content;
        const auto taken = m_requestBody.feed(m_rest, content);
        if (!taken)
            return refuse(taken.error());
        m_rest.remove(0, *taken);
        m_trail->addFromGuest(content.size());
        m_server->write(encodedBody(content, m_request.framing.kind));
    }
    if (m_requestBody.isComplete() && !std::exchange(m_requestSent, true))
        m_server->write(encodedBodyEnd(m_request.framing.kind));
    if (!m_requestBody.isComplete() && m_client.atEnd())
        refuse({ReasonCode::ClientClosed, QStringLiteral("The sandbox closed the connection first.")});
}

void HttpExchange::readResponse()
{
    while (!m_done && m_server->readable() > 0 && m_client.isWritable()) {
        const QByteArray bytes = m_server->read(ByteStream::blockSize);
        if (const auto taken = take(bytes); !taken)
            return refuse(taken.error());
    }
    if (!m_done && m_server->atEnd())
        endOfServer();
}

Checked<void> HttpExchange::take(QByteArrayView bytes)
{
    while (!m_response && !bytes.isEmpty()) {
        const auto taken = takeHead(bytes);
        if (!taken)
            return gateway::refuse(taken.error());
        bytes = bytes.sliced(*taken);
    }
    return m_response ? takeBody(bytes) : Checked<void>();
}

Checked<qsizetype> HttpExchange::takeHead(QByteArrayView bytes)
{
    auto taken = m_responseHead.feed(bytes);
    if (!taken)
        return gateway::refuse(badResponse(taken.error().sentence));
    if (!m_responseHead.isComplete())
        return taken;
    const auto response = parseResponse(m_responseHead.take(), m_request.target.method);
    if (!response)
        return gateway::refuse(response.error());
    if (response->isInterim()) // the guest got its 100 from the gateway
        return taken;
    if (const auto started = startResponse(*response); !started)
        return gateway::refuse(started.error());
    return taken;
}

Checked<void> HttpExchange::startResponse(const Response &response)
{
    const auto most = m_services.settings.limits.responseBytes;
    if (most && response.framing.length > *most)
        return gateway::refuse(tooLarge(*most));
    m_responseBody = BodyReader(response.framing);
    m_framingForGuest = framingForGuest(response, m_request);
    m_keepsAlive = m_request.keepsAlive && m_requestBody.isComplete() &&
                   m_framingForGuest.kind != BodyFraming::Kind::UntilClose;
    m_client.write(forwardedHead(response, m_framingForGuest, m_keepsAlive));
    m_trail->setStatus(response.status);
    m_response = response;
    return {};
}

Checked<void> HttpExchange::takeBody(QByteArrayView bytes)
{
    QByteArray content;
    const auto taken = m_responseBody.feed(bytes, content);
    if (!taken)
        return gateway::refuse(badResponse(taken.error().sentence));
    m_trail->addToGuest(content.size());
    const auto most = m_services.settings.limits.responseBytes;
    if (most && m_trail->bytesToGuest() > *most)
        return gateway::refuse(tooLarge(*most));
    m_client.write(encodedBody(content, m_framingForGuest.kind));
    if (m_responseBody.isComplete())
        end();
    return {};
}

void HttpExchange::endOfServer()
{
    if (!m_response)
        refuse(badResponse(QStringLiteral("The server closed the connection without an answer.")));
    else if (!m_responseBody.mayEndNow())
        refuse(badResponse(QStringLiteral("The server closed the connection in the middle of its answer.")));
    else
        end();
}

void HttpExchange::checkRule()
{
    if (!m_admission.grant().holds(m_services.settings.allowList, m_request.target))
        refuse({ReasonCode::RuleRemoved,
                QStringLiteral("The rule for %1 was removed.").arg(m_request.target.host.inUrl())});
}

void HttpExchange::refuse(const Refusal &refusal)
{
    if (std::exchange(m_done, true))
        return;
    m_admission.cancel();
    m_trail->setRoute(m_admission.grant().decision.entry, m_admission.grant().address);
    m_trail->refuse(refusal);
    if (!m_response) { // otherwise the answer just stops, visibly too short
        m_client.write(answerFor(refusal));
        m_trail->setStatus(statusFor(refusal.reason));
    }
    m_trail->complete();
    m_keepsAlive = false;
    m_idle.stop();
    retire(m_server, *this);
    Q_EMIT finished();
}

void HttpExchange::end()
{
    if (std::exchange(m_done, true))
        return;
    m_client.write(encodedBodyEnd(m_framingForGuest.kind));
    m_trail->complete();
    m_idle.stop();
    retire(m_server, *this);
    Q_EMIT finished();
}

} // namespace glasshouse::gateway
