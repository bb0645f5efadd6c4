#include "core/agent/conversation.h"

#include <utility>

namespace glasshouse {

namespace {

Message missingAnswer(const ToolCall &call)
{
    Message message;
    message.role = Role::Tool;
    message.author = call.name;
    message.toolCallId = call.id;
    message.isError = true;
    message.text =
        QStringLiteral("The run ended before this call had an outcome. It may not have run at all.");
    return message;
}

void answerOpenCalls(QVector<Message> &messages, QVector<ToolCall> &open)
{
    for (const auto &call : std::as_const(open))
        messages.append(missingAnswer(call));
    open.clear();
}

} // namespace

QVector<Message> repaired(const QVector<Message> &messages)
{
    QVector<Message> result;
    QVector<ToolCall> open;
    for (const auto &message : messages) {
        if (message.role == Role::Tool) {
            const auto answered =
                open.removeIf([&](const ToolCall &call) { return call.id == message.toolCallId; });
            if (answered > 0)
                result.append(message);
            continue;
        }
        answerOpenCalls(result, open);
        result.append(message);
        open = message.toolCalls;
    }
    answerOpenCalls(result, open);
    return result;
}

QVector<Message> conversationOf(const QVector<trace::Event> &events)
{
    QVector<Message> messages;
    for (const auto &event : events) {
        if (event.type != trace::event_type::MessageAdded || !event.node.isEmpty())
            continue;
        if (auto message = Message::fromJson(event.data.value(u"message").toObject()))
            messages.append(std::move(*message));
    }
    return repaired(messages);
}

} // namespace glasshouse
