#include "ui/chat/conversation_fold.h"

#include <QCoreApplication>

#include <algorithm>

namespace glasshouse::ui {

using trace::Event;
namespace type = trace::event_type;

namespace {

bool belongsTo(const ConversationItem &item, const Event &event)
{
    return item.run == event.run && item.node == event.node && item.occurrence == event.occurrence;
}

// From the back, and not past the run: a thread may hold ten thousand items before it.
template<typename Predicate>
ConversationItem *findBack(Conversation &conversation, const Event &event, Predicate predicate)
{
    for (qsizetype i = conversation.items.size() - 1; i >= 0; --i) {
        const ConversationItem &item = conversation.items.at(i);
        if (item.run != event.run)
            return nullptr;
        if (belongsTo(item, event) && predicate(item))
            return &conversation.items[i];
    }
    return nullptr;
}

qsizetype placeFor(const Conversation &conversation, const Event &event)
{
    const qsizetype size = conversation.items.size();
    for (qsizetype i = size - 1; !event.node.isEmpty() && i >= 0; --i) {
        if (conversation.items.at(i).run != event.run)
            break;
        if (belongsTo(conversation.items.at(i), event))
            return i + 1;
    }
    return size;
}

ConversationItem &sectionFor(Conversation &conversation, const Event &event)
{
    if (ConversationItem *found = findSection(conversation, event))
        return *found;
    NodeSection section;
    section.node = event.node;
    section.occurrence = std::max(1, event.occurrence);
    return appendItem(conversation, event, section);
}

void closeTool(ToolCard &card)
{
    if (card.isOpen())
        card.phase = ToolPhase::Cancelled;
    closeOpen(card.nested);
}

} // namespace

ConversationItem &appendItem(Conversation &conversation, const Event &event, ItemContent content)
{
    const qsizetype place = placeFor(conversation, event);
    ConversationItem item{conversation.nextKey++, 0, event.run, event.node, event.occurrence, event.timeMs,
                          std::move(content)};
    return *conversation.items.insert(place, std::move(item));
}

void removeItem(Conversation &conversation, int key)
{
    for (qsizetype i = conversation.items.size() - 1; i >= 0; --i)
        if (conversation.items.at(i).key == key)
            return conversation.items.removeAt(i);
}

ConversationItem *findStreaming(Conversation &conversation, const Event &event)
{
    return findBack(conversation, event, [](const ConversationItem &item) {
        const auto *said = std::get_if<AssistantText>(&item.content);
        return said && said->streaming;
    });
}

ConversationItem *findSection(Conversation &conversation, const Event &event)
{
    return findBack(conversation, event, [](const ConversationItem &item) {
        return std::holds_alternative<NodeSection>(item.content);
    });
}

QString authorOf(const Conversation &conversation, const Event &event)
{
    for (qsizetype i = conversation.items.size() - 1; i >= 0; --i) {
        const ConversationItem &item = conversation.items.at(i);
        if (item.run != event.run)
            break;
        if (const auto *said = std::get_if<AssistantText>(&item.content); said && belongsTo(item, event))
            return said->author;
    }
    return event.node.isEmpty() ? conversation.agent : event.node;
}

void foldNode(Conversation &conversation, const Event &event)
{
    ConversationItem &item = sectionFor(conversation, event);
    auto &section = std::get<NodeSection>(item.content);
    if (event.type == type::NodeStarted) {
        section.phase = SectionPhase::Running;
    } else if (event.type == type::NodeFinished) {
        section.phase = SectionPhase::Done;
        section.durationMs = event.data.value(QLatin1String("duration_ms")).toInteger(-1);
    } else if (event.type == type::NodeFailed) {
        section.phase = SectionPhase::Failed;
        section.error = event.data.value(QLatin1String("error")).toString();
    }
    ++item.revision;
}

void closeOpenItems(Conversation &conversation, const Event &event)
{
    for (qsizetype i = conversation.items.size() - 1; i >= 0; --i) {
        ConversationItem &item = conversation.items[i];
        if (item.run != event.run)
            return;
        if (auto *card = std::get_if<ToolCard>(&item.content))
            closeTool(*card);
        else if (auto *said = std::get_if<AssistantText>(&item.content))
            said->streaming = false;
        else
            continue;
        ++item.revision;
    }
}

} // namespace glasshouse::ui
