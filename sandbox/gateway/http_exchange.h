// One HTTP request and its answer: checked, sent on, and the answer passed back.
#pragma once

#include "sandbox/gateway/admission.h"
#include "sandbox/gateway/http_body.h"
#include "sandbox/gateway/http_response.h"

namespace glasshouse::gateway {

class HttpExchange : public QObject
{
    Q_OBJECT

public:
    // `start`: what was already read from `client` after the head.
    HttpExchange(const Request &request, ByteStream &client, const QByteArray &start, bool isIntercepted,
                 Services &services);

    // After finished():
    [[nodiscard]] bool keepsAlive() const { return m_keepsAlive; }
    [[nodiscard]] QByteArray takeRest() { return std::exchange(m_rest, {}); } // of the next request

Q_SIGNALS:
    void finished();

private:
    void checkClient();
    void forward();
    void watch(const ByteStream &stream);
    void advance();
    void sendBody();
    void readResponse();
    [[nodiscard]] Checked<void> take(QByteArrayView bytes);
    [[nodiscard]] Checked<qsizetype> takeHead(QByteArrayView bytes);
    [[nodiscard]] Checked<void> startResponse(const Response &response);
    [[nodiscard]] Checked<void> takeBody(QByteArrayView bytes);
    void endOfServer();
    void checkRule();
    void refuse(const Refusal &refusal);
    void end();

    const Request m_request;
    ByteStream &m_client;
    QByteArray m_rest;
    Services &m_services;
    std::unique_ptr<RequestTrail> m_trail;
    Admission m_admission;
    std::unique_ptr<ByteStream> m_server;
    QTimer m_idle;

    BodyReader m_requestBody;
    bool m_requestSent = false;

    HeadReader m_responseHead;
    std::optional<Response> m_response; // once its head was passed on
    BodyReader m_responseBody;
    BodyFraming m_framingForGuest;

    bool m_keepsAlive = false;
    bool m_done = false;
};

} // namespace glasshouse::gateway
