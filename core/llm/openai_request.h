// A ChatRequest as the JSON body of OpenAI's Chat Completions (POST BASE/chat/completions).
#pragma once

#include "core/llm/chat_client.h"

#include <QJsonArray>

namespace glasshouse {

// What differs between servers that all call themselves compatible; adapted when one of them objects.
struct OpenAiDialect
{
    bool includeUsage = true;          // send stream_options.include_usage
    bool completionTokenLimit = false; // max_completion_tokens instead of max_tokens
    bool temperature = true;           // reasoning models refuse any

    bool operator==(const OpenAiDialect &) const = default;
};

// The system message, then the conversation. Every assistant tool call gets exactly one answer, as servers
// insist on: calls that were never answered (a stopped run) get a sentence, answers without a call are left
// out.
[[nodiscard]] QJsonArray openAiMessages(const ChatRequest &request);
[[nodiscard]] QJsonArray openAiTools(const QVector<ToolSpec> &tools);
[[nodiscard]] QJsonObject openAiRequest(const ChatRequest &request, const OpenAiDialect &dialect);

// The dialect to try next after a server refused a request with this text; nothing if the text blames
// nothing that could be left out.
[[nodiscard]] std::optional<OpenAiDialect> adapted(const OpenAiDialect &dialect, const QString &refusal);

} // namespace glasshouse
