// What the store is told and what it answers.
#include "tests/core/store/store_case.h"

#include <QElapsedTimer>
#include <QThread>

using namespace glasshouse;
using namespace glasshouse::test;

namespace {

RunRecord runOf(const QString &thread, const QString &id, qint64 startedMs)
{
    return {id,
            thread,
            QStringLiteral("/p"),
            QStringLiteral("Analyst"),
            QStringLiteral("agent"),
            QStringLiteral("running"),
            startedMs,
            0};
}

AuditRecord approved(const QString &id, const QString &code, qint64 decidedMs)
{
    AuditRecord record;
    record.id = id;
    record.run = QStringLiteral("run_1");
    record.thread = QStringLiteral("thread_1");
    record.tool = QStringLiteral("execute_code");
    record.request = {{QStringLiteral("code"), QStringLiteral("print(0)")}};
    record.shownCode = QStringLiteral("print(0)");
    record.shownSha256 = QStringLiteral("aa");
    record.verdict = QStringLiteral("approved");
    record.decision = {{QStringLiteral("verdict"), QStringLiteral("approved")}};
    record.approvedCode = code;
    record.approvedSha256 = QStringLiteral("bb");
    record.requestedMs = decidedMs - 1;
    record.decidedMs = decidedMs;
    return record;
}

} // namespace

class StoreTest : public StoreCase
{
    Q_OBJECT

private Q_SLOTS:
    void eventsComeBackAsTheyWereAndInOrder()
    {
        QVector<trace::Event> events;
        for (int i = 1; i <= 500; ++i)
            events.append(eventNumber(QStringLiteral("run_1"), i));
        m_store->appendEvents(events.mid(0, 100));
        m_store->appendEvents(events.mid(100));
        QCOMPARE(*eventsOfRun(QStringLiteral("run_1")), events);
    }

    void flushAnswersAfterTheEventsAreVisibleToOthers()
    {
        m_store->appendEvents({eventNumber(QStringLiteral("run_1"), 1)});
        QVERIFY(done([&](auto answer) { m_store->flush(this, answer); }));
        int count = 0;
        withFile(path(), [&](QSqlQuery &query) {
            QVERIFY(query.exec(QStringLiteral("SELECT count(*) FROM events")) && query.next());
            count = query.value(0).toInt();
        });
        QCOMPARE(count, 1);
    }

    void eventsOfAThreadFollowItsRuns()
    {
        save(runOf(QStringLiteral("thread_1"), QStringLiteral("run_b"), 10));
        save(runOf(QStringLiteral("thread_1"), QStringLiteral("run_a"), 20));
        save(runOf(QStringLiteral("thread_2"), QStringLiteral("run_c"), 15));
        for (const auto *run : {"run_a", "run_c", "run_b"})
            m_store->appendEvents({eventNumber(QLatin1String(run), 1), eventNumber(QLatin1String(run), 2)});
        const auto events = ask<QVector<trace::Event>>(
            [&](auto answer) { m_store->loadEventsOfThread(QStringLiteral("thread_1"), this, answer); });
        QVERIFY(events);
        QStringList order;
        for (const auto &event : *events)
            order.append(event.run + QString::number(event.sequence));
        QCOMPARE(order.join(u' '), QStringLiteral("run_b1 run_b2 run_a1 run_a2"));
    }

    void listsPinnedThreadsFirstThenTheLastUsed()
    {
        for (const auto &thread :
             {threadNamed(QStringLiteral("old"), 1), threadNamed(QStringLiteral("new"), 3),
              threadNamed(QStringLiteral("pinned"), 2, true)})
            QVERIFY(done([&](auto answer) { m_store->saveThread(thread, this, answer); }));
        auto other = threadNamed(QStringLiteral("other"), 9);
        other.project = QStringLiteral("/q");
        QVERIFY(done([&](auto answer) { m_store->saveThread(other, this, answer); }));
        const auto threads = threadsOf(QStringLiteral("/p"));
        QCOMPARE(*threads, QVector<Thread>({threadNamed(QStringLiteral("pinned"), 2, true),
                                            threadNamed(QStringLiteral("new"), 3),
                                            threadNamed(QStringLiteral("old"), 1)}));
    }

    void savingAThreadAgainReplacesIt()
    {
        auto thread = threadNamed(QStringLiteral("t"), 1);
        QVERIFY(done([&](auto answer) { m_store->saveThread(thread, this, answer); }));
        thread.title = QStringLiteral("Renamed");
        QVERIFY(done([&](auto answer) { m_store->saveThread(thread, this, answer); }));
        QCOMPARE(*threadsOf(QStringLiteral("/p")), QVector<Thread>{thread});
    }

    void deletingAThreadKeepsOnlyWhoDecidedWhat()
    {
        QVERIFY(
            done([&](auto a) { m_store->saveThread(threadNamed(QStringLiteral("thread_1"), 1), this, a); }));
        save(runOf(QStringLiteral("thread_1"), QStringLiteral("run_1"), 1));
        save(runOf(QStringLiteral("thread_2"), QStringLiteral("run_2"), 2));
        m_store->appendEvents(
            {eventNumber(QStringLiteral("run_1"), 1), eventNumber(QStringLiteral("run_2"), 1)});
        m_store->saveCheckpoint({QStringLiteral("run_1"), 1, 1, {}}, this, {});
        m_store->saveApproval(approved(QStringLiteral("a"), QStringLiteral("secret()"), 5), this, {});
        QVERIFY(done([&](auto answer) { m_store->deleteThread(QStringLiteral("thread_1"), this, answer); }));

        QVERIFY(threadsOf(QStringLiteral("/p"))->isEmpty());
        QVERIFY(eventsOfRun(QStringLiteral("run_1"))->isEmpty());
        QCOMPARE(eventsOfRun(QStringLiteral("run_2"))->size(), 1);
        const auto checkpoint = ask<std::optional<CheckpointRecord>>(
            [&](auto answer) { m_store->loadLastCheckpoint(QStringLiteral("run_1"), this, answer); });
        QVERIFY(checkpoint && !*checkpoint);
        const auto approvals = approvalsOf(QStringLiteral("run_1"));
        QCOMPARE(approvals->size(), 1);
        QCOMPARE(approvals->first().verdict, QStringLiteral("approved"));
        QCOMPARE(approvals->first().approvedSha256, QStringLiteral("bb"));
        QVERIFY(approvals->first().approvedCode.isEmpty() && approvals->first().request.isEmpty());
    }

    void listsUnfinishedRunsOldestFirst()
    {
        save(runOf(QStringLiteral("t"), QStringLiteral("later"), 20));
        save(runOf(QStringLiteral("t"), QStringLiteral("earlier"), 10));
        auto finished = runOf(QStringLiteral("t"), QStringLiteral("finished"), 5);
        save(finished);
        finished.status = QStringLiteral("completed");
        finished.finishedMs = 6;
        save(finished);
        const auto runs =
            ask<QVector<RunRecord>>([&](auto answer) { m_store->listUnfinishedRuns(this, answer); });
        QCOMPARE(*runs, QVector<RunRecord>({runOf(QStringLiteral("t"), QStringLiteral("earlier"), 10),
                                            runOf(QStringLiteral("t"), QStringLiteral("later"), 20)}));
        const auto all = ask<QVector<RunRecord>>(
            [&](auto answer) { m_store->listRuns(QStringLiteral("/p"), this, answer); });
        QCOMPARE(all->size(), 3);
        QCOMPARE(all->last(), finished);
    }

    void checkpointsAreFoundByStepAndTheLastOneByItself()
    {
        for (const int step : {1, 3, 2})
            m_store->saveCheckpoint(
                {QStringLiteral("run_1"), step, step * 10, {{QStringLiteral("at"), step}}}, this, {});
        const auto last = ask<std::optional<CheckpointRecord>>(
            [&](auto answer) { m_store->loadLastCheckpoint(QStringLiteral("run_1"), this, answer); });
        QCOMPARE((*last)->step, 3);
        const auto second = ask<std::optional<CheckpointRecord>>(
            [&](auto answer) { m_store->loadCheckpoint(QStringLiteral("run_1"), 2, this, answer); });
        QCOMPARE((*second)->state.value(u"at").toInt(), 2);
        const auto none = ask<std::optional<CheckpointRecord>>(
            [&](auto answer) { m_store->loadCheckpoint(QStringLiteral("run_1"), 9, this, answer); });
        QVERIFY(none && !*none);
        const auto list = ask<QVector<CheckpointRecord>>(
            [&](auto answer) { m_store->listCheckpoints(QStringLiteral("run_1"), this, answer); });
        QCOMPARE(list->size(), 3);
        QVERIFY(list->first().state.isEmpty());
    }

    void remembersWhatWasApprovedLastInThisThread()
    {
        QCOMPARE(*lastCode(), QString());
        m_store->saveApproval(approved(QStringLiteral("a"), QStringLiteral("print(1)"), 10), this, {});
        m_store->saveApproval(approved(QStringLiteral("b"), QStringLiteral("print(2)"), 20), this, {});
        auto rejected = approved(QStringLiteral("c"), QString(), 30);
        rejected.verdict = QStringLiteral("rejected");
        m_store->saveApproval(rejected, this, {});
        auto elsewhere = approved(QStringLiteral("d"), QStringLiteral("print(4)"), 40);
        elsewhere.thread = QStringLiteral("thread_2");
        m_store->saveApproval(elsewhere, this, {});
        QCOMPARE(*lastCode(), QStringLiteral("print(2)"));
    }

    void theAuditHoldsARequestAndThenItsDecision()
    {
        auto pending = approved(QStringLiteral("a"), QString(), 0);
        pending.verdict.clear();
        pending.decision = {};
        m_store->saveApproval(pending, this, {});
        QCOMPARE(*approvalsOf(QStringLiteral("run_1")), QVector<AuditRecord>{pending});
        const auto decided = approved(QStringLiteral("a"), QStringLiteral("print(1)"), 10);
        m_store->saveApproval(decided, this, {});
        QCOMPARE(*approvalsOf(QStringLiteral("run_1")), QVector<AuditRecord>{decided});
    }

    void aRememberedApprovalCanBeRevoked()
    {
        const RememberedApproval first{
            QStringLiteral("1"), QStringLiteral("/p"), {}, QStringLiteral("execute_code"), {}, 1};
        const RememberedApproval second{QStringLiteral("2"),  QStringLiteral("/p"),
                                        QStringLiteral("t"),  QStringLiteral("execute_bash"),
                                        QStringLiteral("aa"), 2};
        m_store->rememberApproval(second, this, {});
        m_store->rememberApproval(first, this, {});
        QCOMPARE(*remembered(), QVector<RememberedApproval>({first, second}));
        QVERIFY(
            done([&](auto answer) { m_store->revokeRememberedApproval(QStringLiteral("1"), this, answer); }));
        QCOMPARE(*remembered(), QVector<RememberedApproval>{second});
    }

    void hostileTextIsDataAndNothingElse()
    {
        auto thread = threadNamed(QStringLiteral("x'); DROP TABLE threads; --"), 1);
        thread.title = QString::fromUtf8("a\0b\n\"';", 7) + QChar(0x202e);
        QVERIFY(done([&](auto answer) { m_store->saveThread(thread, this, answer); }));
        QCOMPARE(*threadsOf(QStringLiteral("/p")), QVector<Thread>{thread});
    }

    void answersArriveOnTheStoresThreadAndNotAtOnce()
    {
        QThread *answeredOn = nullptr;
        m_store->flush(this, [&](const Result<void> &) { answeredOn = QThread::currentThread(); });
        QVERIFY(!answeredOn);
        QTRY_COMPARE(answeredOn, thread());
    }

    void anAnswerForAReceiverThatIsGoneIsDropped()
    {
        bool called = false;
        auto receiver = std::make_unique<QObject>();
        m_store->flush(receiver.get(), [&](const Result<void> &) { called = true; });
        receiver.reset();
        QVERIFY(done([&](auto answer) { m_store->flush(this, answer); }));
        QVERIFY(!called);
    }

    // Posting never waits for the disk, so the window does not either.
    void postingManyEventsDoesNotBlock()
    {
        QElapsedTimer timer;
        timer.start();
        for (int i = 1; i <= 10'000; ++i)
            m_store->appendEvents({eventNumber(QStringLiteral("run_1"), i)});
        const auto posting = timer.elapsed();
        QVERIFY(done([&](auto answer) { m_store->flush(this, answer); }));
        QVERIFY2(posting < timer.elapsed(), "posting took as long as storing");
        QCOMPARE(eventsOfRun(QStringLiteral("run_1"))->size(), 10'000);
    }

private:
    void save(const RunRecord &run)
    {
        QVERIFY(done([&](auto answer) { m_store->saveRun(run, this, answer); }));
    }
    Result<QVector<AuditRecord>> approvalsOf(const QString &run)
    {
        return ask<QVector<AuditRecord>>([&](auto answer) { m_store->listApprovals(run, this, answer); });
    }
    Result<QVector<RememberedApproval>> remembered()
    {
        return ask<QVector<RememberedApproval>>(
            [&](auto answer) { m_store->listRememberedApprovals(this, answer); });
    }
    Result<QString> lastCode()
    {
        return ask<QString>([&](auto answer) {
            m_store->loadLastApprovedCode(QStringLiteral("thread_1"), QStringLiteral("execute_code"), this,
                                          answer);
        });
    }
};

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
