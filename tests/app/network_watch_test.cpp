// Which run and thread the requests and questions of a sandbox belong to, and what becomes of answers.
#include "app/network_watch.h"

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_sandbox_service.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using trace::NetworkRequest;

namespace {

const auto session = QStringLiteral("thread_1");

gateway::RequestRecord record(qint64 id, gateway::ReasonCode reason)
{
    gateway::RequestRecord record;
    record.id = id;
    record.target.method = QStringLiteral("GET");
    record.target.host.name = QStringLiteral("a.example");
    record.target.port = 80;
    record.target.path = QStringLiteral("/");
    record.reason = reason;
    record.verdict = gateway::verdictOf(reason);
    return record;
}

gateway::PermissionRequest question(qint64 id)
{
    return {id, record(id, gateway::ReasonCode::NotListed).target, {}};
}

} // namespace

class NetworkWatchTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::FakeSandboxService> m_service;
    std::unique_ptr<SessionAccess> m_access;
    std::unique_ptr<PermissionQueue> m_queue;
    std::unique_ptr<trace::Recorder> m_recorder;
    std::unique_ptr<NetworkWatch> m_watch;
    test::FakeClock m_clock;
    SessionOwner m_owner;
    QVector<trace::Event> m_events;

    [[nodiscard]] NetworkRequest requestIn(qsizetype event) const
    {
        return NetworkRequest::fromJson(m_events.value(event).data).value_or(NetworkRequest());
    }

private Q_SLOTS:
    void init()
    {
        m_owner = {session, QStringLiteral("run_1")};
        m_events.clear();
        m_service = std::make_unique<test::FakeSandboxService>();
        m_access = std::make_unique<SessionAccess>();
        m_queue = std::make_unique<PermissionQueue>();
        m_recorder = std::make_unique<trace::Recorder>(m_clock);
        connect(m_recorder.get(), &trace::Recorder::recorded, this,
                [this](const trace::Event &event) { m_events.append(event); });
        m_watch = std::make_unique<NetworkWatch>(*m_service, *m_access, *m_queue, *m_recorder,
                                                 [this](const QString &) { return m_owner; });
        QVERIFY(m_access->setupFor(session, SandboxProfile()));
    }

    void anAllowedRequestIsRecordedWhenItBeginsAndWhenItEnds()
    {
        QSignalSpy seen(m_watch.get(), &NetworkWatch::requestSeen);
        auto request = record(1, gateway::ReasonCode::Listed);
        Q_EMIT m_service->requestDecided(session, request);
        request.status = 200;
        Q_EMIT m_service->requestCompleted(session, request);
        QCOMPARE(m_events.size(), 2);
        QVERIFY(!requestIn(0).isOver);
        QVERIFY(requestIn(1).isOver);
        QCOMPARE(requestIn(1).status, 200);
        QCOMPARE(requestIn(0).id, requestIn(1).id);
        QCOMPARE(seen.size(), 2);
        QCOMPARE(seen.at(0).at(1).toString(), session);
    }

    void aDenialIsRecordedOnceWithTheRuleThatWouldHelp()
    {
        const auto request = record(1, gateway::ReasonCode::NotListed);
        Q_EMIT m_service->requestDecided(session, request);
        Q_EMIT m_service->requestCompleted(session, request);
        QCOMPARE(m_events.size(), 1);
        QCOMPARE(requestIn(0).verdict, QStringLiteral("denied"));
        QVERIFY(requestIn(0).rule);
    }

    void outsideARunRequestsAreSeenButNotRecorded()
    {
        m_owner.run.clear();
        QSignalSpy seen(m_watch.get(), &NetworkWatch::requestSeen);
        Q_EMIT m_service->requestCompleted(session, record(1, gateway::ReasonCode::NotListed));
        QCOMPARE(seen.size(), 1);
        QVERIFY(m_events.isEmpty());
    }

    void aFloodOfRequestsIsCutAndSaysSo()
    {
        QSignalSpy seen(m_watch.get(), &NetworkWatch::requestSeen);
        for (int i = 1; i <= 2'500; ++i)
            Q_EMIT m_service->requestCompleted(session, record(i, gateway::ReasonCode::NotListed));
        QCOMPARE(seen.size(), 2'500);
        QCOMPARE(m_events.size(), 2'001);
        QCOMPARE(m_events.last().type, QString(trace::event_type::NetworkLogCut));
    }

    void whatIsOpenEndsWithTheSandbox()
    {
        Q_EMIT m_service->requestDecided(session, record(1, gateway::ReasonCode::Listed));
        Q_EMIT m_service->permissionRequested(session, question(1));
        Q_EMIT m_service->sandboxDropped(session);
        QVERIFY(m_queue->pending().isEmpty());
        QVERIFY(requestIn(m_events.size() - 1).isOver || requestIn(m_events.size() - 2).isOver);
        // The next sandbox counts from 1 again.
        Q_EMIT m_service->requestDecided(session, record(1, gateway::ReasonCode::Listed));
        QVERIFY(requestIn(m_events.size() - 1).id != requestIn(0).id);
    }

    void aQuestionSaysWhoAsksAndWhat()
    {
        Q_EMIT m_service->permissionRequested(session, question(7));
        QCOMPARE(m_queue->pending().size(), 1);
        const auto &asked = m_queue->pending().first();
        QCOMPARE(asked.url, QStringLiteral("http://a.example/"));
        QCOMPARE(asked.run, QStringLiteral("run_1"));
        QCOMPARE(asked.thread, session);
        QCOMPARE(asked.profile, SandboxProfile().name);
        QVERIFY(asked.rule);
        QCOMPARE(m_events.last().type, QString(trace::event_type::PermissionRequested));
    }

    void anAnswerReachesTheSandbox()
    {
        Q_EMIT m_service->permissionRequested(session, question(7));
        QVERIFY(m_queue->answer(m_queue->pending().first().id, PermissionAnswer::AllowOnce));
        QCOMPARE(m_service->answers, QVector<test::FakeSandboxService::Answered>(
                                         {{7, gateway::Permission::AllowOnce}}));
        QCOMPARE(m_events.last().data.value(u"decision").toString(), QStringLiteral("allow_once"));
    }

    void forTheRunMeansUntilItsEnd()
    {
        const auto entries = [this] { return m_service->configured.value(session).network.allowList.entries(); };
        Q_EMIT m_service->permissionRequested(session, question(7));
        QVERIFY(m_queue->answer(m_queue->pending().first().id, PermissionAnswer::AllowForRun));
        QCOMPARE(entries().size(), 1);
        m_watch->endRun(QStringLiteral("run_1"), session);
        QVERIFY(entries().isEmpty());
    }

    void forARunThatIsOverMeansOnce()
    {
        Q_EMIT m_service->permissionRequested(session, question(7));
        m_owner.run = QStringLiteral("run_2");
        QVERIFY(m_queue->answer(m_queue->pending().first().id, PermissionAnswer::AllowForRun));
        QCOMPARE(m_service->answers.first().second, gateway::Permission::AllowOnce);
        QVERIFY(m_access->currentSetup(session)->value().network.allowList.entries().isEmpty());
    }

    void aProfileThatIsWrongOpensNothing()
    {
        SandboxProfile profile;
        profile.access.allow = {{QStringLiteral("*.com"), {}}};
        QVERIFY(!m_access->setupFor(session, profile));
        QSignalSpy reported(m_watch.get(), &NetworkWatch::problemReported);
        m_watch->apply(session);
        QCOMPARE(reported.size(), 1);
        QVERIFY(m_service->configured.value(session) == sandbox::SessionSetup());
    }

    void aGuestThatGivesUpTakesItsQuestionBack()
    {
        Q_EMIT m_service->permissionRequested(session, question(7));
        Q_EMIT m_service->permissionWithdrawn(session, 8);
        QCOMPARE(m_queue->pending().size(), 1);
        Q_EMIT m_service->permissionWithdrawn(session, 7);
        QVERIFY(m_queue->pending().isEmpty());
        QCOMPARE(m_events.last().data.value(u"decision").toString(), QStringLiteral("withdrawn"));
    }

    void aLongUrlIsCutInTheMiddle()
    {
        auto request = record(1, gateway::ReasonCode::NotListed);
        request.target.path = u'/' + QString(100'000, u'a') + QStringLiteral("/end");
        Q_EMIT m_service->requestCompleted(session, request);
        QVERIFY(requestIn(0).url.size() <= 1'000);
        QVERIFY(requestIn(0).url.endsWith(u"/end"));
    }
};

QTEST_GUILESS_MAIN(NetworkWatchTest)
#include "network_watch_test.moc"
