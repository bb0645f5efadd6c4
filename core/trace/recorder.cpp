#include "core/trace/recorder.h"

#include <QScopedValueRollback>

namespace glasshouse::trace {

Recorder::Recorder(const Clock &clock, QObject *parent) : QObject(parent), m_clock(clock) {}

void Recorder::continueAfter(const QString &run, qint64 lastSequence)
{
    m_lastSequence.insert(run, lastSequence);
}

void Recorder::forget(const QString &run)
{
    m_lastSequence.remove(run);
}

Event Recorder::stamp(const Place &place, QLatin1String type, const QJsonObject &data)
{
    Event event;
    event.sequence = ++m_lastSequence[place.run];
    event.run = place.run;
    event.timeMs = m_clock.nowMs();
    event.type = type;
    event.node = place.node;
    event.occurrence = place.occurrence;
    event.data = data;
    return event;
}

void Recorder::publish(const Event &event)
{
    m_unpublished.enqueue(event);
    if (m_publishing)
        return; // a listener caused this one; it follows when all have heard the current one
    const QScopedValueRollback guard(m_publishing, true);
    while (!m_unpublished.isEmpty())
        Q_EMIT recorded(m_unpublished.dequeue());
}

} // namespace glasshouse::trace
