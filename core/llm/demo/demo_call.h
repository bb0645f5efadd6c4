// Streams a prepared answer in small deltas, at the pace of someone who types fast.
#pragma once

#include "core/llm/demo/demo_client.h"

#include <QElapsedTimer>
#include <QTimer>

namespace glasshouse {

class DemoCall final : public ChatCall
{
    Q_OBJECT

public:
    DemoCall(const Result<Message> &answer, const DemoPacing &pacing);

    void cancel() override;

private:
    void emitNext();
    void emitFinished(const Result<ChatResponse> &result);
    [[nodiscard]] ChatResponse response() const;

    Result<Message> m_answer;
    DemoPacing m_pacing;
    QTimer m_timer;
    QElapsedTimer m_sinceStart;
    qint64 m_firstTokenMs = 0;
    qsizetype m_position = 0;
    bool m_cancelled = false;
};

} // namespace glasshouse
