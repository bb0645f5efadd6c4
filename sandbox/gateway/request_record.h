// What is told about each request of a guest: once when it is decided, once when it is over. The verdict may
// have changed by then: a server that fails, a limit, a rule that was removed.
#pragma once

#include "sandbox/gateway/allow_list.h"

#include <QMetaType>

namespace glasshouse::gateway {

struct RequestRecord
{
    qint64 id = 0;        // unique per gateway; the same in decided() and completed()
    qint64 timeMs = 0;    // since the Unix epoch, UTC
    RequestTarget target; // empty host if the request could not be read
    QHostAddress address; // that was dialled, or that was the reason for the denial
    Verdict verdict = Verdict::Denied;
    ReasonCode reason = ReasonCode::NotListed;
    QString sentence;                // for a person
    std::optional<AllowEntry> entry; // that allowed it, or came closest
    bool intercepted = false;        // TLS ended at the gateway
    // Filled when it is over:
    int status = 0;            // of the answer that the guest got; 0 if none could be read (tunnels) or sent
    qint64 bytesFromGuest = 0; // bodies and tunnelled bytes
    qint64 bytesToGuest = 0;
    qint64 durationMs = 0;

    bool operator==(const RequestRecord &) const = default;
    [[nodiscard]] QString url() const { return target.displayUrl(); } // no userinfo, no query
};

// The rule that one click on a denial makes; nothing if no rule would help.
[[nodiscard]] std::optional<AllowEntry> ruleFor(const RequestRecord &record);

} // namespace glasshouse::gateway

Q_DECLARE_METATYPE(glasshouse::gateway::RequestRecord)
