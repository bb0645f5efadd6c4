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
    MountWorker(const Export &share, const Clock &clock, std::stop_token stop, std::atomic<qint64> &unread);

    void open();
    void receive(const QByteArray &bytes);
    void acknowledge(qint64 bytes);
    void markSeen(qsizetype accesses);

Q_SIGNALS:
    // What was done to give these replies.
    void answered(const QByteArray &replies, const QVector<glasshouse::sandbox::FileAccess> &accesses);
    void violated(const QString &sentence);
    void failed(const QString &sentence);

private:
    void work();
    void answer();
    [[nodiscard]] bool mayWork() const;

    Export m_share;
    const Clock &m_clock;
    std::stop_token m_stop;
    std::optional<P9Session> m_session;
    QByteArray m_requests; // not given to the session yet
    std::atomic<qint64> &m_unread;
    QVector<FileAccess> m_accesses;
    qint64 m_unsent = 0;
    qsizetype m_unseen = 0;
};

} // namespace glasshouse::sandbox
