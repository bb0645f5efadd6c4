// Hosts of which only some paths or methods are listed: the gateway ends TLS itself.
#include "tls_fixture.h"

using namespace glasshouse;
using namespace glasshouse::gateway;

class TlsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
