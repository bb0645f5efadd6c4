#include "core/llm/key_lookup.h"

#include "core/llm/keychain.h"

#include <QStringBuilder>
#include <QTimer>
#include <QUrl>

namespace glasshouse {

namespace {

QString otherWay(const QString &variable)
{
    return variable.isEmpty() ? QStringLiteral("Unlock or install one, for example GNOME Keyring or KWallet.")
                              : QStringLiteral("Set the environment variable %1 instead.").arg(variable);
}

// OpenAI itself never answers without a key; saying so at once spares a round trip.
bool alwaysNeedsKey(const Connection &connection)
{
    return QUrl(connection.baseUrl).host() == u"api.openai.com";
}

Result<QString> withoutKey(const Connection &connection)
{
    if (!alwaysNeedsKey(connection))
        return QString();
    const QString variable =
        connection.keyVariable.isEmpty() ? QString() : u"set " % connection.keyVariable % u" or ";
    return fail(QStringLiteral("%1 needs a key and none is set: %2enter the key in Settings > Connections.")
                    .arg(connection.title, variable),
                ErrorCode::ModelUnavailable);
}

Result<QString> keyFrom(const Result<std::optional<QString>> &stored, const Connection &connection)
{
    if (!stored)
        return fail(QStringLiteral("The key of connection “%1” could not be read from the keychain: %2. %3")
                        .arg(connection.name, stored.error().message, otherWay(connection.keyVariable)),
                    ErrorCode::ModelUnavailable);
    return *stored ? (*stored)->trimmed() : withoutKey(connection);
}

std::optional<Error> problemOf(const Result<void> &done)
{
    if (done)
        return std::nullopt;
    return Error{
        QStringLiteral("The keychain could not be changed: %1. %2").arg(done.error().message, otherWay({}))};
}

} // namespace

KeyLookup::KeyLookup(const Connection &connection, const QProcessEnvironment &environment, QObject *parent)
    : QObject(parent), m_connection(connection), m_environment(environment)
{
    QTimer::singleShot(0, this, &KeyLookup::start);
}

void KeyLookup::start()
{
    const QString key = m_environment.value(m_connection.keyVariable).trimmed();
    if (!m_connection.keyVariable.isEmpty() && !key.isEmpty())
        Q_EMIT finished(key);
    else if (m_connection.keyInKeychain)
        askKeychain();
    else if (m_connection.kind == Connection::Kind::Demo)
        Q_EMIT finished(QString());
    else
        Q_EMIT finished(withoutKey(m_connection));
}

void KeyLookup::askKeychain()
{
    keychain::read(m_connection.name, this, [this](const Result<std::optional<QString>> &stored) {
        Q_EMIT finished(keyFrom(stored, m_connection));
    });
}

KeyStorage::KeyStorage(const QString &connection, const QString &key, QObject *parent)
    : QObject(parent), m_connection(connection), m_key(key.trimmed())
{
    QTimer::singleShot(0, this, &KeyStorage::start);
}

void KeyStorage::start()
{
    const auto answer = [this](const Result<void> &done) { Q_EMIT finished(problemOf(done)); };
    if (m_key.isEmpty())
        keychain::remove(m_connection, this, answer);
    else
        keychain::write(m_connection, m_key, this, answer);
}

} // namespace glasshouse
