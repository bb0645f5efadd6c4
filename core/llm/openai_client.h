// A ChatClient for every server that speaks OpenAI's Chat Completions.
#pragma once

#include "core/llm/chat_client.h"
#include "core/llm/connection.h"
#include "core/llm/openai_options.h"
#include "core/llm/secret.h"

namespace glasshouse {

struct OpenAiSession;

class OpenAiClient final : public ChatClient
{
public:
    OpenAiClient(const Connection &connection, const Secret &key, const OpenAiOptions &options = {});
    ~OpenAiClient() override;

    [[nodiscard]] std::unique_ptr<ChatCall> start(const ChatRequest &request) override;

private:
    std::shared_ptr<OpenAiSession> m_session; // shared with the calls in flight, which may outlive the client
};

} // namespace glasshouse
