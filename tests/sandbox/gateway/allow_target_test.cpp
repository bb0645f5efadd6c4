#include "sandbox/gateway/allow_target.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

class AllowTargetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatAPersonTypes_data();
    void readsWhatAPersonTypes();
    void readsItsOwnTextAgain_data() { readsWhatAPersonTypes_data(); }
    void readsItsOwnTextAgain();
    void refusesWithASentence_data();
    void refusesWithASentence();
    void readsHostsFromTheWire_data();
    void readsHostsFromTheWire();
    void refusesOddHostsFromTheWire_data();
    void refusesOddHostsFromTheWire();
};

void AllowTargetTest::readsWhatAPersonTypes_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("expected");
    QTest::newRow("host") << u"pypi.org"_qs << u"pypi.org"_qs;
    QTest::newRow("space around") << u"  pypi.org\n"_qs << u"pypi.org"_qs;
    QTest::newRow("upper case") << u"PyPI.org"_qs << u"pypi.org"_qs;
    QTest::newRow("trailing dot") << u"pypi.org."_qs << u"pypi.org"_qs;
    QTest::newRow("subdomains") << u"*.Example.com"_qs << u"*.example.com"_qs;
    QTest::newRow("scheme") << u"HTTPS://pypi.org"_qs << u"https://pypi.org"_qs;
    QTest::newRow("root path") << u"https://pypi.org/"_qs << u"https://pypi.org"_qs;
    QTest::newRow("default port") << u"https://pypi.org:443"_qs << u"https://pypi.org"_qs;
    QTest::newRow("port of no scheme") << u"pypi.org:443"_qs << u"pypi.org:443"_qs;
    QTest::newRow("all of it") << u"http://*.example.com:8080/v1/x"_qs
                               << u"http://*.example.com:8080/v1/x"_qs;
    QTest::newRow("umlaut") << u"Bücher.example"_qs << u"xn--bcher-kva.example"_qs;
    QTest::newRow("umlaut below") << u"*.bücher.example"_qs << u"*.xn--bcher-kva.example"_qs;
    QTest::newRow("A-label") << u"xn--bcher-kva.example"_qs << u"xn--bcher-kva.example"_qs;
    QTest::newRow("path of another script") << u"a.example/ü"_qs << u"a.example/%C3%BC"_qs;
    QTest::newRow("IPv4") << u"203.0.113.7"_qs << u"203.0.113.7"_qs;
    QTest::newRow("IPv4 with port") << u"203.0.113.7:81"_qs << u"203.0.113.7:81"_qs;
    QTest::newRow("IPv6") << u"[2001:db8::1]"_qs << u"[2001:db8::1]"_qs;
    QTest::newRow("IPv6 bare") << u"2001:db8::1"_qs << u"[2001:db8::1]"_qs;
    QTest::newRow("IPv6 with port") << u"https://[2001:DB8::1]:8443/a"_qs
                                    << u"https://[2001:db8::1]:8443/a"_qs;
    QTest::newRow("underscore") << u"my_bucket.s3.example.com"_qs << u"my_bucket.s3.example.com"_qs;
    QTest::newRow("hyphens where A-labels have them")
        << u"r3---sn.example.com"_qs << u"r3---sn.example.com"_qs;
    QTest::newRow("one label") << u"intranet"_qs << u"intranet"_qs;
}

void AllowTargetTest::readsWhatAPersonTypes()
{
    QFETCH(QString, typed);
    QFETCH(QString, expected);
    const auto target = parseAllowTarget(typed);
    QVERIFY2(target.has_value(), target ? "" : qPrintable(target.error().message));
    QCOMPARE(target->toString(), expected);
}

void AllowTargetTest::readsItsOwnTextAgain()
{
    QFETCH(QString, typed);
    const AllowTarget target = parseAllowTarget(typed).value();
    QCOMPARE(parseAllowTarget(target.toString()).value(), target);
}

void AllowTargetTest::refusesWithASentence_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("hint"); // part of the sentence
    QTest::newRow("nothing") << QString() << u"host is missing"_qs;
    QTest::newRow("scheme only") << u"https://"_qs << u"host is missing"_qs;
    QTest::newRow("everything") << u"*"_qs << u"every host"_qs;
    QTest::newRow("everything with dot") << u"*."_qs << u"every host"_qs;
    QTest::newRow("a whole top level") << u"*.com"_qs << u"too much"_qs;
    QTest::newRow("a whole top level, dotted") << u"*.com."_qs << u"too much"_qs;
    QTest::newRow("star inside") << u"api.*.example.com"_qs << u"at the start"_qs;
    QTest::newRow("star without dot") << u"*example.com"_qs << u"at the start"_qs;
    QTest::newRow("two stars") << u"*.*.example.com"_qs << u"at the start"_qs;
    QTest::newRow("ftp") << u"ftp://example.com"_qs << u"Only http and https"_qs;
    QTest::newRow("no scheme name") << u"://example.com"_qs << u"Only http and https"_qs;
    QTest::newRow("user") << u"https://me:pw@example.com"_qs << u"user name"_qs;
    QTest::newRow("backslash") << u"https://example.com\\x"_qs << u"backslash"_qs;
    QTest::newRow("query") << u"example.com/?a=1"_qs << u"ends with the path"_qs;
    QTest::newRow("fragment") << u"example.com/#a"_qs << u"ends with the path"_qs;
    QTest::newRow("space") << u"exam ple.com"_qs << u"no spaces"_qs;
    QTest::newRow("control") << u"exam\u0001ple.com"_qs << u"no spaces"_qs;
    QTest::newRow("port 0") << u"example.com:0"_qs << u"is not a port"_qs;
    QTest::newRow("port too large") << u"example.com:65536"_qs << u"is not a port"_qs;
    QTest::newRow("port with sign") << u"example.com:+80"_qs << u"is not a port"_qs;
    QTest::newRow("port with zeros") << u"example.com:0080"_qs << u"is not a port"_qs;
    QTest::newRow("empty port") << u"example.com:"_qs << u"is not a port"_qs;
    QTest::newRow("two dots") << u"a..example.com"_qs << u"not a host name"_qs;
    QTest::newRow("leading dot") << u".example.com"_qs << u"not a host name"_qs;
    QTest::newRow("two trailing dots") << u"example.com.."_qs << u"not a host name"_qs;
    QTest::newRow("hyphen first") << u"-a.example.com"_qs << u"not a host name"_qs;
    QTest::newRow("encoded") << u"ex%61mple.com"_qs << u"not a host name"_qs;
    QTest::newRow("broken A-label") << u"xn--pypi-.org"_qs << u"not a host name"_qs;
    QTest::newRow("label of 64") << QString(64, u'a') + u".com"_qs << u"not a host name"_qs;
    QTest::newRow("decimal address") << u"2130706433"_qs << u"plain address"_qs;
    QTest::newRow("hex address") << u"0x7f000001"_qs << u"plain address"_qs;
    QTest::newRow("hex part") << u"127.0.0.0x1"_qs << u"plain address"_qs;
    QTest::newRow("octal address") << u"0177.0.0.1"_qs << u"plain address"_qs;
    QTest::newRow("short address") << u"127.1"_qs << u"plain address"_qs;
    QTest::newRow("long address") << u"1.2.3.4.5"_qs << u"plain address"_qs;
    QTest::newRow("dotted address") << u"127.0.0.1."_qs << u"plain address"_qs;
    QTest::newRow("fullwidth digits") << u"１２７.0.0.1"_qs << u"plain address"_qs;
    QTest::newRow("subdomains of an address") << u"*.1.2.3.4"_qs << u"no subdomains"_qs;
    QTest::newRow("long IPv6") << u"[2001:db8:0:0:0:0:0:1]"_qs << u"[2001:db8::1]"_qs;
    QTest::newRow("IPv6 with zone") << u"[fe80::1%eth0]"_qs << u"not an IPv6 address"_qs;
    QTest::newRow("mapped in hex") << u"[::ffff:7f00:1]"_qs << u"[::ffff:127.0.0.1]"_qs;
    QTest::newRow("open bracket") << u"[2001:db8::1"_qs << u"closing bracket"_qs;
    QTest::newRow("dot segments") << u"example.com/a/../b"_qs << u"no \"..\""_qs;
    QTest::newRow("encoded dot segments") << u"example.com/a/%2E%2e/b"_qs << u"no \"..\""_qs;
    QTest::newRow("endless once it is encoded") << u"a.example/"_qs + QString(1000, u'ü') << u"at most"_qs;
    QTest::newRow("endless") << QString(3000, u'a') << u"at most"_qs;
}

void AllowTargetTest::refusesWithASentence()
{
    QFETCH(QString, typed);
    QFETCH(QString, hint);
    const auto target = parseAllowTarget(typed);
    QVERIFY2(!target, target ? qPrintable(target->toString()) : "");
    QVERIFY2(target.error().message.contains(hint), qPrintable(target.error().message));
    QVERIFY(target.error().message.endsWith(u'.'));
}

void AllowTargetTest::readsHostsFromTheWire_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QString>("name");
    QTest::newRow("name") << QByteArray("example.com") << u"example.com"_qs;
    QTest::newRow("upper case") << QByteArray("EXAMPLE.Com") << u"example.com"_qs;
    QTest::newRow("trailing dot") << QByteArray("example.com.") << u"example.com"_qs;
    QTest::newRow("A-label") << QByteArray("XN--BCHER-kva.example") << u"xn--bcher-kva.example"_qs;
    QTest::newRow("IPv4") << QByteArray("203.0.113.7") << u"203.0.113.7"_qs;
    QTest::newRow("IPv6") << QByteArray("[2001:DB8::1]") << u"2001:db8::1"_qs;
}

void AllowTargetTest::readsHostsFromTheWire()
{
    QFETCH(QByteArray, wire);
    QFETCH(QString, name);
    QCOMPARE(parseWireHost(wire).value().name, name);
}

void AllowTargetTest::refusesOddHostsFromTheWire_data()
{
    QTest::addColumn<QByteArray>("wire");
    for (const char *host : {"",
                             ".",
                             "a..b",
                             "bücher.example",
                             "evil。com",
                             "１２７.0.0.1",
                             "ex%61mple.com",
                             "a b",
                             "a\tb",
                             "a\x7f",
                             "a@b",
                             "a\\b",
                             "a/b",
                             "2130706433",
                             "0x7f.1",
                             "017700000001",
                             "127.1",
                             "0127.0.0.1",
                             "127.0.0.1.",
                             "1.2.3.256",
                             "[::1",
                             "::1",
                             "[0:0:0:0:0:0:0:1]",
                             "[::ffff:7f00:1]",
                             "[::1%25lo]",
                             "[127.0.0.1]",
                             "example.com..",
                             "-a.com",
                             "xn--pypi-.org"})
        QTest::newRow(host) << QByteArray(host);
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
}

void AllowTargetTest::refusesOddHostsFromTheWire()
{
    QFETCH(QByteArray, wire);
    const auto host = parseWireHost(wire);
    QVERIFY2(!host, host ? qPrintable(host->name) : "");
}

QTEST_APPLESS_MAIN(AllowTargetTest)
#include "allow_target_test.moc"
