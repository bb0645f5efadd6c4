// The one place that knows which client serves which kind of connection.
#pragma once

#include "core/llm/connection.h"
#include "core/llm/demo/demo_client.h"
#include "core/llm/openai_options.h"

namespace glasshouse {

struct ChatClientOptions
{
    OpenAiOptions openAi;
    DemoPacing demo;
};

// `key` may be empty: local servers need none. It is looked up with KeyLookup.
[[nodiscard]] std::unique_ptr<ChatClient> makeChatClient(const Connection &connection, const QString &key,
                                                         const ChatClientOptions &options = {});

} // namespace glasshouse
