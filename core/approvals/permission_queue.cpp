#include "core/approvals/permission_queue.h"

#include <algorithm>

namespace glasshouse {

QString toString(PermissionAnswer answer)
{
    switch (answer) {
    case PermissionAnswer::AllowOnce:
        return QStringLiteral("allow_once");
    case PermissionAnswer::AllowForRun:
        return QStringLiteral("allow_for_run");
    case PermissionAnswer::AllowAlways:
        return QStringLiteral("allow_always");
    case PermissionAnswer::Deny:
        break;
    }
    return QStringLiteral("deny");
}

bool allowsAnswer(const PermissionQuestion &question, PermissionAnswer answer)
{
    if (answer == PermissionAnswer::AllowForRun)
        return question.rule.has_value() && !question.run.isEmpty();
    return answer != PermissionAnswer::AllowAlways || question.rule.has_value();
}

const PermissionQuestion *PermissionQueue::find(const QString &id) const
{
    const auto found = std::find_if(m_pending.begin(), m_pending.end(),
                                    [&](const auto &question) { return question.id == id; });
    return found == m_pending.end() ? nullptr : &*found;
}

template<typename Matches> QVector<PermissionQuestion> PermissionQueue::take(Matches matches)
{
    const auto taken = std::stable_partition(m_pending.begin(), m_pending.end(),
                                             [&](const auto &question) { return !matches(question); });
    QVector<PermissionQuestion> questions(taken, m_pending.end());
    m_pending.erase(taken, m_pending.end());
    return questions;
}

void PermissionQueue::add(const PermissionQuestion &question)
{
    if (find(question.id))
        return;
    m_pending.append(question);
    Q_EMIT asked(question);
}

bool PermissionQueue::answer(const QString &id, PermissionAnswer answer)
{
    const auto *found = find(id);
    if (!found || !allowsAnswer(*found, answer))
        return false;
    const auto question = *found; // a copy: listeners may add and answer others
    const bool isDenial = answer == PermissionAnswer::Deny;
    const auto taken = take([&](const PermissionQuestion &other) {
        return other.id == id || (isDenial && other.session == question.session &&
                                  other.method == question.method && other.url == question.url);
    });
    for (const auto &one : taken)
        Q_EMIT answered(one, answer);
    return true;
}

void PermissionQueue::withdraw(const QString &id)
{
    for (const auto &question : take([&](const auto &one) { return one.id == id; }))
        Q_EMIT withdrawn(question);
}

void PermissionQueue::withdrawSession(const QString &session)
{
    for (const auto &question : take([&](const auto &one) { return one.session == session; }))
        Q_EMIT withdrawn(question);
}

} // namespace glasshouse
