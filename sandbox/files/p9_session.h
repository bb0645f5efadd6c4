// One conversation with the guest's 9P2000.L client, without threads: request bytes in, reply bytes out.
// The protocol: https://github.com/chaos/diod/blob/master/protocol.md and include/net/9p/9p.h of Linux.
#pragma once

#include "sandbox/files/request_handler.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace glasshouse::sandbox {

class P9Session
{
public:
    // One batch of replies: past either of these the rest waits for the next call.
    static constexpr qsizetype batchBytes = 2 << 20;
    static constexpr int batchRequests = 256;

    P9Session(HostTree tree, ShareRules rules)
        : m_stop(rules.stop), m_handler(std::move(tree), std::move(rules))
    {
    }

    // Answers the complete requests among what came so far, in their order; `bytes` may be cut anywhere.
    [[nodiscard]] QByteArray receive(QByteArrayView bytes);
    // Requests are left over because the batch was full: call receive({}) once its replies are on their way.
    [[nodiscard]] bool isWaiting() const { return m_isWaiting; }
    // A sentence once the guest broke the protocol: nothing is answered after that.
    [[nodiscard]] const std::optional<QString> &violation() const { return m_violation; }

private:
    [[nodiscard]] qsizetype answerSome(QByteArrayView bytes, QByteArray &replies);
    [[nodiscard]] std::optional<qsizetype> requestSize(QByteArrayView bytes);

    std::stop_token m_stop; // seen between two requests
    RequestHandler m_handler;
    QByteArray m_unread; // the beginning of a request, or requests that wait
    bool m_isWaiting = false;
    std::optional<QString> m_violation;
};

} // namespace glasshouse::sandbox
