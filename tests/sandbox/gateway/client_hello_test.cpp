#include "sandbox/gateway/client_hello.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

namespace {

QByteArray number(qsizetype value, int width)
{
    QByteArray bytes;
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift & 0xff);
    return bytes;
}

QByteArray counted(const QByteArray &content, int width)
{
    return number(content.size(), width) + content;
}

QByteArray extension(int type, const QByteArray &content)
{
    return number(type, 2) + counted(content, 2);
}

QByteArray serverName(const QByteArray &name)
{
    return extension(0, counted(number(0, 1) + counted(name, 2), 2));
}

QByteArray message(const QByteArray &extensions)
{
    const QByteArray body = number(0x0303, 2) + QByteArray(32, 'r') + counted(QByteArray(32, 's'), 1) +
                            counted(QByteArray("\x13\x01\x13\x02", 4), 2) + counted(QByteArray(1, '\0'), 1) +
                            counted(extensions, 2);
    return number(1, 1) + counted(body, 3);
}

QByteArray record(const QByteArray &content)
{
    return number(22, 1) + number(0x0301, 2) + counted(content, 2);
}

QByteArray hello(const QByteArray &extensions)
{
    return record(message(extensions));
}

QString reasonOf(const Checked<std::optional<ClientHello>> &parsed)
{
    if (!parsed)
        return toString(parsed.error().reason);
    return *parsed ? u"complete"_qs : u"incomplete"_qs;
}

QString verdictFor(const QByteArray &extensions, const QByteArray &host)
{
    const auto parsed = parseClientHello(hello(extensions));
    if (!parsed || !*parsed)
        return reasonOf(parsed);
    const auto checked = checkClientHello(**parsed, parseWireHost(host).value());
    return checked ? u"fine"_qs : toString(checked.error().reason);
}

} // namespace

class ClientHelloTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheServerName();
    void waitsForEachMissingByte();
    void readsAHelloInManyRecords();
    void ignoresWhatFollowsTheRecord();
    void comparesWithTheHostOfTheConnect_data();
    void comparesWithTheHostOfTheConnect();
    void refusesWhatIsNoTls_data();
    void refusesWhatIsNoTls();
    void refusesBrokenHellos_data();
    void refusesBrokenHellos();
    void refusesAnEndlessHello();
};

void ClientHelloTest::readsTheServerName()
{
    const auto parsed =
        parseClientHello(hello(extension(10, "x") + serverName("example.com") + extension(16, {})));
    QCOMPARE(reasonOf(parsed), u"complete"_qs);
    QCOMPARE((*parsed)->serverName, QByteArray("example.com"));
    QVERIFY(!(*parsed)->isEncrypted);
}

void ClientHelloTest::waitsForEachMissingByte()
{
    const QByteArray bytes = hello(serverName("example.com"));
    for (qsizetype size = 0; size < bytes.size(); ++size)
        QCOMPARE(reasonOf(parseClientHello(QByteArrayView(bytes).first(size))), u"incomplete"_qs);
}

void ClientHelloTest::readsAHelloInManyRecords()
{
    const QByteArray whole = message(serverName("example.com"));
    QByteArray bytes;
    for (const char byte : whole)
        bytes += record(QByteArray(1, byte));
    const auto parsed = parseClientHello(bytes);
    QCOMPARE(reasonOf(parsed), u"complete"_qs);
    QCOMPARE((*parsed)->serverName, QByteArray("example.com"));
}

void ClientHelloTest::ignoresWhatFollowsTheRecord()
{
    QCOMPARE(reasonOf(parseClientHello(hello(serverName("example.com")) +
                                       QByteArray("\x14\x03\x03\x00\x01\x01", 6))),
             u"complete"_qs);
}

void ClientHelloTest::comparesWithTheHostOfTheConnect_data()
{
    QTest::addColumn<QByteArray>("extensions");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("verdict");
    const auto row = [](const char *name, const QByteArray &extensions, const QByteArray &host,
                        const QString &verdict) { QTest::newRow(name) << extensions << host << verdict; };
    row("same", serverName("example.com"), "example.com", u"fine"_qs);
    row("upper case", serverName("EXAMPLE.com"), "example.com", u"fine"_qs);
    row("other", serverName("evil.org"), "example.com", u"sni_mismatch"_qs);
    row("subdomain", serverName("a.example.com"), "example.com", u"sni_mismatch"_qs);
    row("missing", extension(10, "x"), "example.com", u"sni_missing"_qs);
    row("no extensions", {}, "example.com", u"sni_missing"_qs);
    row("NUL inside", serverName(QByteArray("example.com\0.evil.org", 21)), "example.com",
        u"sni_mismatch"_qs);
    row("address without name", extension(10, "x"), "203.0.113.7", u"fine"_qs);
    row("address with name", serverName("example.com"), "203.0.113.7", u"sni_mismatch"_qs);
    row("address as name", serverName("203.0.113.7"), "203.0.113.7", u"sni_mismatch"_qs);
    row("encrypted", serverName("example.com") + extension(0xfe0d, "x"), "example.com",
        u"encrypted_hello"_qs);
    row("encrypted name", serverName("example.com") + extension(0xffce, "x"), "example.com",
        u"encrypted_hello"_qs);
}

void ClientHelloTest::comparesWithTheHostOfTheConnect()
{
    QFETCH(QByteArray, extensions);
    QFETCH(QByteArray, host);
    QFETCH(QString, verdict);
    QCOMPARE(verdictFor(extensions, host), verdict);
}

void ClientHelloTest::refusesWhatIsNoTls_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\n");
    QTest::newRow("SSH") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
    QTest::newRow("SSL 2") << QByteArray("\x80\x2e\x01\x03\x01", 5);
    QTest::newRow("other version") << QByteArray("\x16\x02\x00", 3);
    QTest::newRow("alert first") << QByteArray("\x15\x03\x01\x00\x02\x02\x28", 7);
    QTest::newRow("empty record") << record({}) + hello(serverName("example.com"));
    QTest::newRow("record too large") << QByteArray("\x16\x03\x01\x40\x01", 5);
    QTest::newRow("other handshake") << record(number(2, 1) + counted("x", 3));
    QTest::newRow("alert between fragments")
        << record(message(serverName("a.example")).left(9)) + QByteArray("\x15\x03\x01\x00\x02\x01\x00", 7);
    QTest::newRow("two messages in a record")
        << record(message(serverName("a.example")) + message(serverName("b.example")));
}

void ClientHelloTest::refusesWhatIsNoTls()
{
    QFETCH(QByteArray, bytes);
    QCOMPARE(reasonOf(parseClientHello(bytes)), u"not_tls"_qs);
}

void ClientHelloTest::refusesBrokenHellos_data()
{
    QTest::addColumn<QByteArray>("extensions");
    QTest::newRow("two server names") << serverName("a.example") + serverName("b.example");
    QTest::newRow("two names in one") << extension(
        0, counted(number(0, 1) + counted("a.example", 2) + number(0, 1) + counted("b.example", 2), 2));
    QTest::newRow("empty name") << serverName({});
    QTest::newRow("other kind of name") << extension(0, counted(number(1, 1) + counted("a.example", 2), 2));
    QTest::newRow("name longer than its list")
        << extension(0, counted(number(0, 1) + number(50, 2) + "a", 2));
    QTest::newRow("more after the list") << extension(0, counted(number(0, 1) + counted("a", 2), 2) + "x");
    QTest::newRow("extension cut short") << serverName("a.example") + number(10, 2) + number(5, 2);
    QTest::newRow("half an extension") << serverName("a.example") + "\x01";
}

void ClientHelloTest::refusesBrokenHellos()
{
    QFETCH(QByteArray, extensions);
    QCOMPARE(reasonOf(parseClientHello(hello(extensions))), u"not_tls"_qs);
}

void ClientHelloTest::refusesAnEndlessHello()
{
    QCOMPARE(reasonOf(parseClientHello(record(number(1, 1) + number(100'000, 3)))), u"not_tls"_qs);
    QByteArray bytes; // 1 byte per record, so that the records outgrow the message
    const QByteArray whole = message(extension(21, QByteArray(16'000, 'p')));
    for (const char byte : whole)
        bytes += record(QByteArray(1, byte));
    QCOMPARE(reasonOf(parseClientHello(bytes)), u"not_tls"_qs);
    QCOMPARE(reasonOf(parseClientHello(QByteArrayView(bytes).first(mostClientHelloBytes))), u"not_tls"_qs);
}

QTEST_APPLESS_MAIN(ClientHelloTest)
#include "client_hello_test.moc"
