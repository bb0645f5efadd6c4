// What was answered for is there after kill -9 and after a full disk.
#include "core/store/store.h"

#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace glasshouse;

namespace {

trace::Event eventNumber(qint64 sequence, const QString &text)
{
    trace::Event event;
    event.run = QStringLiteral("run_1");
    event.sequence = sequence;
    event.type = trace::event_type::TextDelta;
    event.data = {{QStringLiteral("text"), text}};
    return event;
}

// No file of this process may grow beyond `bytes`: to SQLite that is a disk that is full.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
    rlimit m_before{};
};

} // namespace

class StoreDurabilityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void killedProgramLosesNothingThatItWasToldIsStored()
    {
        qint64 promised = 0;
        for (int round = 0; round < 3; ++round) {
            QProcess writer;
            writer.start(QStringLiteral(STORE_WRITER), {path()});
            QByteArray lines;
            connect(&writer, &QProcess::readyReadStandardOutput, this,
                    [&] { lines += writer.readAllStandardOutput(); });
            QTRY_VERIFY_WITH_TIMEOUT(lines.count('\n') >= 20, 20'000);
            QSignalSpy ended(&writer, &QProcess::finished);
            writer.kill();
            QVERIFY(ended.wait());
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
            promised = lines.left(lines.lastIndexOf('\n')).split('\n').last().toLongLong();

            const auto events = stored();
            QVERIFY2(events.size() >= promised, qPrintable(QString::number(events.size())));
            for (qsizetype i = 0; i < events.size(); ++i)
                QCOMPARE(events.at(i).sequence, i + 1);
        }
        QVERIFY(promised > 0);
    }

    void aRunThatWaitedAtTheKillIsThereWaiting()
    {
        QProcess writer;
        writer.start(QStringLiteral(STORE_WRITER), {path()});
        QSignalSpy printed(&writer, &QProcess::readyReadStandardOutput);
        QVERIFY(printed.wait(20'000));
        QSignalSpy ended(&writer, &QProcess::finished);
        writer.kill();
        QVERIFY(ended.wait());

        Store store(path());
        std::optional<QVector<RunRecord>> runs;
        store.listUnfinishedRuns(this,
                                 [&](const auto &answer) { runs = answer.value_or(QVector<RunRecord>()); });
        QTRY_VERIFY(runs);
        QCOMPARE(runs->size(), 1);
        QCOMPARE(runs->first().status, QStringLiteral("waiting"));
    }

    void aFullDiskIsReportedOnceAndWhatItCutOffIsWrittenLater()
    {
        Store store(path());
        QSignalSpy problems(&store, &Store::problemReported);
        QVERIFY(appendAndFlush(store, 1, QStringLiteral("small")));
        const QString large(200'000, u'x');
        {
            const FileSizeLimit limit(static_cast<rlim_t>(QFileInfo(path() + QStringLiteral("-wal")).size()) +
                                      20'000);
            QVERIFY(!appendAndFlush(store, 2, large));
            QVERIFY(!appendAndFlush(store, 3, large));
            QTRY_COMPARE(problems.size(), 1);
            QVERIFY2(problems.first().first().toString().contains(u"full"),
                     qPrintable(problems.first().first().toString()));
        }
        QVERIFY(appendAndFlush(store, 4, QStringLiteral("small")));
        std::optional<QVector<trace::Event>> events;
        store.loadEventsOfRun(QStringLiteral("run_1"), this, [&](const auto &answer) { events = *answer; });
        QTRY_VERIFY(events);
        QCOMPARE(events->size(), 4);
        QCOMPARE(events->at(2).data.value(u"text").toString(), large);
    }

private:
    QString path() const { return m_folder->filePath(QStringLiteral("store.sqlite")); }

    bool appendAndFlush(Store &store, qint64 sequence, const QString &text)
    {
        std::optional<bool> isDone;
        store.appendEvents({eventNumber(sequence, text)});
        store.flush(this, [&](const Result<void> &done) { isDone = done.has_value(); });
        return QTest::qWaitFor([&] { return isDone.has_value(); }) && *isDone;
    }

    QVector<trace::Event> stored()
    {
        Store store(path());
        std::optional<QVector<trace::Event>> events;
        store.loadEventsOfRun(QStringLiteral("run_1"), this, [&](const auto &answer) { events = *answer; });
        return QTest::qWaitFor([&] { return events.has_value(); }) ? *events : QVector<trace::Event>();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(StoreDurabilityTest)
#include "store_durability_test.moc"
