// A chat model that says what a test tells it to, in pieces, and remembers what it was asked.
#pragma once

#include "core/llm/chat_client.h"

#include <QPointer>
#include <QQueue>
#include <QStringList>
#include <QTimer>

namespace glasshouse::test {

class FakeChatCall final : public ChatCall
{
public:
    explicit FakeChatCall(Result<ChatResponse> response) : m_response(std::move(response)) {}

    void cancel() override { m_response = fail(QStringLiteral("Cancelled."), ErrorCode::Cancelled); }

    void finish()
    {
        if (m_response && !m_response->message.text.isEmpty()) {
            const auto &text = m_response->message.text;
            Q_EMIT textReceived(text.left(text.size() / 2));
            Q_EMIT textReceived(text.mid(text.size() / 2));
        }
        Q_EMIT finished(m_response);
    }

private:
    Result<ChatResponse> m_response;
};

class FakeChatClient final : public ChatClient
{
public:
    void willSay(const QString &text, FinishReason reason = FinishReason::Stop)
    {
        ChatResponse response;
        response.message.role = Role::Assistant;
        response.message.text = text;
        response.finishReason = reason;
        response.usage = {10, 5};
        m_answers.enqueue(response);
    }

    void willCall(const QVector<ToolCall> &calls, const QString &words = {})
    {
        ChatResponse response;
        response.message.role = Role::Assistant;
        response.message.text = words;
        response.message.toolCalls = calls;
        response.finishReason = FinishReason::ToolCalls;
        response.usage = {10, 5};
        m_answers.enqueue(response);
    }

    void willFail(const Error &error) { m_answers.enqueue(fail(error)); }

    void clear() { m_answers.clear(); }

    // Calls made from now on stay in flight until finishHeld().
    void hold() { m_hold = true; }
    [[nodiscard]] bool isHolding() const { return !m_held.isNull(); }
    void finishHeld()
    {
        if (m_held)
            m_held->finish();
    }

    [[nodiscard]] const QVector<ChatRequest> &requests() const { return m_requests; }

    [[nodiscard]] std::unique_ptr<ChatCall> start(const ChatRequest &request) override
    {
        m_requests.append(request);
        const auto none =
            fail(QStringLiteral("The fake model has nothing more to say."), ErrorCode::ModelUnavailable);
        auto call = std::make_unique<FakeChatCall>(m_answers.isEmpty() ? Result<ChatResponse>(none)
                                                                       : m_answers.dequeue());
        if (m_hold)
            m_held = call.get();
        else
            QTimer::singleShot(0, call.get(), [call = call.get()] { call->finish(); });
        return call;
    }

private:
    QQueue<Result<ChatResponse>> m_answers;
    QVector<ChatRequest> m_requests;
    QPointer<FakeChatCall> m_held;
    bool m_hold = false;
};

} // namespace glasshouse::test
