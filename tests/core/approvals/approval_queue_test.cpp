#include "core/approvals/approval_queue.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;

namespace {

ApprovalRequest request(const QString &id, const QString &run, qint64 requestedMs)
{
    ApprovalRequest request;
    request.id = id;
    request.run = run;
    request.requestedMs = requestedMs;
    return request;
}

} // namespace

class ApprovalQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheOldestFirst();
    void addsEachRequestOnce();
    void decidesOnce();
    void withdrawsOnlyTheRun();
    void withdrawsOneOnce();
    void listenerMayDecideTheNext();
};

void ApprovalQueueTest::keepsTheOldestFirst()
{
    ApprovalQueue queue;
    queue.add(request(QStringLiteral("b"), QStringLiteral("r"), 2));
    queue.add(request(QStringLiteral("a"), QStringLiteral("r"), 1)); // restored after a restart
    queue.add(request(QStringLiteral("c"), QStringLiteral("r"), 2));

    QCOMPARE(queue.pending().at(0).id, QStringLiteral("a"));
    QCOMPARE(queue.pending().at(1).id, QStringLiteral("b"));
    QCOMPARE(queue.pending().at(2).id, QStringLiteral("c"));
}

void ApprovalQueueTest::addsEachRequestOnce()
{
    ApprovalQueue queue;
    QSignalSpy requested(&queue, &ApprovalQueue::requested);
    queue.add(request(QStringLiteral("a"), QStringLiteral("r"), 1));
    queue.add(request(QStringLiteral("a"), QStringLiteral("r"), 1));

    QCOMPARE(queue.pending().size(), 1);
    QCOMPARE(requested.size(), 1);
}

void ApprovalQueueTest::decidesOnce()
{
    ApprovalQueue queue;
    queue.add(request(QStringLiteral("a"), QStringLiteral("r"), 1));
    QSignalSpy decided(&queue, &ApprovalQueue::decided);

    QVERIFY(queue.decide(QStringLiteral("a"), {}));
    QVERIFY(!queue.decide(QStringLiteral("a"), {}));
    QCOMPARE(decided.size(), 1);
    QVERIFY(!queue.find(QStringLiteral("a")));
}

void ApprovalQueueTest::withdrawsOnlyTheRun()
{
    ApprovalQueue queue;
    queue.add(request(QStringLiteral("a"), QStringLiteral("r1"), 1));
    queue.add(request(QStringLiteral("b"), QStringLiteral("r2"), 2));
    queue.add(request(QStringLiteral("c"), QStringLiteral("r1"), 3));
    QSignalSpy withdrawn(&queue, &ApprovalQueue::withdrawn);

    queue.withdrawRun(QStringLiteral("r1"));

    QCOMPARE(withdrawn.size(), 2);
    QCOMPARE(queue.pending().size(), 1);
    QCOMPARE(queue.pending().first().id, QStringLiteral("b"));
}

void ApprovalQueueTest::withdrawsOneOnce()
{
    ApprovalQueue queue;
    queue.add(request(QStringLiteral("a"), QStringLiteral("r"), 1));
    queue.add(request(QStringLiteral("b"), QStringLiteral("r"), 2));
    QSignalSpy withdrawn(&queue, &ApprovalQueue::withdrawn);

    queue.withdraw(QStringLiteral("a"));
    queue.withdraw(QStringLiteral("a"));

    QCOMPARE(withdrawn.size(), 1);
    QVERIFY(!queue.decide(QStringLiteral("a"), {}));
    QCOMPARE(queue.pending().size(), 1);
}

void ApprovalQueueTest::listenerMayDecideTheNext()
{
    ApprovalQueue queue;
    queue.add(request(QStringLiteral("a"), QStringLiteral("r"), 1));
    queue.add(request(QStringLiteral("b"), QStringLiteral("r"), 2));
    connect(&queue, &ApprovalQueue::decided, this, [&] {
        if (!queue.pending().isEmpty())
            queue.decide(queue.pending().first().id, {});
    });

    QVERIFY(queue.decide(QStringLiteral("a"), {}));
    QVERIFY(queue.pending().isEmpty());
}

QTEST_GUILESS_MAIN(ApprovalQueueTest)
#include "approval_queue_test.moc"
