// What the tests of the store share: one in a folder of its own, and questions whose answers are waited for.
#pragma once

#include "core/store/store.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

namespace glasshouse::test {

inline trace::Event eventNumber(const QString &run, qint64 sequence)
{
    trace::Event event;
    event.run = run;
    event.sequence = sequence;
    event.timeMs = 1'000 + sequence;
    event.type = trace::event_type::TextDelta;
    event.node = QStringLiteral("analyst");
    event.occurrence = 2;
    event.data = {{QStringLiteral("text"), QStringLiteral("Grüße \U0001F44B %1").arg(sequence)},
                  {QStringLiteral("nested"), QJsonObject{{QStringLiteral("n"), 1.5}}}};
    return event;
}

inline Thread threadNamed(const QString &id, qint64 updatedMs, bool pinned = false)
{
    Thread thread;
    thread.id = id;
    thread.project = QStringLiteral("/p");
    thread.title = QStringLiteral("About ") + id;
    thread.agent = QStringLiteral("Analyst");
    thread.pinned = pinned;
    thread.createdMs = 1;
    thread.updatedMs = updatedMs;
    return thread;
}

// Runs statements on the file the way another program would.
inline void withFile(const QString &path, const std::function<void(QSqlQuery &)> &use)
{
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
        database.setDatabaseName(path);
        QVERIFY(database.open());
        QSqlQuery query(database);
        use(query);
    }
    QSqlDatabase::removeDatabase(QStringLiteral("other"));
}

class StoreCase : public QObject
{
    Q_OBJECT

protected Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<Store>(path());
    }
    void cleanup() { m_store.reset(); }

protected:
    QString path() const { return m_folder->filePath(QStringLiteral("data/store.sqlite")); }

    // Waits for the answer to one question.
    template<typename T> Result<T> ask(const std::function<void(Store::Answer<T>)> &question)
    {
        std::optional<Result<T>> received;
        question([&](const Result<T> &answer) { received = answer; });
        if (!QTest::qWaitFor([&] { return received.has_value(); }, 20'000))
            return fail(QStringLiteral("no answer"));
        return *received;
    }

    bool done(const std::function<void(Store::Done)> &change) { return ask<void>(change).has_value(); }
    Result<QVector<trace::Event>> eventsOfRun(const QString &run)
    {
        return ask<QVector<trace::Event>>([&](auto answer) { m_store->loadEventsOfRun(run, this, answer); });
    }
    Result<QVector<Thread>> threadsOf(const QString &project)
    {
        return ask<QVector<Thread>>([&](auto answer) { m_store->listThreads(project, this, answer); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
};

} // namespace glasshouse::test
