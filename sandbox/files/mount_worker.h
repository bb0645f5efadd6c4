// The half of a MountServer that lives on its thread and may block on the disk.
#pragma once

#include "sandbox/files/mount_server.h"
#include "sandbox/files/p9_session.h"

#include <QVector>

#include <optional>
#include <stop_token>

namespace glasshouse::sandbox {

class MountWorker : public QObject
{
    Q_OBJECT

public:
    MountWorker(const Export &share, const Clock &clock, std::stop_token stop, MountBacklog &backlog);

    void open();
    void receive(const QByteArray &bytes);
    void work(); // what waits, as far as the backlog allows

Q_SIGNALS:
    // What was done to give these replies.
    void answered(const QByteArray &replies, const QVector<glasshouse::sandbox::FileAccess> &accesses);
    void violated(const QString &sentence);
    void failed(const QString &sentence);

private:
    void answer();
    [[nodiscard]] bool mayWork() const;

    Export m_share;
    const Clock &m_clock;
    std::stop_token m_stop;
    std::optional<P9Session> m_session;
    QByteArray m_requests; // not given to the session yet
    MountBacklog &m_backlog;
    QVector<FileAccess> m_accesses;
};

} // namespace glasshouse::sandbox
