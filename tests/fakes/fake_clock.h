// A clock that stands still until a test moves it.
#pragma once

#include "core/base/clock.h"

namespace glasshouse::test {

class FakeClock final : public Clock
{
public:
    [[nodiscard]] qint64 nowMs() const override { return m_nowMs; }
    [[nodiscard]] qint64 monotonicMs() const override { return m_nowMs; }
    void advance(qint64 milliseconds) { m_nowMs += milliseconds; }

private:
    qint64 m_nowMs = 1'700'000'000'000;
};

} // namespace glasshouse::test
