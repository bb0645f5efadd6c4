// The connections of this person: the two built-in ones and those in connections.json. Keys are never in it.
#pragma once

#include "core/llm/connection.h"

#include <QObject>
#include <QProcessEnvironment>
#include <QVector>

namespace glasshouse {

class ConnectionStore : public QObject
{
    Q_OBJECT

public:
    explicit ConnectionStore(
        const QString &folder,
        const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment(),
        QObject *parent = nullptr);

    // Without a file there are the two built-in connections. After a failure too, and then nothing is
    // written until the file can be read again, so that a typing error in it costs nothing.
    [[nodiscard]] Result<void> load();

    [[nodiscard]] QVector<Connection> connections() const; // "demo", "openai", then the others by name
    [[nodiscard]] Result<Connection> find(QStringView name) const;

    [[nodiscard]] Result<void>
    save(const Connection &connection); // adds or replaces; of "demo" nothing can be changed
    [[nodiscard]] Result<void> remove(const QString &name);
    [[nodiscard]] const QString &filePath() const { return m_filePath; }

Q_SIGNALS:
    void connectionsChanged();

private:
    [[nodiscard]] Connection openAi() const;
    [[nodiscard]] Result<void> write(const QVector<Connection> &stored);

    QString m_filePath;
    QProcessEnvironment m_environment;
    QVector<Connection> m_stored; // as in the file, sorted by name
    bool m_readable = true;
};

} // namespace glasshouse
