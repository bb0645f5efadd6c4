#include "app/chat_endpoints.h"

#include "core/llm/chat_clients.h"

namespace glasshouse {

ChatEndpoints::ChatEndpoints(const ConnectionStore &connections, QObject *parent)
    : QObject(parent), m_connections(connections)
{
}

Result<ChatEndpoint> ChatEndpoints::endpoint(const ModelRef &reference) const
{
    const auto connection = m_connections.find(reference.connection);
    if (!connection)
        return fail(connection.error().message, ErrorCode::ModelUnavailable);
    return ChatEndpoint{.client = makeChatClient(*connection, m_keys.value(connection->name).value()),
                        .connection = connection->name,
                        .model = reference.model.isEmpty() ? connection->defaultModel : reference.model};
}

} // namespace glasshouse
