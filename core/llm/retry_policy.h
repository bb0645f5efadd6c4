// How long to wait before a failed request is sent again.
#pragma once

#include <QByteArray>
#include <QDateTime>

#include <functional>
#include <optional>

namespace glasshouse {

struct RetryPolicy
{
    int maxRetries = 3;
    qint64 firstDelayMs = 500;
    qint64 longestDelayMs = 20'000;
    qint64 longestRetryAfterMs = 60'000; // a server that asks for more is not waited for
    std::function<double()> random;      // in [0, 1); empty: the system's generator

    // Exponential backoff with jitter: between half of and the full 2^retry * firstDelayMs. retry counts from
    // 0.
    [[nodiscard]] qint64 delayMs(int retry) const;
};

// RFC 9110 section 10.2.3: seconds, or an HTTP date. Nothing if the header is absent or makes no sense.
[[nodiscard]] std::optional<qint64> retryAfterMs(const QByteArray &header, const QDateTime &now);

} // namespace glasshouse
