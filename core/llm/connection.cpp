#include "core/llm/connection.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace glasshouse {

namespace {

Result<Connection::Kind> kindFromString(const QString &text)
{
    for (const auto kind : {Connection::Kind::Demo, Connection::Kind::OpenAi}) {
        if (toString(kind) == text)
            return kind;
    }
    return fail(
        QStringLiteral("“%1” is no kind of connection that this version knows; “openai” and “demo” are.")
            .arg(text));
}

} // namespace

QString toString(Connection::Kind kind)
{
    return kind == Connection::Kind::Demo ? QStringLiteral("demo") : QStringLiteral("openai");
}

bool isConnectionName(QStringView name)
{
    static const QRegularExpression pattern(QStringLiteral("^[a-z0-9][a-z0-9_-]{0,63}\\z"));
    return pattern.match(name).hasMatch();
}

QJsonObject Connection::toJson() const
{
    return {{QStringLiteral("name"), name},
            {QStringLiteral("kind"), toString(kind)},
            {QStringLiteral("title"), title},
            {QStringLiteral("base_url"), baseUrl},
            {QStringLiteral("key_variable"), keyVariable},
            {QStringLiteral("key_in_keychain"), keyInKeychain},
            {QStringLiteral("default_model"), defaultModel},
            {QStringLiteral("models"), QJsonArray::fromStringList(models)}};
}

Result<Connection> Connection::fromJson(const QJsonObject &json)
{
    const auto kind = kindFromString(json.value(u"kind").toString(QStringLiteral("openai")));
    if (!kind)
        return fail(kind.error());
    Connection connection;
    connection.name = json.value(u"name").toString();
    connection.kind = *kind;
    connection.title = json.value(u"title").toString(connection.name);
    connection.baseUrl = json.value(u"base_url").toString();
    connection.keyVariable = json.value(u"key_variable").toString();
    connection.keyInKeychain = json.value(u"key_in_keychain").toBool();
    connection.defaultModel = json.value(u"default_model").toString();
    for (const QJsonValue &model : json.value(u"models").toArray())
        connection.models.append(model.toString());
    if (!isConnectionName(connection.name))
        return fail(QStringLiteral(
                        "“%1” cannot be the name of a connection: use lower-case letters, digits, - and _.")
                        .arg(connection.name));
    return connection;
}

Result<ModelRef> parseModelRef(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    const QStringView name = colon < 0 ? text : text.first(colon);
    const QStringView model = colon < 0 ? QStringView() : text.sliced(colon + 1);
    if (!isConnectionName(name) || (colon >= 0 && model.trimmed().isEmpty()))
        return fail(
            QStringLiteral("“%1” names no model: write CONNECTION or CONNECTION:MODEL, for example demo or "
                           "openai:gpt-4.1-mini.")
                .arg(text),
            ErrorCode::BadUsage);
    return ModelRef{name.toString(), model.trimmed().toString()};
}

} // namespace glasshouse
