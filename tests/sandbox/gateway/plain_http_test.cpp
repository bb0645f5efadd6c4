// How requests and answers without TLS are carried.
#include "plain_http_fixture.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

class PlainHttpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
