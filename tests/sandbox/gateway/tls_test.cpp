#include "gateway_fixture.h"
#include "test_authority.h"
#include "test_server.h"

#include <QNetworkProxy>
#include <QSslSocket>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

namespace {

const QString web = QStringLiteral("1.2.3.4"); // looks public, leads to loopback

QByteArray connectTo(const QByteArray &host)
{
    return "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
}

QByteArray get(const QByteArray &path, const QByteArray &more = "Connection: close\r\n")
{
    return "GET " + path + " HTTP/1.1\r\nHost: example.com\r\n" + more + "\r\n";
}

// A TLS client in the guest, which goes through the agent's proxy.
class TlsClient : public QObject
{
    Q_OBJECT

public:
    TlsClient(const GuestAgent &agent, const QSslCertificate &trusted)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates({trusted});
        socket.setSslConfiguration(configuration);
        socket.setProxy(QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_qs, agent.port()));
        connect(&socket, &QSslSocket::readyRead, this, [this] { received += socket.readAll(); });
    }

    // `serverName`: what the ClientHello says, if not the host.
    [[nodiscard]] bool open(const QString &host = u"example.com"_qs, const QString &serverName = {},
                            quint16 port = 443)
    {
        if (serverName.isEmpty())
            socket.connectToHostEncrypted(host, port);
        else
            socket.connectToHostEncrypted(host, port, serverName);
        return QTest::qWaitFor(
                   [this] {
                       return socket.isEncrypted() || socket.state() == QAbstractSocket::UnconnectedState;
                   },
                   20'000) &&
               socket.isEncrypted();
    }

    [[nodiscard]] bool waitFor(const QByteArray &part)
    {
        return QTest::qWaitFor([&] { return received.contains(part); }, 20'000);
    }

    [[nodiscard]] bool waitForEnd()
    {
        return QTest::qWaitFor([this] { return socket.state() == QAbstractSocket::UnconnectedState; },
                               20'000);
    }

    QSslSocket socket;
    QByteArray received;
};

} // namespace

class TlsTest : public QObject
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
    void checksEachRequestInsideOfTls();
    void deniesRequestsInsideOfTls_data();
    void deniesRequestsInsideOfTls();
    void verifiesTheRealServer_data();
    void verifiesTheRealServer();
    void checksTheAddressOfEachRequestInsideOfTls();
    void checksTheServerNameBeforeItEndsTls();
    void makesACertificateForAnAddress();
    void keepsTlsForTheNextRequest();
    void passesLargeAnswersInsideOfTls();
    void makesAnAuthorityForEachGateway();
    void survivesAGuestThatDoesNotTrustTheAuthority();

private:
    [[nodiscard]] QSslCertificate caOf(const GatewayFixture &fixture) const
    {
        return QSslCertificate(fixture.gateway->caCertificatePem());
    }

    TestAuthority m_authority;
    QSslConfiguration m_configuration = m_authority.serverConfiguration("example.com");
};

void TlsTest::letsTlsThroughUntouchedForAWholeHost()
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

void TlsTest::deniesATunnelToAnUnlistedHost()
{
    GatewayFixture fixture({u"example.com"_qs});
    const QByteArray answer = fixture.ask(connectTo("evil.org:443"));
    QVERIFY(answer.startsWith("HTTP/1.1 403 Forbidden\r\n"));
    QVERIFY(answer.endsWith("evil.org is not on the allow-list.\n"));
    QCOMPARE(fixture.lastDecision(), u"not_listed"_qs);
}

void TlsTest::deniesATunnelToAnUnlistedPort()
{
    GatewayFixture fixture({u"example.com"_qs});
    QVERIFY(fixture.ask(connectTo("example.com:22")).startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"port_not_listed"_qs);
}

void TlsTest::deniesATunnelToAPrivateAddress()
{
    GatewayFixture fixture({u"example.com"_qs});
    fixture.resolver->names[u"example.com"_qs] = {{u"127.0.0.1"_qs}};
    QVERIFY(fixture.ask(connectTo("example.com:443")).startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"private_address"_qs);
}

void TlsTest::deniesAnotherServerName()
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

void TlsTest::deniesAMissingServerName()
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

void TlsTest::deniesWhatIsNoTls_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
    QTest::newRow("SSH") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
    QTest::newRow("half a ClientHello, then garbage")
        << QByteArray("\x16\x03\x01\x00\x05\x01\x00\x00\x40\x03GARBAGE", 17);
}

void TlsTest::deniesWhatIsNoTls()
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

void TlsTest::takesAHelloInSmallPieces()
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

void TlsTest::endsATunnelWithoutAHello()
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

void TlsTest::passesLargeAmountsBothWays()
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

void TlsTest::endsTheTunnelWhenTheServerEnds()
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

void TlsTest::endsTheTunnelWhenTheGuestEnds()
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

void TlsTest::sendsTheLastBytesOfAGuestThatEnds()
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

void TlsTest::endsAnIdleTunnel()
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

void TlsTest::endsATunnelWhoseRuleIsRemoved()
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

void TlsTest::keepsATunnelThatIsStillListed()
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

void TlsTest::checksEachRequestInsideOfTls()
{
    TestServer server(m_configuration);
    GatewayFixture fixture({u"https://example.com/v1=GET"_qs}, {}, {m_authority.certificate()});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, caOf(fixture)); // trusts the sandbox's authority only
    QVERIFY2(client.open(), qPrintable(client.socket.errorString()));
    client.socket.write(get("/v1/x?key=secret"));
    QVERIFY(client.waitFor("hello"));
    QVERIFY(client.waitForEnd());
    QVERIFY(server.received.startsWith("GET /v1/x?key=secret HTTP/1.1\r\nHost: example.com\r\n"));
    QTRY_COMPARE(fixture.completed.size(), 2); // the CONNECT and the request in it
    QVERIFY(std::all_of(fixture.completed.begin(), fixture.completed.end(), [](const RequestRecord &record) {
        return record.intercepted && record.verdict == Verdict::Allowed;
    }));
    QCOMPARE(fixture.decided.last().url(), u"https://example.com/v1/x?…"_qs);
}

void TlsTest::deniesRequestsInsideOfTls_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QByteArray &request, const QByteArray &status,
                        const QString &reason) { QTest::newRow(name) << request << status << reason; };
    row("path", get("/v2"), "403", u"path_not_listed"_qs);
    row("path trick", get("/v1/../v2"), "403", u"path_not_listed"_qs);
    row("method", "POST /v1 HTTP/1.1\r\nHost: example.com\r\nContent-Length: 0\r\n\r\n", "403",
        u"method_not_listed"_qs);
    row("Host differs", "GET /v1 HTTP/1.1\r\nHost: evil.org\r\n\r\n", "400", u"host_mismatch"_qs);
    row("absolute-form", "GET http://evil.org/v1 HTTP/1.1\r\nHost: example.com\r\n\r\n", "400",
        u"bad_request"_qs);
    row("CONNECT inside", "CONNECT evil.org:443 HTTP/1.1\r\nHost: evil.org:443\r\n\r\n", "400",
        u"bad_request"_qs);
    row("Upgrade", get("/v1", "Connection: Upgrade\r\nUpgrade: websocket\r\n"), "403", u"upgrade_refused"_qs);
    row("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400", u"bad_request"_qs);
    row("smuggling",
        "GET /v1 HTTP/1.1\r\nHost: example.com\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "400", u"bad_request"_qs);
}

void TlsTest::deniesRequestsInsideOfTls()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, status);
    QFETCH(QString, reason);
    TestServer server(m_configuration);
    GatewayFixture fixture({u"https://example.com/v1=GET"_qs}, {}, {m_authority.certificate()});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, caOf(fixture));
    QVERIFY(client.open());
    client.socket.write(request);
    QVERIFY(client.waitForEnd());
    QVERIFY(client.received.startsWith("HTTP/1.1 " + status));
    QCOMPARE(fixture.lastDecision(), reason);
    QVERIFY(server.received.isEmpty());
}

void TlsTest::verifiesTheRealServer_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("trusted");
    QTest::newRow("other name") << QByteArray("evil.org") << true;
    QTest::newRow("unknown authority") << QByteArray("example.com") << false;
}

void TlsTest::verifiesTheRealServer()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, trusted);
    TestServer server(m_authority.serverConfiguration(name));
    GatewayFixture fixture({u"example.com/v1"_qs}, {},
                           trusted ? QList{m_authority.certificate()} : QList<QSslCertificate>());
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, caOf(fixture));
    QVERIFY(client.open());
    client.socket.write(get("/v1", "Authorization: secret\r\n"));
    QVERIFY(client.waitForEnd());
    QVERIFY(client.received.startsWith("HTTP/1.1 502 "));
    QCOMPARE(fixture.lastDecision(), u"tls_failed"_qs);
    QVERIFY(server.received.isEmpty());
}

void TlsTest::checksTheAddressOfEachRequestInsideOfTls()
{
    TestServer server(m_configuration);
    GatewayFixture fixture({u"example.com/v1"_qs}, {}, {m_authority.certificate()});
    fixture.host(u"example.com"_qs, web, 443, server);
    fixture.resolver->names[u"example.com"_qs] = {{web}, {u"127.0.0.1"_qs}};
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, caOf(fixture));
    QVERIFY(client.open());
    client.socket.write(get("/v1", {}));
    QVERIFY(client.waitFor("hello"));
    client.socket.write(get("/v1", {}));
    QVERIFY(client.waitForEnd());
    QVERIFY(client.received.contains("private_address"));
}

void TlsTest::checksTheServerNameBeforeItEndsTls()
{
    GatewayFixture fixture({u"example.com/v1"_qs});
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, caOf(fixture));
    QVERIFY(!client.open(u"example.com"_qs, u"evil.org"_qs));
    QTRY_COMPARE(fixture.lastDecision(), u"sni_mismatch"_qs);
}

void TlsTest::makesACertificateForAnAddress()
{
    GatewayFixture fixture({u"1.2.3.4/v1"_qs});
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, caOf(fixture));
    QVERIFY2(client.open(u"1.2.3.4"_qs), qPrintable(client.socket.errorString()));
}

void TlsTest::keepsTlsForTheNextRequest()
{
    TestServer server(m_configuration);
    server.answer = [&server](const QByteArray &) {
        return TestServer::ok("answer " + QByteArray::number(server.requests.size()));
    };
    GatewayFixture fixture({u"example.com=GET"_qs}, {}, {m_authority.certificate()});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, caOf(fixture));
    QVERIFY(client.open());
    for (int i = 1; i <= 3; ++i) {
        client.socket.write(get("/", {}));
        QVERIFY(client.waitFor("answer " + QByteArray::number(i)));
    }
}

void TlsTest::passesLargeAnswersInsideOfTls()
{
    const QByteArray big = QByteArray("0123456789").repeated(300'000);
    TestServer server(m_configuration);
    server.answer = [&big](const QByteArray &) { return TestServer::ok(big); };
    GatewayFixture fixture({u"example.com=GET"_qs}, {}, {m_authority.certificate()});
    fixture.host(u"example.com"_qs, web, 443, server);
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, caOf(fixture));
    QVERIFY(client.open());
    client.socket.write(get("/"));
    QVERIFY(client.waitForEnd());
    QVERIFY(client.received.endsWith(big));
}

void TlsTest::makesAnAuthorityForEachGateway()
{
    const GatewayFixture one;
    const GatewayFixture two;
    const QSslCertificate certificate = caOf(one);
    QVERIFY(!certificate.isNull());
    QVERIFY(certificate.isSelfSigned());
    QVERIFY(one.gateway->caCertificatePem() != two.gateway->caCertificatePem());
    QVERIFY(!one.gateway->caCertificatePem().contains("PRIVATE"));
}

void TlsTest::survivesAGuestThatDoesNotTrustTheAuthority()
{
    GatewayFixture fixture({u"example.com/v1"_qs});
    GuestAgent agent(*fixture.gateway);
    TlsClient client(agent, m_authority.certificate());
    QVERIFY(!client.open());
    QTRY_COMPARE(fixture.completed.size(), 1);
    QVERIFY(fixture.ask(connectTo("evil.org:443")).startsWith("HTTP/1.1 403 "));
}

QTEST_GUILESS_MAIN(TlsTest)
#include "tls_test.moc"
