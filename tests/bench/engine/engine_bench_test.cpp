#include "core/workflow/engine_bench.h"

#include <QTest>

// Generous bounds: they catch work that grows with the length of a run, not a slow machine.
class EngineBenchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void engineStaysFastOverLongRuns();
};

void EngineBenchTest::engineStaysFastOverLongRuns()
{
    const auto result = glasshouse::benchEngine();
    const auto superstep = result.value(u"superstep_us").toObject();

    QCOMPARE(result.value(u"type").toString(), QStringLiteral("result"));
    QCOMPARE(result.value(u"supersteps").toInt(), 5'000);
    QVERIFY2(result.value(u"agent_events_per_second").toDouble() > 20'000,
             qPrintable(QString::number(result.value(u"agent_events_per_second").toDouble())));
    QVERIFY2(superstep.value(u"p50").toDouble() < 1'000,
             qPrintable(QString::number(superstep.value(u"p50").toDouble())));
    qInfo("%.0f agent events/s; superstep p50 %.1f us, p95 %.1f us",
          result.value(u"agent_events_per_second").toDouble(), superstep.value(u"p50").toDouble(),
          superstep.value(u"p95").toDouble());
}

QTEST_GUILESS_MAIN(EngineBenchTest)
#include "engine_bench_test.moc"
