#include "gateway_fixture.h"
#include "test_server.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

namespace {

const QString web = QStringLiteral("1.2.3.4"); // looks public, leads to loopback

QByteArray get(const QByteArray &url, const QByteArray &host,
               const QByteArray &more = "Connection: close\r\n")
{
    return "GET " + url + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n";
}

QByteArray bodyOf(const QByteArray &answer)
{
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}

} // namespace

class PlainHttpTest : public QObject
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
    void answersBadRequestsAndCloses_data();
    void answersBadRequestsAndCloses();
    void refusesUpgrades();
    void refusesASwitchThatTheServerStarts();
    void smugglesNothingBehindABody();
    void keepsTheConnectionForTheNextRequest();
    void decidesEachRequestOfAConnectionAnew();
    void answersPipelinedRequestsInOrder();
    void sendsBodiesOn_data();
    void sendsBodiesOn();
    void saysContinueOnceTheRequestIsAllowed();
    void refusesABrokenChunkedBody();
    void passesAnswersOn_data();
    void passesAnswersOn();
    void dropsInterimAnswers();
    void breaksOffAnAnswerThatIsCutShort();
    void saysThatAServerFailed_data();
    void saysThatAServerFailed();
    void recordsWhatHappened();
    void worksOnAThreadOfItsOwn();
};

void PlainHttpTest::fetchesFromAListedHost()
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

void PlainHttpTest::deniesAnUnlistedHostWithASentence()
{
    GatewayFixture fixture({u"example.com"_qs});
    const QByteArray answer = fixture.ask(get("http://evil.org/", "evil.org"));
    QVERIFY(answer.startsWith("HTTP/1.1 403 Forbidden\r\n"));
    QVERIFY(answer.contains("X-Glasshouse-Reason: not_listed\r\n"));
    QCOMPARE(bodyOf(answer), QByteArray("evil.org is not on the allow-list.\n"));
    QVERIFY(fixture.resolver->lookups.isEmpty()); // a lookup could carry data out
    QCOMPARE(fixture.lastDecision(), u"not_listed"_qs);
}

void PlainHttpTest::deniesAllByDefault()
{
    GatewayFixture fixture;
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).startsWith("HTTP/1.1 403 "));
    QVERIFY(fixture.ask("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n")
                .startsWith("HTTP/1.1 403 "));
}

void PlainHttpTest::deniesANameThatResolvesToAPrivateAddress_data()
{
    QTest::addColumn<QString>("address");
    for (const char *address :
         {"127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
          "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fd00:ec2::254", "::ffff:127.0.0.1",
          "::ffff:1.2.3.4", "2002:7f00:1::", "2001::1", "64:ff9b::7f00:1", "::"})
        QTest::newRow(address) << QString::fromLatin1(address);
}

void PlainHttpTest::deniesANameThatResolvesToAPrivateAddress()
{
    QFETCH(QString, address);
    GatewayFixture fixture({u"example.com"_qs});
    fixture.resolver->names[u"example.com"_qs] = {{address}};
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"private_address"_qs);
    QCOMPARE(fixture.decided.last().address, QHostAddress(address));
    QVERIFY(fixture.dialer->dialled.isEmpty());
}

void PlainHttpTest::deniesIfOnlyOneAnswerIsPrivate()
{
    GatewayFixture fixture({u"example.com"_qs});
    fixture.resolver->names[u"example.com"_qs] = {{web, u"10.0.0.1"_qs}};
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).startsWith("HTTP/1.1 403 "));
    QVERIFY(fixture.dialer->dialled.isEmpty());
}

void PlainHttpTest::reachesAPrivateAddressThatIsListedLiterally()
{
    TestServer server;
    GatewayFixture fixture({u"intranet.example"_qs, u"10.0.0.5"_qs});
    fixture.host(u"intranet.example"_qs, u"10.0.0.5"_qs, 80, server);
    QVERIFY(fixture.ask(get("http://intranet.example/", "intranet.example")).endsWith("hello"));
    QVERIFY(fixture.ask(get("http://10.0.0.5/", "10.0.0.5")).endsWith("hello"));
    QVERIFY(fixture.ask(get("http://10.0.0.6/", "10.0.0.6")).startsWith("HTTP/1.1 403 "));
}

void PlainHttpTest::resolvesOnceAndDialsThatVeryAddress()
{
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    fixture.resolver->names[u"example.com"_qs] = {{web}, {u"127.0.0.1"_qs}}; // for whoever asks twice
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).endsWith("hello"));
    QCOMPARE(fixture.resolver->lookups, QStringList{u"example.com"_qs});
    QCOMPARE(fixture.dialer->dialled, QStringList{u"1.2.3.4 80"_qs});
}

void PlainHttpTest::checksARebindingNameAgainForEachRequest()
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

void PlainHttpTest::deniesAddressesInEveryNotation_data()
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

void PlainHttpTest::deniesAddressesInEveryNotation()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, status);
    GatewayFixture fixture({u"example.com"_qs, u"*.example.com"_qs});
    QVERIFY(fixture.ask(get("http://" + host + "/", host)).startsWith("HTTP/1.1 " + status));
    const QByteArray connect = "CONNECT " + host + ":443 HTTP/1.1\r\nHost: " + host + ":443\r\n\r\n";
    QVERIFY(fixture.ask(connect).startsWith("HTTP/1.1 " + status));
    QVERIFY(fixture.dialer->dialled.isEmpty());
}

void PlainHttpTest::triesTheNextAddress_data()
{
    QTest::addColumn<bool>("silent");
    QTest::newRow("of one that refuses") << false;
    QTest::newRow("of one that does not answer") << true;
}

void PlainHttpTest::triesTheNextAddress()
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

void PlainHttpTest::deniesUnlistedPortsMethodsAndPaths_data()
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

void PlainHttpTest::deniesUnlistedPortsMethodsAndPaths()
{
    QFETCH(QString, rule);
    QFETCH(QByteArray, request);
    QFETCH(QString, reason);
    GatewayFixture fixture({rule});
    QVERIFY(fixture.ask(request).startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), reason);
    QVERIFY(fixture.resolver->lookups.isEmpty());
}

void PlainHttpTest::passesRedirectsBackAndDecidesAnew()
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

void PlainHttpTest::answersBadRequestsAndCloses_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("reason");
    const QByteArray head = "POST http://example.com/ HTTP/1.1\r\nHost: example.com\r\n";
    const auto row = [](const char *name, const QByteArray &request, const QByteArray &status = "400",
                        const QString &reason = u"bad_request"_qs) {
        QTest::newRow(name) << request << status << reason;
    };
    row("userinfo", get("http://example.com@evil.org/", "evil.org"));
    row("backslash", get("http://evil.org\\@example.com/", "example.com"));
    row("control byte", get("http://example.com/\x01", "example.com"));
    row("NUL", "GET http://example.com/" + QByteArray(1, '\0') + " HTTP/1.1\r\nHost: example.com\r\n\r\n");
    row("bare LF", "GET http://example.com/ HTTP/1.1\nHost: example.com\n\n");
    row("IDN", get("http://bücher.example/", "bücher.example"));
    row("fullwidth dot", get("http://example．com/", "example．com"));
    row("origin-form", get("/", "example.com"));
    row("CL and TE", head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET "
                            "http://evil.org/ HTTP/1.1\r\n\r\n");
    row("two CL", head + "Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello");
    row("folded TE", head + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n");
    row("Host differs", get("http://example.com/", "evil.org"), "400", u"host_mismatch"_qs);
    row("10,000 headers",
        "GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n" +
            QByteArray("X: y\r\n").repeated(10'000) + "\r\n",
        "431", u"header_too_large"_qs);
    row("endless header", "GET http://example.com/ HTTP/1.1\r\nX: " + QByteArray(200'000, 'x'), "431",
        u"header_too_large"_qs);
    row("binary", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello\n", 24));
}

void PlainHttpTest::answersBadRequestsAndCloses()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, status);
    QFETCH(QString, reason);
    GatewayFixture fixture({u"example.com"_qs, u"evil.org"_qs});
    const QByteArray answer = fixture.ask(request);
    QVERIFY2(answer.startsWith("HTTP/1.1 " + status), answer.constData());
    QCOMPARE(answer.count("HTTP/1.1 "), 1); // what followed was not read as a request
    QCOMPARE(fixture.lastDecision(), reason);
    QVERIFY(fixture.dialer->dialled.isEmpty());
}

void PlainHttpTest::refusesUpgrades()
{
    GatewayFixture fixture({u"example.com"_qs});
    const QByteArray answer = fixture.ask(
        get("http://example.com/", "example.com", "Connection: Upgrade\r\nUpgrade: websocket\r\n"));
    QVERIFY(answer.startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"upgrade_refused"_qs);
    QCOMPARE(fixture.decided.last().url(), u"http://example.com/"_qs);
}

void PlainHttpTest::refusesASwitchThatTheServerStarts()
{
    TestServer server;
    server.answer = [](const QByteArray &) -> QByteArray {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n";
    };
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).startsWith("HTTP/1.1 502 "));
    QCOMPARE(fixture.lastOutcome(), u"bad_response"_qs);
}

void PlainHttpTest::smugglesNothingBehindABody()
{
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway);
    guest.send("POST http://example.com/ HTTP/1.1\r\nHost: example.com\r\nContent-Length: 4\r\n\r\nbody"
               "GET http://evil.org/ HTTP/1.1\r\nHost: evil.org\r\n\r\n");
    QVERIFY(guest.waitForEnd());
    QVERIFY(!server.received.contains("evil"));
    QCOMPARE(guest.received.count("HTTP/1.1 200 "), 1);
    QCOMPARE(guest.received.count("HTTP/1.1 403 "), 1);
}

void PlainHttpTest::keepsTheConnectionForTheNextRequest()
{
    TestServer server;
    server.answer = [&server](const QByteArray &) {
        return TestServer::ok("answer " + QByteArray::number(server.requests.size()));
    };
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway);
    for (int i = 1; i <= 5; ++i) {
        guest.send(get("http://example.com/", "example.com", {}));
        QVERIFY(guest.waitFor("answer " + QByteArray::number(i)));
    }
    QVERIFY(!guest.finished);
    QCOMPARE(guest.received.count("Connection: keep-alive\r\n"), 5);
    guest.connection->closeInput();
    QVERIFY(guest.waitForEnd());
}

void PlainHttpTest::decidesEachRequestOfAConnectionAnew()
{
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway);
    guest.send(get("http://example.com/", "example.com", {}));
    QVERIFY(guest.waitFor("hello"));
    fixture.gateway->setAllowList(AllowList());
    guest.send(get("http://example.com/", "example.com", {}));
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.contains("403 Forbidden"));
}

void PlainHttpTest::answersPipelinedRequestsInOrder()
{
    TestServer server;
    server.answer = [](const QByteArray &request) { return TestServer::ok("<" + request.mid(4, 2) + ">"); };
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway);
    QByteArray requests;
    for (const char *path : {"/1", "/2", "/3"})
        requests += get(QByteArray("http://example.com") + path, "example.com", {});
    guest.send(requests);
    QVERIFY(guest.waitFor("</3>"));
    QVERIFY(guest.received.indexOf("</1>") < guest.received.indexOf("</2>"));
    QVERIFY(guest.received.indexOf("</2>") < guest.received.indexOf("</3>"));
}

void PlainHttpTest::sendsBodiesOn_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray big(1'000'000, 'x');
    QTest::newRow("length") << QByteArray("Content-Length: 4\r\n") << QByteArray("body")
                            << QByteArray("body");
    QTest::newRow("big") << QByteArray("Content-Length: 1000000\r\n") << big << big;
    QTest::newRow("chunked") << QByteArray("Transfer-Encoding: chunked\r\n")
                             << QByteArray("2;x=y\r\nbo\r\n2\r\ndy\r\n0\r\nT: z\r\n\r\n")
                             << QByteArray("4\r\nbody\r\n0\r\n\r\n");
    QTest::newRow("none") << QByteArray("Content-Length: 0\r\n") << QByteArray("") << QByteArray("");
}

void PlainHttpTest::sendsBodiesOn()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    const QByteArray answer =
        fixture.ask("POST http://example.com/ HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n" +
                    fields + "\r\n" + body);
    QVERIFY(answer.endsWith("hello"));
    QCOMPARE(bodyOf(server.received), expected);
}

void PlainHttpTest::saysContinueOnceTheRequestIsAllowed()
{
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway);
    guest.send("POST http://example.com/ HTTP/1.1\r\nHost: example.com\r\nExpect: "
               "100-continue\r\nContent-Length: 4\r\n"
               "Connection: close\r\n\r\n");
    QVERIFY(guest.waitFor("HTTP/1.1 100 Continue\r\n\r\n"));
    guest.send("body");
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.endsWith("hello"));
    QVERIFY(!server.received.contains("Expect"));

    const QByteArray denied = fixture.ask("POST http://evil.org/ HTTP/1.1\r\nHost: evil.org\r\nExpect: "
                                          "100-continue\r\nContent-Length: 4\r\n\r\n");
    QVERIFY(denied.startsWith("HTTP/1.1 403 "));
}

void PlainHttpTest::refusesABrokenChunkedBody()
{
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    const QByteArray answer =
        fixture.ask("POST http://example.com/ HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: "
                    "chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n");
    QVERIFY(answer.startsWith("HTTP/1.1 400 "));
    QVERIFY(server.requests.isEmpty());
    QCOMPARE(fixture.lastOutcome(), u"bad_request"_qs);
}

void PlainHttpTest::passesAnswersOn_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("expected"); // the end of what the guest gets
    const QByteArray big(3'000'000, 'x');
    const QByteArray plain = get("http://example.com/", "example.com");
    QTest::newRow("length") << plain << TestServer::ok("hello")
                            << QByteArray("Content-Length: 5\r\nConnection: close\r\n\r\nhello");
    QTest::newRow("big") << plain << TestServer::ok(big) << big;
    QTest::newRow("chunked") << plain
                             << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: "
                                           "chunked\r\n\r\n2;a\r\nhe\r\n3\r\nllo\r\n0\r\nT: x\r\n\r\n")
                             << QByteArray("\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    QTest::newRow("until close") << plain << QByteArray("HTTP/1.0 200 OK\r\n\r\nhello")
                                 << QByteArray("\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    QTest::newRow("to HTTP/1.0")
        << QByteArray("GET http://example.com/ HTTP/1.0\r\n\r\n")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
        << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello");
    QTest::newRow("HEAD")
        << QByteArray("HEAD http://example.com/ HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n");
    QTest::newRow("204") << plain << QByteArray("HTTP/1.1 204 No Content\r\n\r\n")
                         << QByteArray("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

void PlainHttpTest::passesAnswersOn()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, expected);
    TestServer server;
    server.answer = [answer](const QByteArray &) { return answer; };
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    QVERIFY(fixture.ask(request).endsWith(expected));
    QCOMPARE(fixture.lastOutcome(), u"listed"_qs);
}

void PlainHttpTest::dropsInterimAnswers()
{
    TestServer server;
    server.answer = [](const QByteArray &) {
        return "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" +
               TestServer::ok("hello");
    };
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    const QByteArray answer = fixture.ask(get("http://example.com/", "example.com"));
    QVERIFY(answer.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(answer.endsWith("hello"));
}

void PlainHttpTest::breaksOffAnAnswerThatIsCutShort()
{
    TestServer server;
    server.answer = [](const QByteArray &) -> QByteArray {
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe";
    };
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    const QByteArray answer = fixture.ask(get("http://example.com/", "example.com"));
    QVERIFY(answer.endsWith("2\r\nhe\r\n")); // and no last chunk
    QCOMPARE(fixture.lastOutcome(), u"bad_response"_qs);
}

void PlainHttpTest::saysThatAServerFailed_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("reason");
    QTest::newRow("unknown name") << u"nowhere.example"_qs << QByteArray("502") << u"name_not_found"_qs;
    QTest::newRow("refuses") << u"closed.example"_qs << QByteArray("502") << u"connect_failed"_qs;
    QTest::newRow("name takes too long")
        << u"slow-name.example"_qs << QByteArray("504") << u"connect_timeout"_qs;
    QTest::newRow("connection takes too long")
        << u"slow.example"_qs << QByteArray("504") << u"connect_timeout"_qs;
    QTest::newRow("answers nothing") << u"mute.example"_qs << QByteArray("502") << u"bad_response"_qs;
    QTest::newRow("never answers") << u"silent.example"_qs << QByteArray("504") << u"idle_timeout"_qs;
    QTest::newRow("talks something else") << u"ssh.example"_qs << QByteArray("502") << u"bad_response"_qs;
}

void PlainHttpTest::saysThatAServerFailed()
{
    QFETCH(QString, host);
    QFETCH(QByteArray, status);
    QFETCH(QString, reason);
    TestServer server;
    server.answer = [host](const QByteArray &) -> QByteArray {
        return host == u"ssh.example" ? "SSH-2.0-x\r\n" : "";
    };
    server.closes = host != u"silent.example";
    GatewayLimits limits;
    if (reason == u"connect_timeout")
        limits.connectMs = 300;
    if (reason == u"idle_timeout")
        limits.idleMs = 300;
    GatewayFixture fixture({host}, limits);
    for (const char *name : {"mute.example", "silent.example", "ssh.example"})
        fixture.host(QString::fromLatin1(name), web, 80, server);
    fixture.resolver->names[u"closed.example"_qs] = {{u"1.1.1.1"_qs}};
    fixture.resolver->names[u"slow.example"_qs] = {{u"2.2.2.2"_qs}};
    fixture.resolver->silent << u"slow-name.example"_qs;
    fixture.dialer->silent << u"2.2.2.2 80"_qs;
    const QByteArray name = host.toLatin1();
    QVERIFY(fixture.ask(get("http://" + name + "/", name)).startsWith("HTTP/1.1 " + status));
    QCOMPARE(fixture.lastOutcome(), reason);
    QCOMPARE(toString(fixture.completed.last().verdict), u"failed"_qs);
}

void PlainHttpTest::recordsWhatHappened()
{
    TestServer server;
    GatewayFixture fixture({u"example.com"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    QVERIFY(
        fixture
            .ask("POST http://example.com/a?key=secret HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n"
                 "Content-Length: 3\r\n\r\nabc")
            .endsWith("hello"));
    QCOMPARE(fixture.decided.size(), 1);
    QCOMPARE(fixture.completed.size(), 1);
    const RequestRecord &record = fixture.completed.first();
    QCOMPARE(record.id, fixture.decided.first().id);
    QCOMPARE(record.target.method, u"POST"_qs);
    QCOMPARE(record.url(), u"http://example.com/a?…"_qs);
    QCOMPARE(record.address, QHostAddress(web));
    QCOMPARE(toString(record.verdict), u"allowed"_qs);
    QCOMPARE(record.entry.value().target.toString(), u"example.com"_qs);
    QCOMPARE(record.status, 200);
    QCOMPARE(record.bytesFromGuest, 3);
    QCOMPARE(record.bytesToGuest, 5);
    QVERIFY(record.timeMs > 0);
}

void PlainHttpTest::worksOnAThreadOfItsOwn()
{
    QThread thread;
    GatewayFixture fixture; // its spies are on the gateway's thread; only the ended connection is looked at
    Gateway &gateway = *fixture.gateway;
    gateway.moveToThread(&thread);
    thread.start();
    QByteArray received;
    std::atomic_bool finished = false;
    std::unique_ptr<GatewayConnection> connection;
    QMetaObject::invokeMethod(&gateway, [&] {
        connection = gateway.open();
        QObject::connect(connection.get(), &GatewayConnection::sent, &gateway,
                         [&](const QByteArray &bytes) { received += bytes; });
        QObject::connect(connection.get(), &GatewayConnection::finished, &gateway, [&] { finished = true; });
        connection->grant(10'000);
        connection->receive(get("http://example.com/", "example.com"));
    });
    QTRY_VERIFY(finished);
    QMetaObject::invokeMethod(&gateway, [&] {
        connection.reset();
        fixture.gateway.reset();
        thread.quit();
    });
    QVERIFY(thread.wait(20'000));
    QVERIFY(received.startsWith("HTTP/1.1 403 "));
}

QTEST_GUILESS_MAIN(PlainHttpTest)
#include "plain_http_test.moc"
