// The HTTP side of a connection: one request after the other, each decided anew.
#pragma once

#include "sandbox/gateway/connect_result.h"
#include "sandbox/gateway/http_exchange.h"

namespace glasshouse::gateway {

class HttpSession : public QObject
{
    Q_OBJECT

public:
    // `connect`: the CONNECT inside of whose TLS this is; nothing for the proxy itself.
    HttpSession(ByteStream &client, Services &services, std::optional<RequestTarget> connect = std::nullopt);

    // Between two requests, so that ending it now harms nobody.
    [[nodiscard]] bool isIdle() const;
    [[nodiscard]] ConnectResult takeConnect(); // after connected()

Q_SIGNALS:
    void connected(); // a CONNECT was let through and answered; the session is over
    void ended();     // nothing more is to be sent

private:
    void readHead();
    void take(const Head &head);
    void startConnect(const Request &request);
    void acceptConnect();
    void refuseConnect(const Refusal &refusal);
    void startExchange(const Request &request);
    void finishExchange();
    void awaitRequest(int timeoutMs);
    void expire();
    void refuse(const RequestTarget &target, const Refusal &refusal);
    void end();

    ByteStream &m_client;
    Services &m_services;
    const std::optional<RequestTarget> m_tunnel;
    QTimer m_deadline; // of the next head
    HeadReader m_reader;
    QByteArray m_pending; // read, not yet parsed
    std::unique_ptr<HttpExchange> m_exchange;
    std::unique_ptr<Admission> m_admission; // of a CONNECT
    ConnectResult m_connect;
    bool m_hasServed = false;
    bool m_done = false;
};

} // namespace glasshouse::gateway
