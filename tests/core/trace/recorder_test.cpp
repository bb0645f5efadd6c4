#include "core/trace/recorder.h"
#include "tests/fakes/fake_clock.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::trace;

class RecorderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersEachRunFromOneWithoutGaps();
    void goesOnAfterARestart();
    void everyListenerHearsTheOrderOfTheSequence();
};

void RecorderTest::numbersEachRunFromOneWithoutGaps()
{
    const test::FakeClock clock;
    Recorder recorder(clock);
    const Place a{QStringLiteral("a"), {}, 0};
    const Place b{QStringLiteral("b"), QStringLiteral("node"), 3};

    QCOMPARE(recorder.stamp(a, event_type::RunStarted, {}).sequence, 1);
    QCOMPARE(recorder.stamp(b, event_type::RunStarted, {}).sequence, 1);
    const auto event = recorder.stamp(b, event_type::TextDelta, {});
    QCOMPARE(event.sequence, 2);
    QCOMPARE(event.node, QStringLiteral("node"));
    QCOMPARE(event.occurrence, 3);
    QCOMPARE(event.timeMs, clock.nowMs());
}

void RecorderTest::goesOnAfterARestart()
{
    const test::FakeClock clock;
    Recorder recorder(clock);
    recorder.continueAfter(QStringLiteral("a"), 41);

    QCOMPARE(recorder.stamp({QStringLiteral("a"), {}, 0}, event_type::RunResumed, {}).sequence, 42);
}

void RecorderTest::everyListenerHearsTheOrderOfTheSequence()
{
    const test::FakeClock clock;
    Recorder recorder(clock);
    const Place place{QStringLiteral("a"), {}, 0};
    QVector<qint64> first;
    QVector<qint64> second;
    connect(&recorder, &Recorder::recorded, this, [&](const Event &event) {
        first.append(event.sequence);
        if (event.sequence == 1)
            recorder.publish(recorder.stamp(place, event_type::TextDelta, {}));
    });
    connect(&recorder, &Recorder::recorded, this, [&](const Event &event) { second.append(event.sequence); });

    recorder.publish(recorder.stamp(place, event_type::RunStarted, {}));

    QCOMPARE(first, (QVector<qint64>{1, 2}));
    QCOMPARE(second, first);
}

QTEST_GUILESS_MAIN(RecorderTest)
#include "recorder_test.moc"
