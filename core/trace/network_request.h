// One request of code in a sandbox and what became of it: the data of the event network_request.
#pragma once

#include "core/model/sandbox_access.h"

#include <QMetaType>

#include <optional>

namespace glasshouse::trace {

struct NetworkRequest
{
    QString id; // newId(u"request"); the same when it is decided and when it is over
    qint64 timeMs = 0;
    QString method;
    QString url;      // without userinfo and query
    QString verdict;  // allowed, denied, failed; it may change until the request is over
    QString reason;   // the gateway's word for why, e.g. not_listed
    QString sentence; // the same for a person
    QString address;  // that was dialled, or that was the reason; empty if it did not come to that
    std::optional<AllowRule> rule; // that would have let it through
    bool isOver = false;
    int status = 0; // that the guest got; 0: none, or a tunnel
    qint64 bytesFromGuest = 0;
    qint64 bytesToGuest = 0;
    qint64 durationMs = 0;

    bool operator==(const NetworkRequest &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<NetworkRequest> fromJson(const QJsonObject &json);
};

} // namespace glasshouse::trace

Q_DECLARE_METATYPE(glasshouse::trace::NetworkRequest)
