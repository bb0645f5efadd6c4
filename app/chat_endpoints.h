// From a model reference to a client: finds the connection, its key and the model's name.
#pragma once

#include "core/agent/run_environment.h"
#include "core/llm/connection_store.h"
#include "core/llm/secret.h"

#include <QHash>

namespace glasshouse {

class ChatEndpoints : public QObject
{
    Q_OBJECT

public:
    ChatEndpoints(const ConnectionStore &connections, QObject *parent);

    // Reads the keys of all connections (environment, then keychain), so that endpoint() can answer at once.
    void loadKeys(std::function<void()> loaded);
    void setKey(const QString &connection, const Secret &key) { m_keys.insert(connection, key); }
    [[nodiscard]] Secret key(const QString &connection) const { return m_keys.value(connection); }

    [[nodiscard]] Result<ChatEndpoint> endpoint(const ModelRef &reference) const;

private:
    const ConnectionStore &m_connections;
    QHash<QString, Secret> m_keys;
};

} // namespace glasshouse
