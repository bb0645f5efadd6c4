// One request's way to a server: the rules, a person if need be, one lookup, a check of every answer, and a
// connection to one of those very addresses.
#pragma once

#include "sandbox/gateway/byte_stream.h"
#include "sandbox/gateway/services.h"

#include <QTimer>

namespace glasshouse::gateway {

// Why a request may go on, and for how long that holds.
struct Grant
{
    Decision decision;
    QHostAddress address; // that was dialled; null before

    // Whether `list` still allows it. What a person allowed once stays allowed.
    [[nodiscard]] bool holds(const AllowList &list, const RequestTarget &target) const;
};

class Admission : public QObject
{
    Q_OBJECT

public:
    // Starts at once. With the scheme https, TLS with the server is set up too, unless the request is a
    // CONNECT.
    Admission(const RequestTarget &target, Services &services);
    ~Admission() override; // withdraws its question

    void cancel(); // no signal comes any more
    [[nodiscard]] bool isAsking() const { return m_question != 0; }
    [[nodiscard]] const Grant &grant() const { return m_grant; }
    // After admitted(); nothing if TLS has to end at the gateway.
    [[nodiscard]] std::unique_ptr<ByteStream> takeServer() { return std::move(m_server); }

Q_SIGNALS:
    void admitted();
    void refused(const glasshouse::gateway::Refusal &refusal);

private:
    void decide();
    void ask();
    void decideAgain();
    void take(qint64 permission, Permission answer);
    void giveUpAsking(qint64 question);
    void allow(ReasonCode reason, const QString &sentence);
    void allowAlways();
    void goOn();
    void lookUp();
    void check(const Result<QVector<QHostAddress>> &addresses);
    void dialNext();
    void finishDialling();
    void failDialling(DialProblem problem, const QString &sentence);
    void expire();
    void stop();
    void conclude(const Refusal &refusal);

    const RequestTarget m_target;
    Services &m_services;
    Grant m_grant;
    QTimer m_deadline;
    QTimer m_attempt; // of one address, while there are others
    qint64 m_question = 0;
    QVector<QHostAddress> m_addresses; // checked, not yet tried
    std::unique_ptr<LookupJob> m_lookup;
    std::unique_ptr<DialJob> m_dial;
    std::unique_ptr<ByteStream> m_server;
};

} // namespace glasshouse::gateway
