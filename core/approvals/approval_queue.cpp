#include "core/approvals/approval_queue.h"

#include <algorithm>

namespace glasshouse {

const ApprovalRequest *ApprovalQueue::find(const QString &id) const
{
    const auto found = std::find_if(m_pending.begin(), m_pending.end(),
                                    [&](const auto &request) { return request.id == id; });
    return found == m_pending.end() ? nullptr : &*found;
}

void ApprovalQueue::add(const ApprovalRequest &request)
{
    if (find(request.id))
        return;
    const auto later =
        std::upper_bound(m_pending.begin(), m_pending.end(), request,
                         [](const auto &a, const auto &b) { return a.requestedMs < b.requestedMs; });
    m_pending.insert(later, request);
    Q_EMIT requested(request);
}

bool ApprovalQueue::decide(const QString &id, const ApprovalDecision &decision)
{
    const auto *pending = find(id);
    if (!pending)
        return false;
    const auto request = *pending; // a copy: listeners may add and decide others
    m_pending.removeOne(request);
    Q_EMIT decided(request, decision);
    return true;
}

void ApprovalQueue::withdraw(const QString &id)
{
    const auto *pending = find(id);
    if (!pending)
        return;
    const auto request = *pending;
    m_pending.removeOne(request);
    Q_EMIT withdrawn(request);
}

void ApprovalQueue::withdrawRun(const QString &run)
{
    const auto ofOthers = std::stable_partition(m_pending.begin(), m_pending.end(),
                                                [&](const auto &r) { return r.run != run; });
    const QVector<ApprovalRequest> gone(ofOthers, m_pending.end());
    m_pending.erase(ofOthers, m_pending.end());
    for (const auto &request : gone)
        Q_EMIT withdrawn(request);
}

} // namespace glasshouse
