#include "sandbox/files/mount_worker.h"

#include <utility>

namespace glasshouse::sandbox {

MountWorker::MountWorker(const Export &share, const Clock &clock, std::stop_token stop, MountBacklog &backlog)
    : m_share(share), m_clock(clock), m_stop(std::move(stop)), m_backlog(backlog)
{
}

void MountWorker::open()
{
    auto tree = HostTree::open(m_share.hostPath.toStdString());
    if (!tree) {
        Q_EMIT failed(
            QStringLiteral("The folder %1 could not be opened for the sandbox. Check that it is there, is "
                           "a folder and may be read.")
                .arg(m_share.hostPath));
        return;
    }
    m_session.emplace(std::move(*tree),
                      ShareRules{m_share.writable, m_share.quota, &m_clock,
                                 [this](const FileAccess &access) { m_accesses << access; }, m_stop});
}

void MountWorker::receive(const QByteArray &bytes)
{
    if (!m_session || m_session->violation())
        return;
    m_requests += bytes;
    work();
}

void MountWorker::work()
{
    while (mayWork())
        answer();
}

bool MountWorker::mayWork() const
{
    return m_session && !m_session->violation() && !m_stop.stop_requested() &&
           (!m_requests.isEmpty() || m_session->isWaiting()) && m_backlog.unsent < MountServer::unsentLimit &&
           m_backlog.unseen < MountServer::unseenLimit;
}

void MountWorker::answer()
{
    // What waits in the session goes first, so that it never holds more than one piece of what is unread.
    const QByteArray requests = m_session->isWaiting() ? QByteArray() : std::exchange(m_requests, {});
    const QByteArray replies = m_session->receive(requests);
    m_backlog.unread -= requests.size();
    m_backlog.unsent += replies.size();
    m_backlog.unseen += m_accesses.size();
    if (!replies.isEmpty() || !m_accesses.isEmpty())
        Q_EMIT answered(replies, std::exchange(m_accesses, {}));
    if (m_session->violation())
        Q_EMIT violated(*m_session->violation());
}

} // namespace glasshouse::sandbox
