// The messages a model gets to see of a thread's earlier runs.
#pragma once

#include "core/model/message.h"
#include "core/trace/event.h"

namespace glasshouse {

// The messages that agents added outside of workflow nodes, in order, made fit to send.
[[nodiscard]] QVector<Message> conversationOf(const QVector<trace::Event> &events);

// Providers refuse a conversation in which a tool call has no answer (its run was cancelled or failed): such
// calls get an answer that says so, and answers to calls that nobody made are left out.
[[nodiscard]] QVector<Message> repaired(const QVector<Message> &messages);

} // namespace glasshouse
