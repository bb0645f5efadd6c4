#include "core/llm/openai_client.h"

#include "core/llm/openai_call.h"

#include <QUrl>

namespace glasshouse {

namespace {

// OpenAI itself has retired max_tokens; the servers that imitate it mostly know nothing else.
OpenAiDialect firstDialect(const Connection &connection)
{
    OpenAiDialect dialect;
    dialect.completionTokenLimit = QUrl(connection.baseUrl).host() == u"api.openai.com";
    return dialect;
}

} // namespace

OpenAiClient::OpenAiClient(const Connection &connection, const Secret &key, const OpenAiOptions &options)
    : m_session(std::make_shared<OpenAiSession>())
{
    m_session->connection = connection;
    m_session->key = key;
    m_session->options = options;
    m_session->dialect = firstDialect(connection);
}

OpenAiClient::~OpenAiClient() = default;

std::unique_ptr<ChatCall> OpenAiClient::start(const ChatRequest &request)
{
    return std::make_unique<OpenAiCall>(m_session, request);
}

} // namespace glasshouse
