#include "core/llm/retry_policy.h"

#include <QLocale>
#include <QRandomGenerator>

#include <algorithm>
#include <cmath>

namespace glasshouse {

namespace {

constexpr qint64 LongestSeconds = 365LL * 24 * 3600; // beyond this a header is nonsense, not a wish

std::optional<QDateTime> parseHttpDate(const QByteArray &header)
{
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(header),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return date;
}

} // namespace

qint64 RetryPolicy::delayMs(int retry) const
{
    const double full = std::min(static_cast<double>(firstDelayMs) * std::exp2(std::clamp(retry, 0, 30)),
                                 static_cast<double>(longestDelayMs));
    const double jitter = random ? random() : QRandomGenerator::global()->generateDouble();
    return std::llround(full * (0.5 + jitter / 2));
}

std::optional<qint64> retryAfterMs(const QByteArray &header, const QDateTime &now)
{
    const QByteArray value = header.trimmed();
    bool isNumber = false;
    const double seconds = value.toDouble(&isNumber); // OpenAI sends fractions too
    if (isNumber && seconds >= 0 && seconds <= LongestSeconds)
        return std::llround(seconds * 1000);
    if (const auto date = parseHttpDate(value))
        return std::max<qint64>(0, now.msecsTo(*date));
    return std::nullopt;
}

} // namespace glasshouse
