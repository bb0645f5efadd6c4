#include "sandbox/gateway/http_response.h"
#include "tests/sandbox/gateway/http_heads.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

namespace {

Checked<Response> response(const QByteArray &bytes, const QString &method = u"GET"_qs)
{
    const auto head = headOf(bytes);
    return head ? parseResponse(*head, method) : Checked<Response>(gateway::refuse(head.error()));
}

} // namespace

class HttpResponseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsResponses_data();
    void readsResponses();
    void refusesResponses_data();
    void refusesResponses();
    void passesResponsesOnWithoutHopByHopHeaders();
};

void HttpResponseTest::readsResponses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("method");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &method,
                        BodyFraming::Kind kind) {
        QTest::newRow(name) << bytes + "\r\n" << method << static_cast<int>(kind);
    };
    row("length", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n", u"GET"_qs, BodyFraming::Kind::Length);
    row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n", u"GET"_qs,
        BodyFraming::Kind::Chunked);
    row("until close", "HTTP/1.0 200 OK\r\n", u"GET"_qs, BodyFraming::Kind::UntilClose);
    row("empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", u"GET"_qs, BodyFraming::Kind::Length);
    row("no phrase", "HTTP/1.1 200 \r\n", u"GET"_qs, BodyFraming::Kind::UntilClose);
    row("no space", "HTTP/1.1 200\r\n", u"GET"_qs, BodyFraming::Kind::UntilClose);
    row("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n", u"HEAD"_qs, BodyFraming::Kind::None);
    row("204", "HTTP/1.1 204 No Content\r\n", u"GET"_qs, BodyFraming::Kind::None);
    row("304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n", u"GET"_qs, BodyFraming::Kind::None);
    row("interim", "HTTP/1.1 103 Early Hints\r\n", u"GET"_qs, BodyFraming::Kind::None);
}

void HttpResponseTest::readsResponses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, method);
    QFETCH(int, kind);
    const auto read = response(bytes, method);
    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().sentence));
    QCOMPARE(static_cast<int>(read->framing.kind), kind);
}

void HttpResponseTest::refusesResponses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH\r\n\r\n");
    QTest::newRow("HTTP/2") << QByteArray("HTTP/2.0 200 OK\r\n\r\n");
    QTest::newRow("status of four digits") << QByteArray("HTTP/1.1 2000 OK\r\n\r\n");
    QTest::newRow("status too small") << QByteArray("HTTP/1.1 099 OK\r\n\r\n");
    QTest::newRow("status too large") << QByteArray("HTTP/1.1 600 OK\r\n\r\n");
    QTest::newRow("switch") << QByteArray("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n");
    QTest::newRow("CL and TE") << QByteArray(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
    QTest::newRow("two CL") << QByteArray(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
    QTest::newRow("control byte in phrase") << QByteArray("HTTP/1.1 200 O\x1bK\r\n\r\n");
}

void HttpResponseTest::refusesResponses()
{
    QFETCH(QByteArray, bytes);
    QCOMPARE(reasonOf(response(bytes)), u"bad_response"_qs);
}

void HttpResponseTest::passesResponsesOnWithoutHopByHopHeaders()
{
    const auto read = response(
        "HTTP/1.1 200 OK\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n"
        "Transfer-Encoding: chunked\r\nUpgrade: h2\r\nProxy-Authenticate: Basic\r\nKeep-Alive: 1\r\n\r\n");
    const auto request = proxyRequest(QByteArray(getHead) + "\r\n");
    const BodyFraming framing = framingForGuest(read.value(), request.value());
    QCOMPARE(forwardedHead(read.value(), framing, true),
             QByteArray("HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nTransfer-Encoding: chunked\r\n"
                        "Connection: keep-alive\r\n\r\n"));
    Request old = request.value();
    old.isVersion11 = false;
    QVERIFY(framingForGuest(read.value(), old).kind == BodyFraming::Kind::UntilClose);
}

QTEST_APPLESS_MAIN(HttpResponseTest)
#include "http_response_test.moc"
