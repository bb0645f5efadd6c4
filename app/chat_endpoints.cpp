#include "app/chat_endpoints.h"

#include "core/llm/chat_clients.h"
#include "core/llm/key_lookup.h"

namespace glasshouse {

ChatEndpoints::ChatEndpoints(const ConnectionStore &connections, QObject *parent)
    : QObject(parent), m_connections(connections)
{
}

void ChatEndpoints::loadKeys(std::function<void()> loaded)
{
    // One keychain that cannot be opened must not keep the other connections from working: a missing key
    // shows when its connection is used, as the server's own answer.
    const auto connections = m_connections.connections();
    const auto waiting = std::make_shared<qsizetype>(connections.size());
    for (const auto &connection : connections) {
        auto *lookup = new KeyLookup(connection, QProcessEnvironment::systemEnvironment(), this);
        connect(lookup, &KeyLookup::finished, this, [this, lookup, waiting, loaded, name = connection.name](const Result<QString> &key) {
            m_keys.insert(name, Secret(key.value_or(QString())));
            lookup->deleteLater();
            if (--*waiting == 0)
                loaded();
        });
    }
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
