#include "core/llm/demo/demo_call.h"

namespace glasshouse {

namespace {

// The word at `position` with the space after it.
QString nextDelta(const QString &text, qsizetype position)
{
    qsizetype end = position;
    while (end < text.size() && !text.at(end).isSpace())
        ++end;
    while (end < text.size() && text.at(end).isSpace())
        ++end;
    return text.sliced(position, end - position);
}

} // namespace

DemoCall::DemoCall(const Result<Message> &answer, const DemoPacing &pacing)
    : m_answer(answer), m_pacing(pacing)
{
    connect(&m_timer, &QTimer::timeout, this, &DemoCall::emitNext);
    m_timer.setSingleShot(true);
    m_timer.start(m_pacing.firstDeltaMs);
    m_sinceStart.start();
}

void DemoCall::emitNext()
{
    if (m_cancelled)
        return emitFinished(fail(QStringLiteral("The call to the model was stopped."), ErrorCode::Cancelled));
    if (!m_answer)
        return emitFinished(fail(m_answer.error()));
    if (m_position == m_answer->text.size())
        return emitFinished(response());
    if (m_position == 0)
        m_firstTokenMs = m_sinceStart.elapsed();
    const QString delta = nextDelta(m_answer->text, m_position);
    m_position += delta.size();
    m_timer.start(m_pacing.deltaMs);
    Q_EMIT textReceived(delta);
}

void DemoCall::emitFinished(const Result<ChatResponse> &result)
{
    m_timer.disconnect(this);
    Q_EMIT finished(result);
}

ChatResponse DemoCall::response() const
{
    const FinishReason reason = m_answer->toolCalls.isEmpty() ? FinishReason::Stop : FinishReason::ToolCalls;
    return {*m_answer, {}, reason, m_firstTokenMs, m_sinceStart.elapsed()}; // no model, so no tokens
}

void DemoCall::cancel()
{
    m_cancelled = true;
    m_timer.start(0);
}

} // namespace glasshouse
