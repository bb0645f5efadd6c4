#include "sandbox/gateway/request_log.h"

#include <utility>

namespace glasshouse::gateway {

std::unique_ptr<RequestTrail> RequestLog::begin(const RequestTarget &target)
{
    RequestRecord record;
    record.id = ++m_lastId;
    record.timeMs = m_clock.nowMs();
    record.target = target;
    record.address = target.host.address;
    return std::make_unique<RequestTrail>(*this, record, m_clock.monotonicMs());
}

void RequestLog::addRefusal(const RequestTarget &target, const Refusal &refusal)
{
    const auto trail = begin(target);
    trail->refuse(refusal);
    trail->setStatus(statusFor(refusal.reason));
}

RequestTrail::RequestTrail(RequestLog &log, const RequestRecord &record, qint64 startMs)
    : m_log(log), m_record(record), m_startMs(startMs)
{
}

RequestTrail::~RequestTrail()
{
    if (!m_decided)
        decide(ReasonCode::ClientClosed, QStringLiteral("The sandbox closed the connection first."));
    complete();
}

void RequestTrail::setRoute(const std::optional<AllowEntry> &entry, const QHostAddress &address)
{
    m_record.entry = entry;
    if (!address.isNull())
        m_record.address = address;
}

void RequestTrail::allow(const Decision &decision)
{
    decide(decision.reason, decision.sentence);
}

void RequestTrail::refuse(const Refusal &refusal)
{
    decide(refusal.reason, refusal.sentence);
}

void RequestTrail::decide(ReasonCode reason, const QString &sentence)
{
    m_record.reason = reason;
    m_record.verdict = verdictOf(reason);
    m_record.sentence = sentence;
    if (!std::exchange(m_decided, true))
        Q_EMIT m_log.decided(m_record);
}

void RequestTrail::complete()
{
    if (std::exchange(m_completed, true))
        return;
    m_record.durationMs = m_log.m_clock.monotonicMs() - m_startMs;
    Q_EMIT m_log.completed(m_record);
}

} // namespace glasshouse::gateway
