#include "gateway_fixture.h"
#include "test_server.h"

#include <QTest>
#include <QTimer>

using namespace glasshouse;
using namespace glasshouse::gateway;

namespace {

const QString web = QStringLiteral("1.2.3.4"); // looks public, leads to loopback

QByteArray get(const QByteArray &host, const QByteArray &more = "Connection: close\r\n")
{
    return "GET http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n";
}

// Time enough for other connections to fill every buffer they have.
bool passesManyRequests(GatewayFixture &fixture)
{
    for (int i = 0; i < 100; ++i) {
        if (!fixture.ask(get("unlisted.example")).startsWith("HTTP/1.1 403 "))
            return false;
    }
    return true;
}

} // namespace

class LimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsASlowLoris();
    void endsAConnectionThatAsksNothing();
    void endsAConnectionThatWaitsTooLongForItsNextRequest();
    void serves200ConnectionsAtOnce();
    void refusesOneConnectionTooMany();
    void makesRoomByEndingAnIdleConnection();
    void refusesAnAnswerThatIsAnnouncedTooLarge();
    void cutsAnAnswerThatGrowsTooLarge();
    void sendsNoMoreThanGranted();
    void slowsTheServerDownForASlowGuest();
    void asksForNoMoreThanTheServerTakes();
    void endsAGuestThatSendsMoreThanItMay();
    void endsAGuestThatTakesNothing();
    void endsARequestWhoseRuleIsRemoved();
    void freesWhatAGuestLeavesBehind();
};

void LimitsTest::endsASlowLoris()
{
    GatewayLimits limits;
    limits.headerMs = 400;
    GatewayFixture fixture({u"example.com"_qs}, limits);
    Guest guest(*fixture.gateway);
    guest.send("GET http://example.com/ HTTP/1.1\r\n");
    QTimer drip; // a header now and then, for ever
    connect(&drip, &QTimer::timeout, &guest, [&guest] { guest.send("X: y\r\n"); });
    drip.start(50);
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.startsWith("HTTP/1.1 408 "));
    QCOMPARE(fixture.lastDecision(), u"header_timeout"_qs);
}

void LimitsTest::endsAConnectionThatAsksNothing()
{
    GatewayLimits limits;
    limits.headerMs = 100;
    GatewayFixture fixture({}, limits);
    QCOMPARE(fixture.ask({}), QByteArray());
    QVERIFY(fixture.decided.isEmpty());
}

void LimitsTest::endsAConnectionThatWaitsTooLongForItsNextRequest()
{
    TestServer server;
    GatewayLimits limits;
    limits.idleMs = 600;
    GatewayFixture fixture({u"example.com"_qs}, limits);
    fixture.host(u"example.com"_qs, web, 80, server);
    QVERIFY(fixture.ask(get("example.com", {})).endsWith("hello"));
    QCOMPARE(fixture.decided.size(), 1);
}

void LimitsTest::serves200ConnectionsAtOnce()
{
    TestServer server;
    server.answer = [](const QByteArray &) { return QByteArray(); }; // none before all are there
    server.closes = false;
    GatewayLimits limits;
    limits.connections = 200;
    GatewayFixture fixture({u"example.com"_qs}, limits);
    fixture.host(u"example.com"_qs, web, 80, server);
    std::vector<std::unique_ptr<Guest>> guests;
    for (int i = 0; i < 200; ++i) {
        guests.push_back(std::make_unique<Guest>(*fixture.gateway));
        guests.back()->send(get("example.com"));
    }
    QTRY_COMPARE_WITH_TIMEOUT(server.requests.size(), 200, 20'000);
    for (QTcpSocket *const socket : std::as_const(server.sockets))
        socket->write(TestServer::ok("hello"));
    for (const auto &guest : guests) {
        QVERIFY(guest->waitForEnd());
        QVERIFY(guest->received.endsWith("hello"));
    }
    QCOMPARE(fixture.completed.size(), 200);
}

void LimitsTest::refusesOneConnectionTooMany()
{
    GatewayLimits limits;
    limits.connections = 2;
    GatewayFixture fixture({u"example.com"_qs}, limits);
    fixture.resolver->silent << u"example.com"_qs;
    Guest one(*fixture.gateway);
    auto two = std::make_unique<Guest>(*fixture.gateway);
    one.send(get("example.com"));
    two->send(get("example.com"));
    QTRY_COMPARE(fixture.resolver->lookups.size(), 2);
    QVERIFY(fixture.ask(get("example.com")).startsWith("HTTP/1.1 503 "));
    QCOMPARE(fixture.lastDecision(), u"too_many_connections"_qs);
    two.reset();
    Guest three(*fixture.gateway);
    three.send(get("example.com"));
    QTRY_COMPARE(fixture.resolver->lookups.size(), 3);
}

void LimitsTest::makesRoomByEndingAnIdleConnection()
{
    TestServer server;
    GatewayLimits limits;
    limits.connections = 2;
    GatewayFixture fixture({u"example.com"_qs, u"slow.example"_qs}, limits);
    fixture.host(u"example.com"_qs, web, 80, server);
    fixture.resolver->silent << u"slow.example"_qs;
    Guest busy(*fixture.gateway);
    busy.send(get("slow.example"));
    Guest idle(*fixture.gateway);
    idle.send(get("example.com", {}));
    QVERIFY(idle.waitFor("hello"));
    QVERIFY(fixture.ask(get("example.com")).endsWith("hello"));
    QVERIFY(idle.waitForEnd());
    QVERIFY(!busy.finished);
}

void LimitsTest::refusesAnAnswerThatIsAnnouncedTooLarge()
{
    TestServer server;
    server.answer = [](const QByteArray &) { return TestServer::ok(QByteArray(101, 'x')); };
    GatewayLimits limits;
    limits.responseBytes = 100;
    GatewayFixture fixture({u"example.com"_qs}, limits);
    fixture.host(u"example.com"_qs, web, 80, server);
    QVERIFY(fixture.ask(get("example.com")).startsWith("HTTP/1.1 502 "));
    QCOMPARE(fixture.lastOutcome(), u"response_too_large"_qs);
    server.answer = [](const QByteArray &) { return TestServer::ok(QByteArray(100, 'x')); };
    QVERIFY(fixture.ask(get("example.com")).startsWith("HTTP/1.1 200 "));
}

void LimitsTest::cutsAnAnswerThatGrowsTooLarge()
{
    TestServer server;
    server.answer = [](const QByteArray &) { return "HTTP/1.1 200 OK\r\n\r\n" + QByteArray(1'000'000, 'x'); };
    GatewayLimits limits;
    limits.responseBytes = 1000;
    GatewayFixture fixture({u"example.com"_qs}, limits);
    fixture.host(u"example.com"_qs, web, 80, server);
    const QByteArray answer = fixture.ask(get("example.com"));
    QVERIFY(answer.startsWith("HTTP/1.1 200 "));
    QVERIFY(!answer.endsWith("0\r\n\r\n"));
    QVERIFY(answer.size() < 2000);
    QCOMPARE(fixture.lastOutcome(), u"response_too_large"_qs);
}

void LimitsTest::sendsNoMoreThanGranted()
{
    TestServer server;
    server.answer = [](const QByteArray &) { return TestServer::ok(QByteArray(10'000, 'x')); };
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway, 0);
    guest.grantsOn = false;
    guest.send(get("example.com"));
    QTRY_COMPARE(fixture.completed.size(), 1);
    QVERIFY(guest.received.isEmpty());
    for (const int credit : {1, 10, 100, 1000}) {
        guest.received.clear();
        guest.grant(credit);
        QCOMPARE(guest.received.size(), credit);
    }
    QVERIFY(!guest.finished);
    guest.grant(1'000'000);
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.keptToCredit);
}

void LimitsTest::slowsTheServerDownForASlowGuest()
{
    TestServer server;
    const qint64 size = 16'000'000;
    server.answer = [](const QByteArray &) { return TestServer::ok(QByteArray(size, 'x')); };
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway, 1000);
    guest.grantsOn = false;
    guest.send(get("example.com"));
    QTRY_COMPARE(guest.received.size(), 1000);
    QTRY_COMPARE(server.requests.size(), 1);
    QVERIFY(passesManyRequests(fixture));
    QVERIFY(server.sockets.first()->bytesToWrite() > size / 2);
    guest.grantsOn = true;
    guest.grant(1'000'000);
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.size() > size);
}

void LimitsTest::asksForNoMoreThanTheServerTakes()
{
    QTcpServer deaf; // accepts, and reads nothing
    deaf.listen(QHostAddress::LocalHost);
    GatewayFixture fixture({u"example.com"_qs});
    fixture.resolver->names[u"example.com"_qs] = {{web}};
    fixture.dialer->routes.insert(u"1.2.3.4 80"_qs, deaf.serverPort());
    Guest guest(*fixture.gateway);
    connect(&deaf, &QTcpServer::newConnection, &deaf,
            [&deaf] { deaf.nextPendingConnection()->setReadBufferSize(1); });
    const qint64 size = 8'000'000;
    guest.send("POST http://example.com/ HTTP/1.1\r\nHost: example.com\r\nContent-Length: 8000000\r\n\r\n");
    guest.send(QByteArray(size, 'x'));
    QVERIFY(passesManyRequests(fixture));
    QVERIFY(guest.waiting() > size / 2);
    QVERIFY(!guest.finished);
}

void LimitsTest::endsAGuestThatSendsMoreThanItMay()
{
    GatewayFixture fixture({u"example.com"_qs});
    Guest guest(*fixture.gateway);
    guest.connection->receive(QByteArray(GatewayConnection::receiveWindow + 1, 'x'));
    QVERIFY(guest.waitForEnd());
    QCOMPARE(fixture.lastDecision(), u"too_much_unread"_qs);
}

void LimitsTest::endsAGuestThatTakesNothing()
{
    GatewayLimits limits;
    limits.idleMs = 200;
    GatewayFixture fixture({}, limits);
    Guest guest(*fixture.gateway, 0);
    guest.send(get("example.com"));
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.isEmpty());
    QCOMPARE(fixture.lastDecision(), u"not_listed"_qs);
}

void LimitsTest::endsARequestWhoseRuleIsRemoved()
{
    TestServer server;
    server.answer = [](const QByteArray &) -> QByteArray {
        return "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst";
    };
    server.closes = false;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway);
    guest.send(get("example.com"));
    QVERIFY(guest.waitFor("first"));
    fixture.gateway->setAllowList(GatewayFixture::listOf({u"other.example"_qs}));
    QVERIFY(guest.waitForEnd());
    QCOMPARE(fixture.lastOutcome(), u"rule_removed"_qs);
    QTRY_VERIFY(server.sockets.isEmpty());
}

void LimitsTest::freesWhatAGuestLeavesBehind()
{
    TestServer server;
    server.answer = [](const QByteArray &) { return QByteArray(); };
    server.closes = false;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    for (int i = 1; i <= 50; ++i) {
        Guest guest(*fixture.gateway);
        guest.send(get("example.com"));
        QTRY_COMPARE(server.requests.size(), i);
    }
    QTRY_VERIFY(server.sockets.isEmpty());
    QCOMPARE(fixture.completed.size(), 50);
}

QTEST_GUILESS_MAIN(LimitsTest)
#include "limits_test.moc"
