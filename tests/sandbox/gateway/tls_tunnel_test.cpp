// Hosts that are listed as a whole: TLS passes through untouched, and nothing else does.
#include "tls_fixture.h"

using namespace glasshouse;
using namespace glasshouse::gateway;

class TlsTunnelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letsTlsThroughUntouchedForAWholeHost();
    void deniesATunnelToAnUnlistedHost();
    void deniesATunnelToAnUnlistedPort();
    void deniesATunnelToAPrivateAddress();
    void deniesAnotherServerName();
    void deniesAMissingServerName();
    void deniesWhatIsNoTls_data();
    void deniesWhatIsNoTls();
    void takesAHelloInSmallPieces();
    void endsATunnelWithoutAHello();
    void passesLargeAmountsBothWays();
    void endsTheTunnelWhenTheServerEnds();
    void endsTheTunnelWhenTheGuestEnds();
    void sendsTheLastBytesOfAGuestThatEnds();
    void endsAnIdleTunnel();
    void endsATunnelWhoseRuleIsRemoved();
    void keepsATunnelThatIsStillListed();

private:
    TestAuthority m_authority;
    QSslConfiguration m_configuration = m_authority.serverConfiguration("example.com");
};

void TlsTunnelTest::letsTlsThroughUntouchedForAWholeHost()
{
    TestServer server(m_configuration);
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, m_authority.certificate()); // trusts the real authority only
    QVERIFY2(client.open(), qPrintable(client.socket.errorString()));
    client.socket.write(get("/"));
    QVERIFY(client.waitFor("hello"));
    QVERIFY(client.waitForEnd());
    QTRY_COMPARE(fixture.completed.size(), 1);
    const RequestRecord &record = fixture.completed.first();
    QCOMPARE(record.url(), u"example.com:443"_qs);
    QCOMPARE(toString(record.reason), u"listed"_qs);
    QCOMPARE(record.address, QHostAddress(web));
    QVERIFY(!record.intercepted);
    QVERIFY(record.bytesFromGuest > 100);
    QVERIFY(record.bytesToGuest > 100);
}

void TlsTunnelTest::deniesATunnelToAnUnlistedHost()
{
    GatewayFixture fixture({u"example.com"_qs});
    const QByteArray answer = fixture.ask(connectTo("evil.org:443"));
    QVERIFY(answer.startsWith("HTTP/1.1 403 Forbidden\r\n"));
    QVERIFY(answer.endsWith("evil.org is not on the allow-list.\n"));
    QCOMPARE(fixture.lastDecision(), u"not_listed"_qs);
}

void TlsTunnelTest::deniesATunnelToAnUnlistedPort()
{
    GatewayFixture fixture({u"example.com"_qs});
    QVERIFY(fixture.ask(connectTo("example.com:22")).startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"port_not_listed"_qs);
}

void TlsTunnelTest::deniesATunnelToAPrivateAddress()
{
    GatewayFixture fixture({u"example.com"_qs});
    fixture.resolver->names[u"example.com"_qs] = {{u"127.0.0.1"_qs}};
    QVERIFY(fixture.ask(connectTo("example.com:443")).startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"private_address"_qs);
}

void TlsTunnelTest::deniesAnotherServerName()
{
    TestServer server(m_configuration);
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, m_authority.certificate());
    QVERIFY(!client.open(u"example.com"_qs, u"evil.org"_qs));
    QTRY_COMPARE(fixture.lastDecision(), u"sni_mismatch"_qs);
    QVERIFY(server.received.isEmpty());
}

void TlsTunnelTest::deniesAMissingServerName()
{
    TestServer server(m_configuration);
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, m_authority.certificate());
    QVERIFY(!client.open(u"example.com"_qs, u"1.2.3.4"_qs)); // Qt sends no name for an address
    QTRY_COMPARE(fixture.lastDecision(), u"sni_missing"_qs);
    QVERIFY(server.received.isEmpty());
}

void TlsTunnelTest::deniesWhatIsNoTls_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
    QTest::newRow("SSH") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
    QTest::newRow("half a ClientHello, then garbage")
        << QByteArray("\x16\x03\x01\x00\x05\x01\x00\x00\x40\x03GARBAGE", 17);
}

void TlsTunnelTest::deniesWhatIsNoTls()
{
    QFETCH(QByteArray, bytes);
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    const QByteArray answer = fixture.ask(connectTo("example.com:443") + bytes);
    QVERIFY(answer.startsWith("HTTP/1.1 200 "));
    QVERIFY(answer.endsWith(QByteArray("\x15\x03\x03\x00\x02\x02\x70", 7))); // the alert
    QCOMPARE(fixture.lastDecision(), u"not_tls"_qs);
    QVERIFY(server.received.isEmpty());
}

void TlsTunnelTest::takesAHelloInSmallPieces()
{
    TestServer server(m_configuration);
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, m_authority.certificate());
    // Between client and agent stands a relay that passes single bytes on.
    QTcpServer relay;
    connect(&relay, &QTcpServer::newConnection, &client, [&] {
        QTcpSocket *const near = relay.nextPendingConnection();
        auto *const guest = new Guest(*fixture.gateway);
        guest->setParent(near);
        connect(guest, &Guest::sentToGuest, near, [near](const QByteArray &bytes) { near->write(bytes); });
        connect(near, &QTcpSocket::readyRead, guest, [near, guest] {
            for (const char byte : near->readAll())
                QMetaObject::invokeMethod(
                    guest, [guest, byte] { guest->send(QByteArray(1, byte)); }, Qt::QueuedConnection);
        });
    });
    relay.listen(QHostAddress::LocalHost);
    client.socket.setProxy(QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_qs, relay.serverPort()));
    QVERIFY2(client.open(), qPrintable(client.socket.errorString()));
    client.socket.write(get("/"));
    QVERIFY(client.waitFor("hello"));
}

void TlsTunnelTest::endsATunnelWithoutAHello()
{
    TestServer server;
    GatewayLimits limits;
    limits.headerMs = 500;
    GatewayFixture fixture({u"example.com"_qs}, limits);
    fixture.host(u"example.com"_qs, web, 443, server);
    QVERIFY(fixture.ask(connectTo("example.com:443") + QByteArray("\x16\x03\x01", 3))
                .startsWith("HTTP/1.1 200 "));
    QCOMPARE(fixture.lastDecision(), u"header_timeout"_qs);
}

void TlsTunnelTest::passesLargeAmountsBothWays()
{
    TestServer server(m_configuration);
    server.echoes = true;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, m_authority.certificate());
    QVERIFY(client.open());
    QByteArray sent;
    for (int i = 0; sent.size() < 4'000'000; ++i)
        sent += QByteArray::number(i) + ' ';
    client.socket.write(sent);
    QTRY_COMPARE_WITH_TIMEOUT(client.received.size(), sent.size(), 30'000);
    QVERIFY(client.received == sent);
}

void TlsTunnelTest::endsTheTunnelWhenTheServerEnds()
{
    TestServer server(m_configuration);
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, m_authority.certificate());
    QVERIFY(client.open());
    QTRY_COMPARE(server.sockets.size(), 1);
    server.sockets.first()->disconnectFromHost();
    QVERIFY(client.waitForEnd());
    QTRY_COMPARE(fixture.lastOutcome(), u"listed"_qs);
}

void TlsTunnelTest::endsTheTunnelWhenTheGuestEnds()
{
    TestServer server(m_configuration);
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    auto client = std::make_unique<TlsClient>(agent, m_authority.certificate());
    QVERIFY(client->open());
    QTRY_COMPARE(server.sockets.size(), 1);
    client.reset();
    QTRY_COMPARE(server.sockets.size(), 0);
    QTRY_COMPARE(fixture.completed.size(), 1);
}

void TlsTunnelTest::sendsTheLastBytesOfAGuestThatEnds()
{
    TestServer server;
    server.echoes = true;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    // A ClientHello of a real client, then as much as the gateway takes at once, and the end.
    QTcpServer listener;
    listener.listen(QHostAddress::LocalHost);
    QSslSocket client;
    client.connectToHostEncrypted(u"127.0.0.1"_qs, listener.serverPort(), u"example.com"_qs);
    QTRY_VERIFY(listener.hasPendingConnections());
    QTcpSocket *const near = listener.nextPendingConnection();
    QTRY_VERIFY(near->bytesAvailable() > 100);
    const QByteArray hello = near->readAll();
    const QByteArray last(200'000, 'x');
    Guest guest(*fixture.gateway);
    guest.send(connectTo("example.com:443") + hello + last);
    QTRY_COMPARE(guest.waiting(), 0);
    guest.connection->closeInput();
    QVERIFY(guest.waitForEnd());
    QTRY_COMPARE(server.received.size(), hello.size() + last.size());
}

void TlsTunnelTest::endsAnIdleTunnel()
{
    TestServer server(m_configuration);
    GatewayLimits limits;
    limits.idleMs = 1000;
    GatewayFixture fixture({u"example.com"_qs}, limits);
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, m_authority.certificate());
    QVERIFY(client.open());
    QVERIFY(client.waitForEnd());
    QTRY_COMPARE(fixture.lastOutcome(), u"idle_timeout"_qs);
}

void TlsTunnelTest::endsATunnelWhoseRuleIsRemoved()
{
    TestServer server(m_configuration);
    server.echoes = true;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, m_authority.certificate());
    QVERIFY(client.open());
    client.socket.write("ping");
    QVERIFY(client.waitFor("ping"));
    fixture.gateway->setAllowList(AllowList());
    QVERIFY(client.waitForEnd());
    QTRY_COMPARE(fixture.lastOutcome(), u"rule_removed"_qs);
    QTRY_COMPARE(server.sockets.size(), 0);
}

void TlsTunnelTest::keepsATunnelThatIsStillListed()
{
    TestServer server(m_configuration);
    server.echoes = true;
    GatewayFixture fixture({u"example.com"_qs, u"other.example"_qs});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, m_authority.certificate());
    QVERIFY(client.open());
    fixture.gateway->setAllowList(GatewayFixture::listOf({u"https://example.com"_qs}));
    client.socket.write("ping");
    QVERIFY(client.waitFor("ping"));
}

QTEST_GUILESS_MAIN(TlsTunnelTest)
#include "tls_tunnel_test.moc"
