// The pieces of fold(Conversation): finding and placing items, and the events of nodes and tool calls.
#pragma once

#include "ui/chat/conversation.h"

namespace glasshouse::ui {

// At the end, or for an event of a node at the end of that node's section: nodes run concurrently.
ConversationItem &appendItem(Conversation &conversation, const trace::Event &event, ItemContent content);
void removeItem(Conversation &conversation, int key);

// Items of the event's run, node and occurrence only. The pointer holds until the next change.
[[nodiscard]] ConversationItem *findStreaming(Conversation &conversation, const trace::Event &event);
[[nodiscard]] ConversationItem *findSection(Conversation &conversation, const trace::Event &event);
[[nodiscard]] QString authorOf(const Conversation &conversation, const trace::Event &event);

void addRequestedCall(Conversation &conversation, const trace::Event &event, const QString &author,
                      const ToolCall &call);
void foldToolCall(Conversation &conversation, const trace::Event &event);
void foldNode(Conversation &conversation, const trace::Event &event);

// What is still open when its run ends will not change any more.
void closeOpenItems(Conversation &conversation, const trace::Event &event);

} // namespace glasshouse::ui
