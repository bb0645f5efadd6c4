#include "tests/sandbox/gateway/http_heads.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

class HttpRequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsRequestsToAProxy_data();
    void readsRequestsToAProxy();
    void readsARequestByteByByte();
    void leavesWhatFollowsTheHead();
    void refusesRequests_data();
    void refusesRequests();
    void refusesControlBytes_data();
    void refusesControlBytes();
    void refusesTenThousandHeaders();
    void refusesAnEndlessHead();
    void refusesSmuggling_data();
    void refusesSmuggling();
    void refusesChunksInHttp10();
    void noticesAHostThatDiffers_data();
    void noticesAHostThatDiffers();
    void readsRequestsInsideOfTls();
    void forwardsOnlyWhatIsForTheServer();
    void stripsMethodOverrides();
};

void HttpRequestTest::readsRequestsToAProxy_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("summary"); // method, url, path
    const auto row = [](const char *name, const QByteArray &bytes, const QString &summary) {
        QTest::newRow(name) << bytes + "\r\n" << summary;
    };
    row("plain", getHead, u"GET http://example.com/x"_qs);
    row("no path", "GET http://example.com HTTP/1.1\r\nHost: example.com\r\n", u"GET http://example.com/"_qs);
    row("query only", "GET http://example.com?a HTTP/1.1\r\nHost: example.com\r\n",
        u"GET http://example.com/?…"_qs);
    row("port", "GET http://example.com:81/ HTTP/1.1\r\nHost: example.com:81\r\n",
        u"GET http://example.com:81/"_qs);
    row("upper case and dot", "GET HTTP://EXAMPLE.com./ HTTP/1.1\r\nHost: Example.COM\r\n",
        u"GET http://example.com/"_qs);
    row("IPv6", "GET http://[2001:db8::1]:81/ HTTP/1.1\r\nHost: [2001:db8::1]:81\r\n",
        u"GET http://[2001:db8::1]:81/"_qs);
    row("other method", "FROB http://example.com/ HTTP/1.1\r\nHost: example.com\r\n",
        u"FROB http://example.com/"_qs);
    row("CONNECT", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n",
        u"CONNECT example.com:443"_qs);
    row("CONNECT, port left out", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n",
        u"CONNECT example.com:443"_qs);
    row("CONNECT of Python", "CONNECT example.com:443 HTTP/1.0\r\n", u"CONNECT example.com:443"_qs);
    row("HTTP/1.0", "GET http://example.com/ HTTP/1.0\r\n", u"GET http://example.com/"_qs);
}

void HttpRequestTest::readsRequestsToAProxy()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, summary);
    const auto request = proxyRequest(bytes);
    QVERIFY2(request.has_value(), request ? "" : qPrintable(request.error().sentence));
    QCOMPARE(request->target.method + u' ' + request->target.displayUrl(), summary);
}

void HttpRequestTest::readsARequestByteByByte()
{
    const QByteArray bytes = QByteArray(getHead) + "Accept:  */*  \r\n\r\n";
    HeadReader reader;
    QVERIFY(reader.isEmpty());
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        QVERIFY(!reader.isComplete());
        QCOMPARE(reader.feed(QByteArrayView(bytes).sliced(i, 1)).value_or(0), 1);
        QVERIFY(!reader.isEmpty() || reader.isComplete());
    }
    QVERIFY(reader.isComplete());
    const Head head = reader.take();
    QCOMPARE(head.fields.values("accept"), QByteArrayList{"*/*"});
    QVERIFY(head == headOf(bytes).value());
    QVERIFY(reader.isEmpty());
}

void HttpRequestTest::leavesWhatFollowsTheHead()
{
    HeadReader reader;
    const QByteArray head = QByteArray(getHead) + "\r\n";
    QCOMPARE(reader.feed(head + "body").value_or(0), head.size());
}

void HttpRequestTest::refusesRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const QByteArray &startLine,
                        const QByteArray &fields = "Host: example.com\r\n") {
        QTest::newRow(name) << startLine + "\r\n" + fields + "\r\n";
    };
    row("origin-form", "GET / HTTP/1.1");
    row("asterisk", "OPTIONS * HTTP/1.1");
    row("https in the clear", "GET https://example.com/ HTTP/1.1");
    row("ftp", "GET ftp://example.com/ HTTP/1.1");
    row("no host", "GET http:/// HTTP/1.1");
    row("userinfo", "GET http://user@example.com/ HTTP/1.1");
    row("userinfo trick", "GET http://example.com:80@evil.org/ HTTP/1.1");
    row("userinfo trick with password", "GET http://example.com:x@evil.org/ HTTP/1.1");
    row("backslash", "GET http://example.com\\@evil.org/ HTTP/1.1");
    row("backslash in path", "GET http://example.com/a\\..\\b HTTP/1.1");
    row("fragment", "GET http://example.com/#a HTTP/1.1");
    row("fragment trick", "GET http://evil.org#.example.com/ HTTP/1.1");
    row("two spaces", "GET  http://example.com/ HTTP/1.1");
    row("space in the address", "GET http://example.com/a b HTTP/1.1");
    row("tab", "GET\thttp://example.com/ HTTP/1.1");
    row("trailing space", "GET http://example.com/ HTTP/1.1 ");
    row("no version", "GET http://example.com/");
    row("HTTP/2", "GET http://example.com/ HTTP/2.0");
    row("HTTP/0.9", "GET http://example.com/ HTTP/0.9");
    row("lower-case version", "GET http://example.com/ http/1.1");
    row("method of no token", "G(T http://example.com/ HTTP/1.1");
    row("empty method", " http://example.com/ HTTP/1.1");
    row("IDN raw", "GET http://bücher.example/ HTTP/1.1");
    row("fullwidth dot", "GET http://example\xEF\xBC\x8E"
                         "com/ HTTP/1.1");
    row("ideographic dot", "GET http://example\xE3\x80\x82"
                           "com/ HTTP/1.1");
    row("encoded host", "GET http://example%2ecom/ HTTP/1.1");
    row("path of raw UTF-8", "GET http://example.com/ü HTTP/1.1");
    row("port 0", "GET http://example.com:0/ HTTP/1.1");
    row("port too large", "GET http://example.com:65536/ HTTP/1.1");
    row("port with sign", "GET http://example.com:+80/ HTTP/1.1");
    row("empty port", "GET http://example.com:/ HTTP/1.1");
    row("decimal address", "GET http://2130706433/ HTTP/1.1");
    row("octal address", "GET http://0177.0.0.1/ HTTP/1.1");
    row("hex address", "GET http://0x7f.0.0.1/ HTTP/1.1");
    row("short address", "GET http://127.1/ HTTP/1.1");
    row("mapped address in hex", "GET http://[::ffff:7f00:1]/ HTTP/1.1");
    row("long IPv6", "GET http://[0:0:0:0:0:0:0:1]/ HTTP/1.1");
    row("IPv6 with zone", "GET http://[fe80::1%25eth0]/ HTTP/1.1");
    row("IPv6 bare", "CONNECT ::1:443 HTTP/1.1", "");
    row("CONNECT without port", "CONNECT example.com HTTP/1.1");
    row("CONNECT with scheme", "CONNECT https://example.com:443 HTTP/1.1");
    row("CONNECT with path", "CONNECT example.com:443/ HTTP/1.1");
    row("CONNECT with body", "CONNECT example.com:443 HTTP/1.1",
        "Host: example.com:443\r\nContent-Length: 3\r\n");
    row("no Host", "GET http://example.com/ HTTP/1.1", "");
    row("two Hosts", "GET http://example.com/ HTTP/1.1", "Host: example.com\r\nHost: example.com\r\n");
    row("empty Host", "GET http://example.com/ HTTP/1.1", "Host:\r\n");
    row("space before colon", "GET http://example.com/ HTTP/1.1", "Host: example.com\r\nX : y\r\n");
    row("no colon", "GET http://example.com/ HTTP/1.1", "Host: example.com\r\nX\r\n");
    row("no name", "GET http://example.com/ HTTP/1.1", "Host: example.com\r\n: y\r\n");
    row("folded line", "GET http://example.com/ HTTP/1.1", "Host: example.com\r\nX: y\r\n z\r\n");
    row("folded first line", "GET http://example.com/ HTTP/1.1", " Host: example.com\r\n");
    row("empty first line", "", "");
}

void HttpRequestTest::refusesRequests()
{
    QFETCH(QByteArray, bytes);
    QCOMPARE(reasonOf(proxyRequest(bytes)), u"bad_request"_qs);
}

void HttpRequestTest::refusesControlBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray head(getHead);
    for (int c = 0; c < 0x20; ++c) {
        const QByteArray byte(1, static_cast<char>(c));
        if (c != '\t') // white space in a header
            QTest::addRow("%02x in a header", c) << head + "X: a" + byte + "b\r\n\r\n";
        QTest::addRow("%02x in a name", c) << head + "X" + byte + ": a\r\n\r\n";
        QTest::addRow("%02x in the address", c)
            << "GET http://example.com/" + byte + " HTTP/1.1\r\nHost: example.com\r\n\r\n";
    }
    QTest::newRow("7f in a header") << head + "X: a\x7f\r\n\r\n";
    QTest::newRow("bare LF") << QByteArray("GET http://example.com/ HTTP/1.1\nHost: example.com\n\n");
    QTest::newRow("bare LF at the end") << head + "\n";
    QTest::newRow("bare CR") << head + "X: a\rY: b\r\n\r\n";
    QTest::newRow("CR CR LF") << head + "X: a\r\r\n\r\n";
}

void HttpRequestTest::refusesControlBytes()
{
    QFETCH(QByteArray, bytes);
    QCOMPARE(reasonOf(proxyRequest(bytes)), u"bad_request"_qs);
}

void HttpRequestTest::refusesTenThousandHeaders()
{
    QByteArray bytes(getHead);
    for (int i = 0; i < 10'000; ++i)
        bytes += "X: y\r\n";
    HeadReader reader({1 << 20, 100});
    const auto taken = reader.feed(bytes + "\r\n");
    QCOMPARE(reasonOf(taken), u"header_too_large"_qs);
}

void HttpRequestTest::refusesAnEndlessHead()
{
    HeadReader reader;
    const QByteArray block(1024, 'a');
    int blocks = 0;
    while (reader.feed(block))
        QVERIFY(++blocks <= 64);
    QCOMPARE(reasonOf(reader.feed(block)), u"header_too_large"_qs);
}

void HttpRequestTest::refusesSmuggling_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("CL and TE") << QByteArray("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n");
    QTest::newRow("TE and CL") << QByteArray("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n");
    QTest::newRow("two CL") << QByteArray("Content-Length: 3\r\nContent-Length: 4\r\n");
    QTest::newRow("two equal CL") << QByteArray("Content-Length: 3\r\nContent-Length: 3\r\n");
    QTest::newRow("CL list") << QByteArray("Content-Length: 3, 3\r\n");
    QTest::newRow("CL signed") << QByteArray("Content-Length: +3\r\n");
    QTest::newRow("CL negative") << QByteArray("Content-Length: -3\r\n");
    QTest::newRow("CL hex") << QByteArray("Content-Length: 0x3\r\n");
    QTest::newRow("CL empty") << QByteArray("Content-Length:\r\n");
    QTest::newRow("CL with space") << QByteArray("Content-Length: 3 4\r\n");
    QTest::newRow("CL huge") << QByteArray("Content-Length: 99999999999999999999\r\n");
    QTest::newRow("two TE") << QByteArray("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
    QTest::newRow("TE list") << QByteArray("Transfer-Encoding: gzip, chunked\r\n");
    QTest::newRow("TE identity") << QByteArray("Transfer-Encoding: identity\r\n");
    QTest::newRow("TE hidden") << QByteArray("Transfer-Encoding: xchunked\r\n");
    QTest::newRow("TE quoted") << QByteArray("Transfer-Encoding: \"chunked\"\r\n");
    QTest::newRow("TE empty") << QByteArray("Transfer-Encoding:\r\n");
    QTest::newRow("TE with space before colon") << QByteArray("Transfer-Encoding : chunked\r\n");
    QTest::newRow("TE with vertical tab") << QByteArray("Transfer-Encoding: \x0b"
                                                        "chunked\r\n");
}

void HttpRequestTest::refusesSmuggling()
{
    QFETCH(QByteArray, fields);
    QCOMPARE(reasonOf(proxyRequest(QByteArray(getHead) + fields + "\r\n")), u"bad_request"_qs);
}

void HttpRequestTest::refusesChunksInHttp10()
{
    QCOMPARE(
        reasonOf(proxyRequest("POST http://example.com/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")),
        u"bad_request"_qs);
}

void HttpRequestTest::noticesAHostThatDiffers_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("other host") << QByteArray("GET http://example.com/ HTTP/1.1\r\nHost: evil.org\r\n\r\n");
    QTest::newRow("other port") << QByteArray(
        "GET http://example.com/ HTTP/1.1\r\nHost: example.com:81\r\n\r\n");
    QTest::newRow("no port") << QByteArray(
        "GET http://example.com:81/ HTTP/1.1\r\nHost: example.com\r\n\r\n");
    QTest::newRow("subdomain") << QByteArray(
        "GET http://example.com/ HTTP/1.1\r\nHost: a.example.com\r\n\r\n");
    QTest::newRow("CONNECT") << QByteArray("CONNECT example.com:443 HTTP/1.1\r\nHost: evil.org:443\r\n\r\n");
    QTest::newRow("HTTP/1.0") << QByteArray("GET http://example.com/ HTTP/1.0\r\nHost: evil.org\r\n\r\n");
}

void HttpRequestTest::noticesAHostThatDiffers()
{
    QFETCH(QByteArray, bytes);
    QCOMPARE(reasonOf(proxyRequest(bytes)), u"host_mismatch"_qs);
}

void HttpRequestTest::readsRequestsInsideOfTls()
{
    const RequestTarget connect =
        proxyRequest("CONNECT example.com:8443 HTTP/1.1\r\nHost: example.com:8443\r\n\r\n").value().target;
    const auto inside = [&connect](const QByteArray &bytes) {
        return parseOriginRequest(headOf(bytes).value(), connect);
    };
    const auto request = inside("GET /a?b HTTP/1.1\r\nHost: example.com:8443\r\n\r\n");
    QVERIFY(request.has_value());
    QCOMPARE(request->target.displayUrl(), u"https://example.com:8443/a?…"_qs);
    QCOMPARE(reasonOf(inside("GET /a HTTP/1.1\r\nHost: evil.org:8443\r\n\r\n")), u"host_mismatch"_qs);
    QCOMPARE(reasonOf(inside("GET http://example.com:8443/ HTTP/1.1\r\nHost: example.com:8443\r\n\r\n")),
             u"bad_request"_qs);
    QCOMPARE(reasonOf(inside("CONNECT evil.org:443 HTTP/1.1\r\nHost: evil.org:443\r\n\r\n")),
             u"bad_request"_qs);
    QCOMPARE(reasonOf(inside("PRI * HTTP/2.0\r\n\r\n")), u"bad_request"_qs);
}

void HttpRequestTest::forwardsOnlyWhatIsForTheServer()
{
    const auto request = proxyRequest("POST http://EXAMPLE.com:81/a?b=c HTTP/1.1\r\nHost: example.com.:81\r\n"
                                      "Connection: keep-alive, X-Private\r\nX-Private: 1\r\nKeep-Alive: 5\r\n"
                                      "Proxy-Connection: keep-alive\r\nProxy-Authorization: Basic eA==\r\n"
                                      "TE: trailers\r\nTrailer: X\r\nExpect: 100-continue\r\n"
                                      "Accept: a\r\nAccept: b\r\nContent-Length: 3\r\n\r\n");
    QCOMPARE(forwardedHead(request.value()), QByteArray("POST /a?b=c HTTP/1.1\r\nHost: example.com:81\r\n"
                                                        "Accept: a\r\nAccept: b\r\nContent-Length: 3\r\n"
                                                        "Connection: close\r\n\r\n"));
    QVERIFY(request->expectsContinue);
    QVERIFY(request->keepsAlive);
}

void HttpRequestTest::stripsMethodOverrides()
{
    const auto request =
        proxyRequest(QByteArray(getHead) + "X-HTTP-Method-Override: DELETE\r\nx-http-method: DELETE\r\n"
                                       "X-METHOD-override: DELETE\r\n\r\n");
    QVERIFY(!forwardedHead(request.value()).contains("DELETE"));
}

QTEST_APPLESS_MAIN(HttpRequestTest)
#include "http_request_test.moc"
