#include "ui/chat/conversation.h"

#include "core/base/json.h"
#include "ui/chat/conversation_fold.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace glasshouse::ui {

using trace::Event;
namespace type = trace::event_type;

int ToolCard::lineCount() const
{
    return code.isEmpty() ? 0 : int(code.count(u'\n')) + (code.endsWith(u'\n') ? 0 : 1);
}

bool ToolCard::isOpen() const
{
    return phase < ToolPhase::Done;
}

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Conversation", text);
}

QString text(const Event &event, QLatin1String key)
{
    return event.data.value(key).toString();
}

void startRun(Conversation &conversation, const Event &event)
{
    conversation.run = event.run;
    conversation.running = true;
    conversation.scripted = event.data.value(QLatin1String("scripted")).toBool();
    conversation.agent = text(event, QLatin1String("name"));
    conversation.startedMs = event.timeMs;
    conversation.activity = tr("Starting");
    const QString input = text(event, QLatin1String("input"));
    if (!input.isEmpty())
        appendItem(conversation, event, UserText{input});
}

bool isInputOfRun(const Conversation &conversation, const Event &event, const Message &message)
{
    const ConversationItem *last = conversation.items.isEmpty() ? nullptr : &conversation.items.last();
    const auto *said = last ? std::get_if<UserText>(&last->content) : nullptr;
    return said && last->run == event.run && said->text == message.text;
}

void addUserMessage(Conversation &conversation, const Event &event, const Message &message)
{
    // Inside a node it is the text that came along an edge, which the section before it already shows.
    if (event.node.isEmpty() && !isInputOfRun(conversation, event, message))
        appendItem(conversation, event, UserText{message.text});
}

void finishAssistant(Conversation &conversation, const Event &event, const Message &message)
{
    ConversationItem *item = findStreaming(conversation, event);
    if (!item && !message.text.isEmpty())
        item = &appendItem(conversation, event, AssistantText{});
    if (item) {
        item->content = AssistantText{message.author, message.text, false, message.scripted};
        ++item->revision;
        if (message.text.isEmpty())
            removeItem(conversation, item->key);
    }
    for (const ToolCall &call : message.toolCalls)
        addRequestedCall(conversation, event, message.author, call);
}

void addMessage(Conversation &conversation, const Event &event)
{
    const QJsonValue value = event.data.value(QLatin1String("message"));
    const auto message = Message::fromJson(value.toObject());
    if (!value.isObject() || !message)
        return;
    if (message->role == Role::User)
        addUserMessage(conversation, event, *message);
    else if (message->role == Role::Assistant)
        finishAssistant(conversation, event, *message);
    conversation.activity.clear();
}

void startModelCall(Conversation &conversation, const Event &event)
{
    const QString agent = text(event, QLatin1String("agent"));
    conversation.activity = agent.isEmpty() ? tr("Waiting for the model") : tr("%1 is thinking").arg(agent);
    if (event.node.isEmpty() && !agent.isEmpty())
        conversation.agent = agent;
    conversation.scripted = event.data.value(QLatin1String("scripted")).toBool(conversation.scripted);
}

void addText(Conversation &conversation, const Event &event)
{
    ConversationItem *item = findStreaming(conversation, event);
    if (!item)
        item = &appendItem(conversation, event,
                           AssistantText{authorOf(conversation, event), {}, true, conversation.scripted});
    std::get<AssistantText>(item->content).text += text(event, QLatin1String("text"));
    ++item->revision;
    conversation.activity.clear();
}

// A retried call starts its answer anew, so what was streamed so far is not part of the conversation.
void noteRetry(Conversation &conversation, const Event &event)
{
    if (const ConversationItem *item = findStreaming(conversation, event))
        removeItem(conversation, item->key);
    const double seconds = event.data.value(QLatin1String("delay_ms")).toDouble() / 1000;
    appendItem(conversation, event,
               Notice{false, tr("The model did not answer (%1). Trying again in %2 s.")
                                 .arg(text(event, QLatin1String("reason")))
                                 .arg(seconds, 0, 'f', 1)});
}

void failModelCall(Conversation &conversation, const Event &event)
{
    if (ConversationItem *item = findStreaming(conversation, event)) {
        std::get<AssistantText>(item->content).streaming = false;
        ++item->revision;
    }
    appendItem(conversation, event, Notice{true, text(event, QLatin1String("error"))});
    conversation.activity.clear();
}

RunEnd endOf(const Conversation &conversation, const Event &event)
{
    return {text(event, QLatin1String("status")), text(event, QLatin1String("stop_reason")),
            text(event, QLatin1String("error")),
            Usage::fromJson(event.data.value(QLatin1String("usage")).toObject()),
            conversation.startedMs > 0 ? event.timeMs - conversation.startedMs : 0};
}

void finishRun(Conversation &conversation, const Event &event)
{
    closeOpenItems(conversation, event);
    appendItem(conversation, event, endOf(conversation, event));
    conversation.running = false;
    conversation.activity.clear();
}

void resumeRun(Conversation &conversation, const Event &event)
{
    if (!event.node.isEmpty())
        return; // the workflow itself says so once
    conversation.run = event.run;
    conversation.running = true;
    appendItem(conversation, event, Notice{false, tr("Continued after a restart.")});
}

void waitForPerson(Conversation &conversation, const Event &)
{
    conversation.activity.clear();
}

using Handler = void (*)(Conversation &, const Event &);

const QHash<QString, Handler> &handlers()
{
    static const QHash<QString, Handler> table{
        {type::RunStarted, startRun},
        {type::RunFinished, finishRun},
        {type::RunResumed, resumeRun},
        {type::RunWaiting, waitForPerson},
        {type::MessageAdded, addMessage},
        {type::ModelCallStarted, startModelCall},
        {type::TextDelta, addText},
        {type::ModelCallRetrying, noteRetry},
        {type::ModelCallFailed, failModelCall},
        {type::NodeQueued, foldNode},
        {type::NodeStarted, foldNode},
        {type::NodeFinished, foldNode},
        {type::NodeFailed, foldNode},
        {type::ToolCallStarted, foldToolCall},
        {type::ToolCallFinished, foldToolCall},
        {type::ToolCallsCounted, foldToolCall},
        {type::ApprovalRequested, foldToolCall},
        {type::ApprovalDecided, foldToolCall},
        {type::ExecWaiting, foldToolCall},
        {type::ExecStarted, foldToolCall},
        {type::ExecOutput, foldToolCall},
        {type::ExecFinished, foldToolCall},
        {type::ArtifactAdded, foldToolCall},
        {type::ArtifactRefused, foldToolCall},
    };
    return table;
}

} // namespace

void fold(Conversation &conversation, const Event &event)
{
    if (const Handler handler = handlers().value(event.type))
        handler(conversation, event);
}

} // namespace glasshouse::ui
