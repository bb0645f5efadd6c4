// The interface to a chat model: one request in, a stream of deltas and one finished response out.
#pragma once

#include "core/model/message.h"
#include "core/model/tool_spec.h"

#include <QObject>

#include <memory>
#include <optional>

namespace glasshouse {

struct ChatRequest
{
    QString model;
    QString agent; // who asks; used by the offline demo and by recordings, never sent
    QString instructions;
    QVector<Message> messages;
    QVector<ToolSpec> tools;
    std::optional<double> temperature;
    std::optional<int> maxOutputTokens;

    bool operator==(const ChatRequest &) const = default;
};

enum class FinishReason { Stop, ToolCalls, Length, ContentFilter, Other };

[[nodiscard]] QString toString(FinishReason reason); // "stop", "tool_calls", ... as OpenAI names them
[[nodiscard]] FinishReason finishReasonFromString(QStringView text); // unknown words are Other

struct ChatResponse
{
    Message message; // role Assistant; several tool calls are possible
    Usage usage;
    FinishReason finishReason = FinishReason::Stop;
    qint64 firstTokenMs = 0; // from the start of the call
    qint64 durationMs = 0;

    bool operator==(const ChatResponse &) const = default;
};

// A call in flight, owned by the caller; deleting it cancels it. After finished() nothing more is emitted.
class ChatCall : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    // Ends the call with ErrorCode::Cancelled; finished() is still emitted, from the event loop.
    virtual void cancel() = 0;

Q_SIGNALS:
    void textReceived(const QString &text);
    void retrying(int attempt, qint64 delayMs, const QString &reason);
    void finished(const glasshouse::Result<glasshouse::ChatResponse> &response);
};

class ChatClient
{
public:
    virtual ~ChatClient() = default;
    // The call starts when control returns to the event loop, so that signals can be connected first.
    [[nodiscard]] virtual std::unique_ptr<ChatCall> start(const ChatRequest &request) = 0;
    [[nodiscard]] virtual bool isScripted() const { return false; } // the offline demo
};

} // namespace glasshouse
