#include "core/approvals/permission_queue.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;

namespace {

PermissionQuestion question(const QString &id, const QString &url = QStringLiteral("http://a.example/"))
{
    PermissionQuestion question;
    question.id = id;
    question.session = QStringLiteral("thread_1");
    question.run = QStringLiteral("run_1");
    question.method = QStringLiteral("GET");
    question.url = url;
    question.rule = AllowRule{QStringLiteral("a.example"), {}};
    return question;
}

} // namespace

class PermissionQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheOrderAndAsksOnce()
    {
        PermissionQueue queue;
        QSignalSpy asked(&queue, &PermissionQueue::asked);
        queue.add(question(QStringLiteral("1")));
        queue.add(question(QStringLiteral("2")));
        queue.add(question(QStringLiteral("1")));
        QCOMPARE(asked.size(), 2);
        QCOMPARE(queue.pending().first().id, QStringLiteral("1"));
        QVERIFY(!queue.find(QStringLiteral("3")));
    }

    void anAnswerCountsOnce()
    {
        PermissionQueue queue;
        queue.add(question(QStringLiteral("1")));
        QSignalSpy answered(&queue, &PermissionQueue::answered);
        QVERIFY(queue.answer(QStringLiteral("1"), PermissionAnswer::AllowOnce));
        QVERIFY(!queue.answer(QStringLiteral("1"), PermissionAnswer::Deny));
        QCOMPARE(answered.size(), 1);
        QVERIFY(queue.pending().isEmpty());
    }

    void aDenialHoldsForTheSameRequestOfTheSession()
    {
        PermissionQueue queue;
        queue.add(question(QStringLiteral("1")));
        queue.add(question(QStringLiteral("2")));
        queue.add(question(QStringLiteral("3"), QStringLiteral("http://a.example/other")));
        auto elsewhere = question(QStringLiteral("4"));
        elsewhere.session = QStringLiteral("thread_2");
        queue.add(elsewhere);
        QSignalSpy answered(&queue, &PermissionQueue::answered);
        QVERIFY(queue.answer(QStringLiteral("2"), PermissionAnswer::Deny));
        QCOMPARE(answered.size(), 2);
        QVERIFY(!queue.find(QStringLiteral("1")));
        QVERIFY(queue.find(QStringLiteral("3")));
        QVERIFY(queue.find(QStringLiteral("4")));
    }

    void allowingOneLeavesTheOthers()
    {
        PermissionQueue queue;
        queue.add(question(QStringLiteral("1")));
        queue.add(question(QStringLiteral("2")));
        QVERIFY(queue.answer(QStringLiteral("1"), PermissionAnswer::AllowOnce));
        QCOMPARE(queue.pending().size(), 1);
    }

    void whatHasNoRuleIsAllowedOnceOnly()
    {
        PermissionQueue queue;
        auto bare = question(QStringLiteral("1"));
        bare.rule.reset();
        queue.add(bare);
        QVERIFY(!queue.answer(QStringLiteral("1"), PermissionAnswer::AllowAlways));
        QVERIFY(!queue.answer(QStringLiteral("1"), PermissionAnswer::AllowForRun));
        QVERIFY(queue.answer(QStringLiteral("1"), PermissionAnswer::AllowOnce));
    }

    void whatHasNoRunIsNotAllowedForTheRun()
    {
        PermissionQueue queue;
        auto late = question(QStringLiteral("1"));
        late.run.clear();
        queue.add(late);
        QVERIFY(!queue.answer(QStringLiteral("1"), PermissionAnswer::AllowForRun));
        QCOMPARE(queue.pending().size(), 1);
    }

    void aSessionTakesItsQuestionsWithIt()
    {
        PermissionQueue queue;
        queue.add(question(QStringLiteral("1")));
        queue.add(question(QStringLiteral("2")));
        QSignalSpy withdrawn(&queue, &PermissionQueue::withdrawn);
        queue.withdraw(QStringLiteral("1"));
        queue.withdrawSession(QStringLiteral("thread_2"));
        QCOMPARE(withdrawn.size(), 1);
        queue.withdrawSession(QStringLiteral("thread_1"));
        QCOMPARE(withdrawn.size(), 2);
        QVERIFY(queue.pending().isEmpty());
    }
};

QTEST_GUILESS_MAIN(PermissionQueueTest)
#include "permission_queue_test.moc"
