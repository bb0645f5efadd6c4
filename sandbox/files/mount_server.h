// Serves one mount of one guest, on a thread of its own: bytes of the guest's 9P client in, replies out.
#pragma once

#include "core/base/clock.h"
#include "sandbox/files/export.h"
#include "sandbox/files/file_access.h"

#include <QByteArray>
#include <QObject>
#include <QThread>
#include <QVector>

#include <atomic>
#include <memory>
#include <stop_token>

namespace glasshouse::sandbox {

class MountWorker;

// What is on its way between the two threads of a mount server.
struct MountBacklog
{
    std::atomic<qint64> unread = 0;    // bytes of requests that the worker has not taken up
    std::atomic<qint64> unsent = 0;    // bytes of replies that are not acknowledged
    std::atomic<qsizetype> unseen = 0; // accesses that the owner has not been told
};

// Nothing is lost and nothing piles up: the server pauses while `unsentLimit` bytes of replies are not
// acknowledged or while its owner has not yet been told `unseenLimit` accesses.
class MountServer : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 unsentLimit = 8 << 20;
    static constexpr qint64 unreadLimit = 16 << 20; // of requests that wait; more is a violation
    static constexpr int unseenLimit = 1000;

    // `clock` outlives the server. The folder is opened on the server's thread: failure comes as failed().
    explicit MountServer(const Export &share, const Clock &clock, QObject *parent = nullptr);
    ~MountServer() override; // waits for the system call in progress, if any

public Q_SLOTS:
    // Bytes of the guest, cut anywhere.
    void receive(const QByteArray &bytes);
    // So many bytes of what replied() gave have left this process.
    void acknowledge(qint64 bytes);

Q_SIGNALS:
    void replied(const QByteArray &bytes);
    void accessed(const glasshouse::sandbox::FileAccess &access);
    // The conversation is over; nothing is answered any more. A sentence for a person.
    void violated(const QString &sentence);
    // The folder of the host could not be opened; nothing is answered. A sentence for a person.
    void failed(const QString &sentence);

private:
    void resume();
    void tell(const QByteArray &replies, const QVector<FileAccess> &accesses);
    void end();

    std::stop_source m_stop;
    MountBacklog m_backlog;
    bool m_isOver = false;
    QThread m_thread;
    std::unique_ptr<MountWorker> m_worker; // lives in m_thread
};

} // namespace glasshouse::sandbox
