// The file that the store keeps everything in: shared, damaged, out of reach.
#include "core/store/schema.h"
#include "tests/core/store/store_case.h"

#include <QDir>
#include <QSignalSpy>

using namespace glasshouse;
using namespace glasshouse::test;

class StoreFileTest : public StoreCase
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasAskedForIsOnDiskAfterTheEnd()
    {
        for (int i = 1; i <= 1'000; ++i)
            m_store->appendEvents({eventNumber(QStringLiteral("run_1"), i)});
        m_store = std::make_unique<Store>(path());
        QCOMPARE(eventsOfRun(QStringLiteral("run_1"))->size(), 1'000);
    }

    void aDamagedFileIsMovedAsideAndANewOneStarted()
    {
        m_store.reset();
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(QByteArray("This is no database. ").repeated(1'000)) > 0);
        file.close();

        m_store = std::make_unique<Store>(path());
        QSignalSpy problems(m_store.get(), &Store::problemReported);
        QVERIFY(done([&](auto a) { m_store->saveThread(threadNamed(QStringLiteral("t"), 1), this, a); }));
        QTRY_COMPARE(problems.size(), 1);
        QVERIFY2(problems.first().first().toString().contains(u"damaged"),
                 qPrintable(problems.first().first().toString()));
        const auto kept = QFileInfo(path()).dir().entryList({QStringLiteral("*.damaged-*")});
        QCOMPARE(kept.size(), 1);
        QCOMPARE(threadsOf(QStringLiteral("/p"))->size(), 1);
    }

    void damageThatShowsOnlyLaterIsSurvivedToo()
    {
        for (int i = 1; i <= 2'000; ++i)
            m_store->appendEvents({eventNumber(QStringLiteral("run_1"), i)});
        m_store.reset();
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(8'192)); // behind the pages that are read at the start
        QVERIFY(file.write(QByteArray(static_cast<qsizetype>(file.size() - 8'192), '\x5a')) > 0);
        file.close();

        m_store = std::make_unique<Store>(path());
        QSignalSpy problems(m_store.get(), &Store::problemReported);
        (void)eventsOfRun(QStringLiteral("run_1"));
        QVERIFY(done([&](auto a) { m_store->saveThread(threadNamed(QStringLiteral("t"), 1), this, a); }));
        m_store->appendEvents({eventNumber(QStringLiteral("run_1"), 5)});
        QVERIFY(done([&](auto answer) { m_store->flush(this, answer); }));
        QVERIFY(problems.size() >= 1);
        QCOMPARE(threadsOf(QStringLiteral("/p"))->size(), 1);
    }

    void aFileOfANewerVersionIsLeftAsItIs()
    {
        QVERIFY(done([&](auto answer) { m_store->flush(this, answer); }));
        m_store.reset();
        withFile(path(), [](QSqlQuery &query) {
            QVERIFY(query.exec(QStringLiteral("PRAGMA user_version = %1").arg(schema::currentVersion() + 1)));
        });
        m_store = std::make_unique<Store>(path());
        QSignalSpy problems(m_store.get(), &Store::problemReported);
        const auto threads = threadsOf(QStringLiteral("/p"));
        QVERIFY(!threads);
        QVERIFY2(threads.error().message.contains(u"newer version"), qPrintable(threads.error().message));
        QVERIFY(!done([&](auto a) { m_store->saveThread(threadNamed(QStringLiteral("t"), 1), this, a); }));
        QCOMPARE(problems.size(), 1);
        QVERIFY(QFileInfo(path()).dir().entryList({QStringLiteral("*.damaged-*")}).isEmpty());
    }

    void twoProgramsWriteAtOnce()
    {
        Store other(path());
        int answers = 0;
        const auto count = [&](const Result<void> &done) { answers += done ? 1 : 1'000'000; };
        for (int i = 1; i <= 200; ++i) {
            m_store->appendEvents({eventNumber(QStringLiteral("run_1"), i)});
            m_store->flush(this, count);
            other.appendEvents({eventNumber(QStringLiteral("run_2"), i)});
            other.flush(this, count);
        }
        QTRY_COMPARE_WITH_TIMEOUT(answers, 400, 20'000);
        QCOMPARE(eventsOfRun(QStringLiteral("run_1"))->size(), 200);
        QCOMPARE(eventsOfRun(QStringLiteral("run_2"))->size(), 200);
    }

    void aFolderThatCannotBeWrittenIsASentence()
    {
        QVERIFY(QFile(m_folder->filePath(QStringLiteral("file"))).open(QIODevice::WriteOnly));
        m_store = std::make_unique<Store>(m_folder->filePath(QStringLiteral("file/store.sqlite")));
        QSignalSpy problems(m_store.get(), &Store::problemReported);
        QVERIFY(!done([&](auto answer) { m_store->flush(this, answer); }));
        QTRY_COMPARE(problems.size(), 1);
    }

    void onlyTheOwnerMayReadTheFile()
    {
        QVERIFY(done([&](auto answer) { m_store->flush(this, answer); }));
        QCOMPARE(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }
};

QTEST_GUILESS_MAIN(StoreFileTest)
#include "store_file_test.moc"
