// What the offline demo answers to a request: a pure function of the scripts and the conversation.
#pragma once

#include "core/llm/chat_client.h"
#include "core/llm/demo/demo_script.h"

namespace glasshouse {

// The answer's message carries the text, at most one tool call and scripted = true; ids and times are the
// caller's. The same conversation always gets the same answer, ids of tool calls included.
[[nodiscard]] Message demoAnswer(const DemoLibrary &library, const ChatRequest &request);

} // namespace glasshouse
