#include "sandbox/guest/beliefs.h"

namespace glasshouse::guest {

std::optional<NodeId> Beliefs::add(NodeId node, Clock::time_point now)
{
    while (!m_answers.empty() && now - m_answers.front().since > m_longest)
        (void)dropFirst();
    m_last[node] = m_firstCount + m_answers.size();
    m_answers.push_back({node, now});
    return m_answers.size() > mostAnswers ? dropFirst() : std::nullopt;
}

std::vector<NodeId> Beliefs::takeAll()
{
    std::vector<NodeId> nodes;
    while (!m_answers.empty())
        if (const auto node = dropFirst())
            nodes.push_back(*node);
    return nodes;
}

// None if a later answer has told of the same node.
std::optional<NodeId> Beliefs::dropFirst()
{
    const NodeId node = m_answers.front().node;
    m_answers.pop_front();
    const auto last = m_last.find(node);
    if (last->second != m_firstCount++)
        return std::nullopt;
    m_last.erase(last);
    return node;
}

} // namespace glasshouse::guest
