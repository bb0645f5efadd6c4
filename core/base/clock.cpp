#include "core/base/clock.h"

#include <QDateTime>
#include <QDeadlineTimer>

namespace glasshouse {

qint64 SystemClock::nowMs() const
{
    return QDateTime::currentMSecsSinceEpoch();
}

qint64 SystemClock::monotonicMs() const
{
    return QDeadlineTimer::current(Qt::PreciseTimer).deadline();
}

} // namespace glasshouse
