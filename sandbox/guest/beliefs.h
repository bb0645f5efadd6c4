// Whose attributes the kernel may still believe, so that they can be taken back.
#pragma once

#include "sandbox/guest/folder_nodes.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace glasshouse::guest {

// Only so many answers are kept in mind, and none for longer than `longest`.
class Beliefs
{
public:
    using Clock = std::chrono::steady_clock;

    explicit Beliefs(Clock::duration longest) : m_longest(longest) {}

    // The kernel is told what this node is like. Returns the node, if any, that there is no room for any
    // more: it is to be taken back now.
    [[nodiscard]] std::optional<NodeId> add(NodeId node, Clock::time_point now);
    // All of them, each once, the oldest first.
    [[nodiscard]] std::vector<NodeId> takeAll();

private:
    static constexpr std::size_t mostAnswers = 1024;

    struct Answer
    {
        NodeId node = 0;
        Clock::time_point since;
    };

    [[nodiscard]] std::optional<NodeId> dropFirst();

    Clock::duration m_longest;
    std::deque<Answer> m_answers;                     // oldest first; a node may be there more than once
    std::uint64_t m_firstCount = 0;                   // how many were there before the first of them
    std::unordered_map<NodeId, std::uint64_t> m_last; // the count of a node's last answer
};

} // namespace glasshouse::guest
