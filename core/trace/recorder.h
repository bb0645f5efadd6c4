// Where events come from: gives each one its sequence number and time, and publishes it to whoever listens.
#pragma once

#include "core/base/clock.h"
#include "core/trace/event.h"

#include <QHash>
#include <QObject>
#include <QQueue>

namespace glasshouse::trace {

// Where in a run something happens.
struct Place
{
    QString run;
    QString node;
    int occurrence = 0;

    bool operator==(const Place &) const = default;
};

class Recorder : public QObject
{
    Q_OBJECT

public:
    explicit Recorder(const Clock &clock, QObject *parent = nullptr);

    // After a restart: the next event of `run` gets the number after `lastSequence`.
    void continueAfter(const QString &run, qint64 lastSequence);
    void forget(const QString &run); // it is over; frees its counter
    [[nodiscard]] bool knows(const QString &run) const { return m_lastSequence.contains(run); } // it has begun

    // Two steps, so that a run can take the event into its state before anybody else hears of it.
    [[nodiscard]] Event stamp(const Place &place, QLatin1String type, const QJsonObject &data);
    void publish(const Event &event);

Q_SIGNALS:
    // In the order of the sequence for every listener, even if one of them causes further events.
    void recorded(const glasshouse::trace::Event &event);

private:
    const Clock &m_clock;
    QHash<QString, qint64> m_lastSequence;
    QQueue<Event> m_unpublished;
    bool m_publishing = false;
};

} // namespace glasshouse::trace
