// Answers from a recording instead of a model, and says where a run first differs from the recorded one.
#pragma once

#include "core/llm/traffic.h"

#include <QHash>

namespace glasshouse {

class ReplayChatClient final : public ChatClient
{
public:
    explicit ReplayChatClient(const QVector<RecordedCall> &calls);

    // Each agent's calls are answered in the order in which that agent made them, because agents that run at
    // the same time ask in any order. A call that differs ends with a sentence naming the first difference.
    [[nodiscard]] std::unique_ptr<ChatCall> start(const ChatRequest &request) override;
    [[nodiscard]] bool isScripted() const override { return true; }

private:
    [[nodiscard]] Result<ChatResponse> answerTo(const ChatRequest &request);

    QHash<QString, QVector<RecordedCall>> m_perAgent;
    QHash<QString, int> m_answered;
};

} // namespace glasshouse
