// Keys: from the environment first, then from the system's keychain. Never from or to a file of ours.
#pragma once

#include "core/llm/connection.h"

#include <QObject>
#include <QProcessEnvironment>

#include <optional>

namespace glasshouse {

// Looks a connection's key up; starts when control returns to the event loop. An empty key is a valid answer:
// servers on this machine need none.
class KeyLookup : public QObject
{
    Q_OBJECT

public:
    explicit KeyLookup(const Connection &connection,
                       const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment(),
                       QObject *parent = nullptr);

Q_SIGNALS:
    void finished(const glasshouse::Result<QString> &key);

private:
    void start();
    void askKeychain();

    Connection m_connection;
    QProcessEnvironment m_environment;
};

// Writes a connection's key to the keychain, or removes it when the key is empty.
class KeyStorage : public QObject
{
    Q_OBJECT

public:
    KeyStorage(const QString &connection, const QString &key, QObject *parent = nullptr);

Q_SIGNALS:
    void finished(const std::optional<glasshouse::Error> &problem); // nothing when it worked

private:
    void start();

    QString m_connection;
    QString m_key;
};

} // namespace glasshouse
