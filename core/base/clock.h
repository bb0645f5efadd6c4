// Time as a dependency, so that tests decide what time it is.
#pragma once

#include <QtGlobal>

namespace glasshouse {

class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual qint64 nowMs() const = 0;       // since the Unix epoch, UTC
    [[nodiscard]] virtual qint64 monotonicMs() const = 0; // for durations
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] qint64 nowMs() const override;
    [[nodiscard]] qint64 monotonicMs() const override;
};

} // namespace glasshouse
