#include "core/trace/run_phase.h"

#include <QTest>

using namespace glasshouse::trace;

namespace {

Event made(QLatin1String type, const QString &node = {}, const QJsonObject &data = {}, qint64 timeMs = 0)
{
    Event event;
    event.type = type;
    event.node = node;
    event.occurrence = node.isEmpty() ? 0 : 1;
    event.data = data;
    event.timeMs = timeMs;
    return event;
}

QJsonObject approval(const QString &id)
{
    return {{QStringLiteral("approval"), id}, {QStringLiteral("tool"), QStringLiteral("execute_code")}};
}

RunView foldOf(const QVector<Event> &events)
{
    RunView view;
    for (const auto &one : events)
        fold(view, one);
    return view;
}

const auto A = QStringLiteral("a");

} // namespace

class RunPhaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodeGoesFromQueuedToDone();
    void nodeThatAsksWaitsUntilDecided();
    void decisionByPolicyIsNoWaiting();
    void runWaitsAndGoesOn();
    void endOfTheRunEndsItsNodes();
    void nothingHappensAfterTheEnd();
    void countsOccurrencesDeliveriesAndTokens();
};

void RunPhaseTest::nodeGoesFromQueuedToDone()
{
    auto view = foldOf({made(event_type::RunStarted), made(event_type::NodeQueued, A)});
    QCOMPARE(toString(view.nodes.value(A).phase), QStringLiteral("queued"));
    fold(view, made(event_type::NodeStarted, A, {}, 100));
    QCOMPARE(toString(view.nodes.value(A).phase), QStringLiteral("running"));
    fold(view, made(event_type::NodeFinished, A, {}, 350));
    QCOMPARE(toString(view.nodes.value(A).phase), QStringLiteral("done"));
    QCOMPARE(view.nodes.value(A).durationMs, 250);
}

void RunPhaseTest::nodeThatAsksWaitsUntilDecided()
{
    auto view = foldOf({made(event_type::RunStarted), made(event_type::NodeStarted, A),
                        made(event_type::ApprovalRequested, A, approval(QStringLiteral("x")))});
    QCOMPARE(toString(view.nodes.value(A).phase), QStringLiteral("waiting"));
    QCOMPARE(view.nodes.value(A).note, QStringLiteral("execute_code"));
    QCOMPARE(view.pendingApprovals, QStringList{QStringLiteral("x")});
    fold(view, made(event_type::ApprovalDecided, A, approval(QStringLiteral("x"))));
    QCOMPARE(toString(view.nodes.value(A).phase), QStringLiteral("running"));
    QVERIFY(view.pendingApprovals.isEmpty());
}

void RunPhaseTest::decisionByPolicyIsNoWaiting()
{
    const auto before = foldOf({made(event_type::RunStarted)});
    auto view = before;
    fold(view, made(event_type::ApprovalDecided, {}, approval({})));
    QCOMPARE(view, before);
}

void RunPhaseTest::runWaitsAndGoesOn()
{
    auto view = foldOf({made(event_type::RunStarted),
                        made(event_type::ApprovalRequested, {}, approval(QStringLiteral("x"))),
                        made(event_type::RunWaiting)});
    QCOMPARE(toString(view.phase), QStringLiteral("waiting"));
    fold(view, made(event_type::ApprovalDecided, {}, approval(QStringLiteral("x"))));
    QCOMPARE(toString(view.phase), QStringLiteral("running"));
}

void RunPhaseTest::endOfTheRunEndsItsNodes()
{
    const auto view = foldOf({made(event_type::RunStarted), made(event_type::NodeStarted, A),
                              made(event_type::RunFinished, {},
                                   {{QStringLiteral("status"), QStringLiteral("cancelled")},
                                    {QStringLiteral("stop_reason"), QStringLiteral("cancelled")}})});
    QCOMPARE(toString(view.phase), QStringLiteral("cancelled"));
    QCOMPARE(toString(view.nodes.value(A).phase), QStringLiteral("cancelled"));
    QCOMPARE(view.stopReason, QStringLiteral("cancelled"));
}

void RunPhaseTest::nothingHappensAfterTheEnd()
{
    const auto before = foldOf(
        {made(event_type::RunStarted),
         made(event_type::RunFinished, {}, {{QStringLiteral("status"), QStringLiteral("completed")}})});
    auto view = before;
    fold(view, made(event_type::NodeStarted, A));
    QCOMPARE(view, before);
}

void RunPhaseTest::countsOccurrencesDeliveriesAndTokens()
{
    const QJsonObject usage{{QStringLiteral("usage"), QJsonObject{{QStringLiteral("input_tokens"), 10},
                                                                  {QStringLiteral("output_tokens"), 5}}}};
    const QJsonObject edge{{QStringLiteral("edge"), QStringLiteral("e")}};
    const auto view = foldOf({made(event_type::RunStarted), made(event_type::NodeStarted, A),
                              made(event_type::NodeFinished, A), made(event_type::EdgeDelivered, {}, edge),
                              made(event_type::NodeStarted, A), made(event_type::EdgeDelivered, {}, edge),
                              made(event_type::ModelCallFinished, A, usage),
                              made(event_type::ModelCallFinished, A, usage)});
    QCOMPARE(view.nodes.value(A).occurrences, 2);
    QCOMPARE(view.deliveries.value(QStringLiteral("e")), 2);
    QCOMPARE(view.inputTokens, 20);
    QCOMPARE(view.outputTokens, 10);
}

QTEST_GUILESS_MAIN(RunPhaseTest)
#include "run_phase_test.moc"
