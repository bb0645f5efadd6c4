#include "core/llm/key_lookup.h"

#include <QStringBuilder>
#include <QTimer>
#include <QUrl>

#include <qt6keychain/keychain.h>

namespace glasshouse {

namespace {

const QString Service = QStringLiteral("Glasshouse");

QString whyNot(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return QStringLiteral("this system has no keychain service running");
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return QStringLiteral("access was denied");
    default: // what the backends say is for programmers: "Cannot autolaunch D-Bus without X11 $DISPLAY"
        return job.error() == QKeychain::OtherError && !job.errorString().isEmpty()
                   ? QStringLiteral("no keychain service answered (%1)").arg(job.errorString().simplified())
                   : QStringLiteral("no keychain service answered");
    }
}

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

Result<QString> keyFrom(const QKeychain::ReadPasswordJob &job, const Connection &connection)
{
    if (job.error() == QKeychain::NoError)
        return job.textData().trimmed();
    if (job.error() == QKeychain::EntryNotFound)
        return withoutKey(connection);
    return fail(QStringLiteral("The key of connection “%1” could not be read from the keychain: %2. %3")
                    .arg(connection.name, whyNot(job), otherWay(connection.keyVariable)),
                ErrorCode::ModelUnavailable);
}

std::optional<Error> problemOf(const QKeychain::Job &job)
{
    if (job.error() == QKeychain::NoError)
        return std::nullopt;
    return Error{QStringLiteral("The keychain could not be changed: %1. %2").arg(whyNot(job), otherWay({}))};
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
    // The job deletes itself when it ends; the keychain may still be asking the person when we are gone.
    auto *job = new QKeychain::ReadPasswordJob(Service);
    job->setKey(m_connection.name);
    connect(job, &QKeychain::Job::finished, this,
            [this, job] { Q_EMIT finished(keyFrom(*job, m_connection)); });
    job->start();
}

KeyStorage::KeyStorage(const QString &connection, const QString &key, QObject *parent)
    : QObject(parent), m_connection(connection), m_key(key.trimmed())
{
    QTimer::singleShot(0, this, &KeyStorage::start);
}

void KeyStorage::start()
{
    if (m_key.isEmpty())
        remove();
    else
        write();
}

void KeyStorage::write()
{
    auto *job = new QKeychain::WritePasswordJob(Service);
    job->setKey(m_connection);
    job->setTextData(m_key);
    connect(job, &QKeychain::Job::finished, this, [this, job] { Q_EMIT finished(problemOf(*job)); });
    job->start();
}

void KeyStorage::remove()
{
    auto *job = new QKeychain::DeletePasswordJob(Service);
    job->setKey(m_connection);
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        const bool wasThere = job->error() != QKeychain::EntryNotFound;
        Q_EMIT finished(wasThere ? problemOf(*job) : std::nullopt);
    });
    job->start();
}

} // namespace glasshouse
