// What code does with files becomes events of its run: batched, merged, bounded, and never hidden by a flood.
#include "app/file_watch.h"

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_sandbox_service.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using sandbox::FileAccess;
using sandbox::FileOperation;

namespace {

const auto session = QStringLiteral("thread_1");
const auto input = QStringLiteral("/input");

FileAccess reading(const QString &path)
{
    return {
        .timeMs = 1, .operation = FileOperation::OpenForReading, .path = path, .newPath = {}, .problem = {}};
}

FileAccess refused(const QString &path)
{
    return {.timeMs = 1,
            .operation = FileOperation::Create,
            .path = path,
            .newPath = {},
            .problem = QStringLiteral("The folder is read-only.")};
}

} // namespace

class FileWatchTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::FakeSandboxService> m_service;
    std::unique_ptr<trace::Recorder> m_recorder;
    std::unique_ptr<FileWatch> m_watch;
    test::FakeClock m_clock;
    SessionOwner m_owner;
    QVector<trace::Event> m_events; // files_accessed only

    void access(const FileAccess &access) { Q_EMIT m_service->fileAccessed(session, input, access); }

    void record(QLatin1String type, const QString &call, const QString &node = {})
    {
        m_recorder->publish(
            m_recorder->stamp({.run = m_owner.run, .node = node, .occurrence = node.isEmpty() ? 0 : 1}, type,
                              {{QStringLiteral("call"), call}}));
    }

    [[nodiscard]] trace::FilesAccessed all() const
    {
        trace::FilesAccessed all;
        for (const auto &event : m_events) {
            const auto part = trace::FilesAccessed::fromJson(event.data).value_or(trace::FilesAccessed());
            all.touches += part.touches;
            all.leftOut += part.leftOut;
        }
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_owner = {session, QStringLiteral("run_1")};
        m_events.clear();
        m_watch.reset();
        m_service = std::make_unique<test::FakeSandboxService>();
        m_recorder = std::make_unique<trace::Recorder>(m_clock);
        connect(m_recorder.get(), &trace::Recorder::recorded, this, [this](const trace::Event &event) {
            if (event.type == trace::event_type::FilesAccessed)
                m_events.append(event);
        });
        m_watch =
            std::make_unique<FileWatch>(*m_service, *m_recorder, [this](const QString &) { return m_owner; });
    }

    void manyAccessesAreOneEvent()
    {
        access(reading(QStringLiteral("a.csv")));
        access(reading(QStringLiteral("a.csv")));
        access(refused(QStringLiteral("b")));
        QTRY_COMPARE(m_events.size(), 1);
        const auto touches = all().touches;
        QCOMPARE(touches.size(), 2);
        QCOMPARE(touches.at(0).path, QStringLiteral("/input/a.csv"));
        QCOMPARE(touches.at(0).times, 2);
        QVERIFY(touches.at(1).isRefused());
    }

    void theEventIsOfTheCodeThatRuns()
    {
        record(trace::event_type::ExecStarted, QStringLiteral("call_1"), QStringLiteral("analyst"));
        access(reading(QStringLiteral("a")));
        record(trace::event_type::ExecFinished, QStringLiteral("call_1"), QStringLiteral("analyst"));
        QCOMPARE(m_events.size(), 1); // at once: nothing may come after the end of its code
        QCOMPARE(m_events.first().node, QStringLiteral("analyst"));
        QCOMPARE(m_events.first().data.value(QLatin1String("call")).toString(), QStringLiteral("call_1"));
    }

    void ofTwoPiecesOfCodeNobodyKnowsWhich()
    {
        record(trace::event_type::ExecStarted, QStringLiteral("call_1"), QStringLiteral("a"));
        record(trace::event_type::ExecStarted, QStringLiteral("call_2"), QStringLiteral("b"));
        access(reading(QStringLiteral("x")));
        QTRY_COMPARE(m_events.size(), 1);
        QVERIFY(m_events.first().node.isEmpty());
    }

    void aFloodIsCountedAndHidesNoRefusal()
    {
        record(trace::event_type::ExecStarted, QStringLiteral("call_1"));
        for (int i = 0; i < 100'000; ++i)
            access(reading(QString::number(i)));
        access(refused(QStringLiteral("secret")));
        record(trace::event_type::ExecFinished, QStringLiteral("call_1"));
        const auto seen = all();
        QVERIFY(seen.touches.size() <= FileWatch::MostOfARun + 1);
        QVERIFY(seen.touches.last().isRefused());
        QCOMPARE(seen.touches.size() + seen.leftOut, 100'001);
    }

    void aRunKeepsABoundedNumber()
    {
        for (int batch = 0; batch < 8; ++batch) {
            record(trace::event_type::ExecStarted, QStringLiteral("call"));
            for (int i = 0; i < FileWatch::MostOfABatch; ++i)
                access(reading(QStringLiteral("%1/%2").arg(batch).arg(i)));
            record(trace::event_type::ExecFinished, QStringLiteral("call"));
        }
        QCOMPARE(all().touches.size(), FileWatch::MostOfARun);
        QCOMPARE(all().leftOut, 8 * FileWatch::MostOfABatch - FileWatch::MostOfARun);
    }

    void codeInTheBackgroundIsShownButNotKept()
    {
        m_owner.run.clear();
        QSignalSpy seen(m_watch.get(), &FileWatch::seenOutsideRuns);
        access(reading(QStringLiteral("a")));
        QVERIFY(seen.wait());
        QCOMPARE(seen.first().at(1).toString(), session);
        QVERIFY(m_events.isEmpty());
    }

    void longNamesAreCut()
    {
        access(reading(QString(100'000, u'x')));
        QTRY_COMPARE(m_events.size(), 1);
        QVERIFY(all().touches.first().path.size() <= 1'000);
    }
};

QTEST_GUILESS_MAIN(FileWatchTest)
#include "file_watch_test.moc"
