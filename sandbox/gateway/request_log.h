// Tells about each request exactly twice: when it is decided and when it is over.
#pragma once

#include "sandbox/gateway/refusal.h"
#include "sandbox/gateway/request_record.h"

#include "core/base/clock.h"

#include <QObject>

#include <memory>

namespace glasshouse::gateway {

class RequestTrail;

class RequestLog : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] std::unique_ptr<RequestTrail> begin(const RequestTarget &target);
    // A request that came to nothing else, or that could not even be read.
    void addRefusal(const RequestTarget &target, const Refusal &refusal);

Q_SIGNALS:
    void decided(const glasshouse::gateway::RequestRecord &record);
    void completed(const glasshouse::gateway::RequestRecord &record);

private:
    SystemClock m_clock;
    qint64 m_lastId = 0;
    friend class RequestTrail;
};

// One request on its way. What nobody completed is completed in the destructor: the guest gave up.
class RequestTrail
{
public:
    RequestTrail(RequestLog &log, const RequestRecord &record, qint64 startMs);
    ~RequestTrail();
    Q_DISABLE_COPY_MOVE(RequestTrail)

    void setRoute(const std::optional<AllowEntry> &entry, const QHostAddress &address); // null: not known yet
    void setIntercepted() { m_record.intercepted = true; }
    void addFromGuest(qint64 bytes) { m_record.bytesFromGuest += bytes; }
    void addToGuest(qint64 bytes) { m_record.bytesToGuest += bytes; }
    [[nodiscard]] qint64 bytesToGuest() const { return m_record.bytesToGuest; }

    void allow(const Decision &decision);
    void refuse(const Refusal &refusal); // also after allow(): then only completed() tells
    void setStatus(int status) { m_record.status = status; } // of the answer that the guest gets
    void complete();

private:
    void decide(ReasonCode reason, const QString &sentence);

    RequestLog &m_log;
    RequestRecord m_record;
    qint64 m_startMs;
    bool m_decided = false;
    bool m_completed = false;
};

} // namespace glasshouse::gateway
