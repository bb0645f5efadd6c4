#include "core/llm/connection_store.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace glasshouse {

namespace {

constexpr QStringView DemoName = u"demo";
constexpr QStringView OpenAiName = u"openai";
constexpr int FormatVersion = 1;

Connection demoConnection()
{
    Connection demo;
    demo.name = DemoName.toString();
    demo.kind = Connection::Kind::Demo;
    demo.title = QStringLiteral("Offline demo");
    demo.defaultModel = QStringLiteral("scripted");
    demo.models = {demo.defaultModel};
    return demo;
}

Connection plainOpenAi()
{
    Connection openAi;
    openAi.name = OpenAiName.toString();
    openAi.title = QStringLiteral("OpenAI");
    openAi.baseUrl = QStringLiteral("https://api.openai.com/v1");
    openAi.keyVariable = QStringLiteral("OPENAI_API_KEY");
    openAi.defaultModel = QStringLiteral("gpt-4.1-mini");
    return openAi;
}

auto positionOf(const QVector<Connection> &connections, QStringView name)
{
    return std::find_if(connections.begin(), connections.end(),
                        [name](const Connection &connection) { return connection.name == name; });
}

Result<QVector<Connection>> parseFile(const QByteArray &content)
{
    const auto json = parseJsonObject(content);
    if (!json)
        return fail(json.error());
    QVector<Connection> connections;
    for (const QJsonValue &entry : json->value(u"connections").toArray()) {
        const auto connection = Connection::fromJson(entry.toObject());
        if (!connection)
            return fail(connection.error());
        connections.append(*connection);
    }
    return connections;
}

} // namespace

ConnectionStore::ConnectionStore(const QString &folder, const QProcessEnvironment &environment,
                                 QObject *parent)
    : QObject(parent), m_filePath(folder + QStringLiteral("/connections.json")), m_environment(environment)
{
}

Result<void> ConnectionStore::load()
{
    m_stored.clear();
    m_readable = true;
    if (!QFileInfo::exists(m_filePath))
        return {};
    const auto connections = readFile(m_filePath).and_then(parseFile);
    m_readable = connections.has_value();
    if (!connections)
        return fail(QStringLiteral("The connections in %1 cannot be used: %2")
                        .arg(m_filePath, connections.error().message));
    m_stored = *connections;
    Q_EMIT connectionsChanged();
    return {};
}

QVector<Connection> ConnectionStore::connections() const
{
    QVector<Connection> all{demoConnection(), openAi()};
    std::copy_if(m_stored.begin(), m_stored.end(), std::back_inserter(all), [](const Connection &connection) {
        return connection.name != OpenAiName && connection.name != DemoName;
    });
    return all;
}

// What the person stored for "openai"; the environment decides where it is.
Connection ConnectionStore::openAi() const
{
    const auto stored = positionOf(m_stored, OpenAiName);
    Connection connection = stored == m_stored.end() ? plainOpenAi() : *stored;
    const QString baseUrl = m_environment.value(QStringLiteral("OPENAI_BASE_URL")).trimmed();
    if (!baseUrl.isEmpty())
        connection.baseUrl = baseUrl;
    return connection;
}

Result<Connection> ConnectionStore::find(QStringView name) const
{
    const QVector<Connection> all = connections();
    const auto found = positionOf(all, name);
    if (found != all.end())
        return *found;
    QStringList names;
    for (const Connection &connection : all)
        names.append(connection.name);
    return fail(
        QStringLiteral("There is no connection “%1”; there are: %2. Add it in Settings > Connections.")
            .arg(name, names.join(QStringLiteral(", "))),
        ErrorCode::NotFound);
}

Result<void> ConnectionStore::save(const Connection &connection)
{
    if (connection.name == DemoName || connection.kind == Connection::Kind::Demo)
        return fail(QStringLiteral("The offline demo is built in and cannot be changed."));
    if (!isConnectionName(connection.name))
        return fail(QStringLiteral(
                        "“%1” cannot be the name of a connection: use lower-case letters, digits, - and _.")
                        .arg(connection.name));
    QVector<Connection> stored = m_stored;
    stored.removeIf([&](const Connection &other) { return other.name == connection.name; });
    stored.append(connection);
    std::sort(stored.begin(), stored.end(),
              [](const Connection &a, const Connection &b) { return a.name < b.name; });
    return write(stored);
}

Result<void> ConnectionStore::remove(const QString &name)
{
    QVector<Connection> stored = m_stored;
    if (stored.removeIf([&](const Connection &other) { return other.name == name; }) == 0)
        return fail(QStringLiteral("There is no connection “%1” that could be removed.").arg(name),
                    ErrorCode::NotFound);
    return write(stored);
}

Result<void> ConnectionStore::write(const QVector<Connection> &stored)
{
    if (!m_readable)
        return fail(
            QStringLiteral("%1 could not be read, so it is not overwritten: correct or remove it first.")
                .arg(m_filePath));
    QJsonArray entries;
    for (const Connection &connection : stored)
        entries.append(connection.toJson());
    const QJsonObject json{{QStringLiteral("format"), FormatVersion},
                           {QStringLiteral("connections"), entries}};
    if (const auto written = writeFileAtomically(m_filePath, toPrettyJson(json)); !written)
        return written;
    m_stored = stored;
    Q_EMIT connectionsChanged();
    return {};
}

} // namespace glasshouse
