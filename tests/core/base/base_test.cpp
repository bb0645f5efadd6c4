#include "core/base/atomic_file.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#ifdef Q_OS_UNIX
#include "tests/fakes/file_size_limit.h"
#endif

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

class BaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idsAreUniqueAndNameWhatTheyAreOf()
    {
        QSet<QString> ids;
        for (int i = 0; i < 1'000; ++i)
            ids.insert(newId(u"run"));
        QCOMPARE(ids.size(), 1'000);
        const QRegularExpression form(QStringLiteral("^run_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$"));
        for (const auto &id : std::as_const(ids))
            QVERIFY2(form.match(id).hasMatch(), qPrintable(id));
    }

    void idsSortByTheMillisecondTheyWereMadeIn()
    {
        const auto before = newId(u"run");
        const auto now = QDateTime::currentMSecsSinceEpoch();
        QTRY_VERIFY(QDateTime::currentMSecsSinceEpoch() > now);
        QVERIFY(before < newId(u"run"));
    }

    void writesAndReadsBytesUnchanged()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("new/folder/file"));
        const QByteArray bytes("a\0b\r\n\xff", 6);
        QVERIFY(writeFileAtomically(path, bytes));
        QCOMPARE(*readFile(path), bytes);
    }

#ifdef Q_OS_UNIX
    void aWriteThatEndsEarlyLeavesTheOldFileAndSaysWhy()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("file"));
        QVERIFY(writeFileAtomically(path, "old"));
        const fakes::FileSizeLimit limit(10'000);
        const auto written = writeFileAtomically(path, QByteArray(15'000, 'x'));
        QVERIFY(!written);
        QVERIFY2(written.error().message.contains(u"File too large"), qPrintable(written.error().message));
        QCOMPARE(*readFile(path), QByteArray("old"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("file")});
    }
#endif

    void aFailedWriteLeavesTheOldFileAndNothingElse()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("file"));
        QVERIFY(writeFileAtomically(path, "old"));
        const auto written = writeFileAtomically(path + QStringLiteral("/below"), "new");
        QVERIFY(!written);
        QCOMPARE(*readFile(path), QByteArray("old"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden),
                 QStringList{QStringLiteral("file")});
    }

    void saysThatAFileIsMissing()
    {
        const auto read = readFile(QStringLiteral("/no/such/file"));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::NotFound);
    }

    void refusesFilesThatAreTooLarge()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("file"));
        QVERIFY(writeFileAtomically(path, "12345"));
        QVERIFY(readFile(path, 5));
        QVERIFY(!readFile(path, 4));
    }

    void refusesWhatIsNoRegularFile()
    {
        QTemporaryDir folder;
        QVERIFY(!readFile(folder.path()));
#ifdef Q_OS_UNIX
        QVERIFY(!readFile(QStringLiteral("/dev/zero"))); // endless
#endif
    }

    void theClockGoesForward()
    {
        const SystemClock clock;
        const auto start = clock.monotonicMs();
        QTRY_VERIFY(clock.monotonicMs() > start);
        QVERIFY(std::abs(clock.nowMs() - QDateTime::currentMSecsSinceEpoch()) < 5'000);
    }
};

QTEST_GUILESS_MAIN(BaseTest)
#include "base_test.moc"
