// The questions that wait for a person: one per host, and never more than a person can answer, however fast
// the guest makes requests.
#pragma once

#include "core/base/clock.h"
#include "sandbox/gateway/permission.h"

#include <QMap>
#include <QObject>
#include <QVector>

namespace glasshouse::gateway {

class PermissionDesk : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype MostOpen = 8;       // asked at the same time, each about another host
    static constexpr qsizetype MostPerMinute = 30; // also of a guest that gives up and tries again

    // `clock` outlives it.
    explicit PermissionDesk(const Clock &clock, QObject *parent = nullptr) : QObject(parent), m_clock(clock)
    {
    }

    // requested() follows, when no other question about the host is open, or turnedAway().
    [[nodiscard]] qint64 ask(const RequestTarget &target, const Decision &denial);
    void withdraw(qint64 id);
    // A denial also answers what waits to ask for the very same.
    void answer(qint64 id, Permission permission);

Q_SIGNALS:
    void requested(const glasshouse::gateway::PermissionRequest &request);
    void withdrawn(qint64 id); // of one that was requested
    void answered(qint64 id, glasshouse::gateway::Permission permission);
    void turnedAway(qint64 id); // nobody was asked: there are too many questions

private:
    void askNextSoon();
    void askNext();
    void present(const PermissionRequest &request);
    [[nodiscard]] bool isAskedAbout(const Host &host) const;
    [[nodiscard]] bool hasRoom();
    void deny(const RequestTarget &target);

    const Clock &m_clock;
    QMap<qint64, PermissionRequest> m_waiting; // for their turn
    QMap<qint64, PermissionRequest> m_open;
    QVector<qint64> m_askedMs; // of the last minute, oldest first
    qint64 m_lastId = 0;
};

} // namespace glasshouse::gateway
