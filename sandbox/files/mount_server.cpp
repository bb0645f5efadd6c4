#include "sandbox/files/mount_server.h"

#include "sandbox/files/mount_worker.h"

namespace glasshouse::sandbox {

MountServer::MountServer(const Export &share, const Clock &clock, QObject *parent)
    : QObject(parent), m_worker(std::make_unique<MountWorker>(share, clock, m_stop.get_token(), m_backlog))
{
    connect(m_worker.get(), &MountWorker::answered, this, &MountServer::tell);
    connect(m_worker.get(), &MountWorker::violated, this, [this](const QString &sentence) {
        end();
        Q_EMIT violated(sentence);
    });
    connect(m_worker.get(), &MountWorker::failed, this, [this](const QString &sentence) {
        end();
        Q_EMIT failed(sentence);
    });
    connect(&m_thread, &QThread::started, m_worker.get(), &MountWorker::open);
    m_worker->moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("mount"));
    m_thread.start();
}

MountServer::~MountServer()
{
    m_stop.request_stop();
    m_thread.quit();
    m_thread.wait();
}

void MountServer::receive(const QByteArray &bytes)
{
    if (m_isOver)
        return;
    if (m_backlog.unread.fetch_add(bytes.size()) + bytes.size() > unreadLimit) {
        end();
        Q_EMIT violated(QStringLiteral("The sandbox broke the file protocol: it does not wait for replies."));
        return;
    }
    QMetaObject::invokeMethod(
        m_worker.get(), [worker = m_worker.get(), bytes] { worker->receive(bytes); }, Qt::QueuedConnection);
}

// The worker is woken only if it waits for this: once for each reply would cost more than the reply.
void MountServer::acknowledge(qint64 bytes)
{
    const qint64 before = m_backlog.unsent.fetch_sub(bytes);
    if (before >= unsentLimit && before - bytes < unsentLimit)
        resume();
}

void MountServer::resume()
{
    QMetaObject::invokeMethod(m_worker.get(), &MountWorker::work, Qt::QueuedConnection);
}

void MountServer::tell(const QByteArray &replies, const QVector<FileAccess> &accesses)
{
    for (const FileAccess &access : accesses)
        Q_EMIT accessed(access);
    if (!replies.isEmpty() && !m_isOver)
        Q_EMIT replied(replies);
    const qsizetype before = m_backlog.unseen.fetch_sub(accesses.size());
    if (before >= unseenLimit && before - accesses.size() < unseenLimit)
        resume();
}

void MountServer::end()
{
    m_isOver = true;
    m_stop.request_stop();
}

} // namespace glasshouse::sandbox
