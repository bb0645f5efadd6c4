// Which requests without TLS are allowed, and to which address they go.
#include "plain_http_fixture.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

class HttpDecisionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fetchesFromAListedHost();
    void deniesAnUnlistedHostWithASentence();
    void deniesAllByDefault();
    void deniesANameThatResolvesToAPrivateAddress_data();
    void deniesANameThatResolvesToAPrivateAddress();
    void deniesIfOnlyOneAnswerIsPrivate();
    void reachesAPrivateAddressThatIsListedLiterally();
    void resolvesOnceAndDialsThatVeryAddress();
    void checksARebindingNameAgainForEachRequest();
    void deniesAddressesInEveryNotation_data();
    void deniesAddressesInEveryNotation();
    void triesTheNextAddress_data();
    void triesTheNextAddress();
    void deniesUnlistedPortsMethodsAndPaths_data();
    void deniesUnlistedPortsMethodsAndPaths();
    void passesRedirectsBackAndDecidesAnew();
};

void HttpDecisionsTest::fetchesFromAListedHost()
{
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    const QByteArray answer = fixture.ask(get("http://example.com/a?b=c", "example.com"));
    QVERIFY(answer.startsWith("HTTP/1.1 200 OK\r\n"));
    QCOMPARE(bodyOf(answer), QByteArray("hello"));
    QCOMPARE(server.requests,
             QByteArrayList{"GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n"});
    QCOMPARE(fixture.lastDecision(), u"listed"_qs);
}

void HttpDecisionsTest::deniesAnUnlistedHostWithASentence()
{
    GatewayFixture fixture({u"example.com"_qs});
    const QByteArray answer = fixture.ask(get("http://evil.org/", "evil.org"));
    QVERIFY(answer.startsWith("HTTP/1.1 403 Forbidden\r\n"));
    QVERIFY(answer.contains("X-Glasshouse-Reason: not_listed\r\n"));
    QCOMPARE(bodyOf(answer), QByteArray("evil.org is not on the allow-list.\n"));
    QVERIFY(fixture.resolver->lookups.isEmpty()); // a lookup could carry data out
    QCOMPARE(fixture.lastDecision(), u"not_listed"_qs);
}

void HttpDecisionsTest::deniesAllByDefault()
{
    GatewayFixture fixture;
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).startsWith("HTTP/1.1 403 "));
    QVERIFY(fixture.ask("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n")
                .startsWith("HTTP/1.1 403 "));
}

void HttpDecisionsTest::deniesANameThatResolvesToAPrivateAddress_data()
{
    QTest::addColumn<QString>("address");
    for (const char *address :
         {"127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
          "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fd00:ec2::254", "::ffff:127.0.0.1",
          "::ffff:1.2.3.4", "2002:7f00:1::", "2001::1", "64:ff9b::7f00:1", "::"})
        QTest::newRow(address) << QString::fromLatin1(address);
}

void HttpDecisionsTest::deniesANameThatResolvesToAPrivateAddress()
{
    QFETCH(QString, address);
    GatewayFixture fixture({u"example.com"_qs});
    fixture.resolver->names[u"example.com"_qs] = {{address}};
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"private_address"_qs);
    QCOMPARE(fixture.decided.last().address, QHostAddress(address));
    QVERIFY(fixture.dialer->dialled.isEmpty());
}

void HttpDecisionsTest::deniesIfOnlyOneAnswerIsPrivate()
{
    GatewayFixture fixture({u"example.com"_qs});
    fixture.resolver->names[u"example.com"_qs] = {{web, u"10.0.0.1"_qs}};
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).startsWith("HTTP/1.1 403 "));
    QVERIFY(fixture.dialer->dialled.isEmpty());
}

void HttpDecisionsTest::reachesAPrivateAddressThatIsListedLiterally()
{
    TestServer server;
    GatewayFixture fixture({u"intranet.example"_qs, u"10.0.0.5"_qs});
    fixture.host(u"intranet.example"_qs, u"10.0.0.5"_qs, 80, server);
    QVERIFY(fixture.ask(get("http://intranet.example/", "intranet.example")).endsWith("hello"));
    QVERIFY(fixture.ask(get("http://10.0.0.5/", "10.0.0.5")).endsWith("hello"));
    QVERIFY(fixture.ask(get("http://10.0.0.6/", "10.0.0.6")).startsWith("HTTP/1.1 403 "));
}

void HttpDecisionsTest::resolvesOnceAndDialsThatVeryAddress()
{
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    fixture.resolver->names[u"example.com"_qs] = {{web}, {u"127.0.0.1"_qs}}; // for whoever asks twice
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).endsWith("hello"));
    QCOMPARE(fixture.resolver->lookups, QStringList{u"example.com"_qs});
    QCOMPARE(fixture.dialer->dialled, QStringList{u"1.2.3.4 80"_qs});
}

void HttpDecisionsTest::checksARebindingNameAgainForEachRequest()
{
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    fixture.resolver->names[u"example.com"_qs] = {{web}, {u"127.0.0.1"_qs}};
    Guest guest(*fixture.gateway);
    guest.send(get("http://example.com/", "example.com", {}));
    QVERIFY(guest.waitFor("hello"));
    guest.send(get("http://example.com/", "example.com", {}));
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.contains("private_address"));
    QCOMPARE(server.connections, 1);
}

void HttpDecisionsTest::deniesAddressesInEveryNotation_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("status");
    const auto row = [](const char *host, const QByteArray &status) {
        QTest::newRow(host) << QByteArray(host) << status;
    };
    for (const char *host : {"127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]",
                             "[fd00:ec2::254]", "[64:ff9b::7f00:1]", "localhost", "1.2.3.4"})
        row(host, "403");
    for (const char *host :
         {"2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "00.0.0.1", "127.1", "127.0.1",
          "127.0.0.1.", "127.000.000.001", "017700000001", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]",
          "[::127.0.0.1.]", "[::1%25lo]", "%31%32%37.0.0.1", "127.0.0.1%00", "1.2.3.04"})
        row(host, "400");
}

void HttpDecisionsTest::deniesAddressesInEveryNotation()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, status);
    GatewayFixture fixture({u"example.com"_qs, u"*.example.com"_qs});
    QVERIFY(fixture.ask(get("http://" + host + "/", host)).startsWith("HTTP/1.1 " + status));
    const QByteArray connect = "CONNECT " + host + ":443 HTTP/1.1\r\nHost: " + host + ":443\r\n\r\n";
    QVERIFY(fixture.ask(connect).startsWith("HTTP/1.1 " + status));
    QVERIFY(fixture.dialer->dialled.isEmpty());
}

void HttpDecisionsTest::triesTheNextAddress_data()
{
    QTest::addColumn<bool>("silent");
    QTest::newRow("of one that refuses") << false;
    QTest::newRow("of one that does not answer") << true;
}

void HttpDecisionsTest::triesTheNextAddress()
{
    QFETCH(bool, silent);
    TestServer server;
    GatewayLimits limits;
    limits.connectMs = 3000;
    GatewayFixture fixture({u"example.com"_qs}, limits);
    if (silent)
        fixture.dialer->silent << u"2606:4700::1 80"_qs;
    fixture.host(u"example.com"_qs, web, 80, server);
    fixture.resolver->names[u"example.com"_qs] = {{u"2606:4700::1"_qs, web}};
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).endsWith("hello"));
    QCOMPARE(fixture.completed.last().address, QHostAddress(web));
}

void HttpDecisionsTest::deniesUnlistedPortsMethodsAndPaths_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QString>("reason");
    QTest::newRow("port") << u"example.com"_qs << get("http://example.com:22/", "example.com:22")
                          << u"port_not_listed"_qs;
    QTest::newRow("method") << u"example.com=GET"_qs
                            << QByteArray("DELETE http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n")
                            << u"method_not_listed"_qs;
    QTest::newRow("unknown method") << u"example.com=GET"_qs
                                    << QByteArray(
                                           "FROB http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n")
                                    << u"method_not_listed"_qs;
    QTest::newRow("TRACE") << u"example.com"_qs
                           << QByteArray("TRACE http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n")
                           << u"method_never"_qs;
    QTest::newRow("path") << u"example.com/v1"_qs << get("http://example.com/v2", "example.com")
                          << u"path_not_listed"_qs;
    QTest::newRow("path trick") << u"example.com/v1"_qs
                                << get("http://example.com/v1/%2e%2e/v2", "example.com")
                                << u"path_not_listed"_qs;
    QTest::newRow("scheme") << u"https://example.com"_qs << get("http://example.com/", "example.com")
                            << u"scheme_not_listed"_qs;
    QTest::newRow("suffix trick") << u"*.example.com"_qs << get("http://evilexample.com/", "evilexample.com")
                                  << u"not_listed"_qs;
    QTest::newRow("prefix trick") << u"example.com"_qs
                                  << get("http://example.com.evil.org/", "example.com.evil.org")
                                  << u"not_listed"_qs;
    QTest::newRow("apex") << u"*.example.com"_qs << get("http://example.com/", "example.com")
                          << u"not_listed"_qs;
}

void HttpDecisionsTest::deniesUnlistedPortsMethodsAndPaths()
{
    QFETCH(QString, rule);
    QFETCH(QByteArray, request);
    QFETCH(QString, reason);
    GatewayFixture fixture({rule});
    QVERIFY(fixture.ask(request).startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), reason);
    QVERIFY(fixture.resolver->lookups.isEmpty());
}

void HttpDecisionsTest::passesRedirectsBackAndDecidesAnew()
{
    TestServer server;
    server.answer = [](const QByteArray &) -> QByteArray {
        return "HTTP/1.1 302 Found\r\nLocation: http://evil.org/\r\nContent-Length: 0\r\n\r\n";
    };
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway);
    guest.send(get("http://example.com/", "example.com", {}));
    QVERIFY(guest.waitFor("Location: http://evil.org/\r\n"));
    guest.send(get("http://evil.org/", "evil.org", {}));
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.contains("403 Forbidden"));
    QCOMPARE(fixture.lastDecision(), u"not_listed"_qs);
}

QTEST_GUILESS_MAIN(HttpDecisionsTest)
#include "http_decisions_test.moc"
