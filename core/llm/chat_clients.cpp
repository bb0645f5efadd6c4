#include "core/llm/chat_clients.h"

#include "core/llm/openai_client.h"

namespace glasshouse {

std::unique_ptr<ChatClient> makeChatClient(const Connection &connection, const QString &key,
                                           const ChatClientOptions &options)
{
    if (connection.kind == Connection::Kind::Demo)
        return std::make_unique<DemoClient>(options.demo);
    return std::make_unique<OpenAiClient>(connection, Secret(key), options.openAi);
}

} // namespace glasshouse
