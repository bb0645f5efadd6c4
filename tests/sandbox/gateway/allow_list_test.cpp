#include "sandbox/gateway/address_class.h"
#include "sandbox/gateway/allow_list.h"
#include "sandbox/gateway/request_record.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>
#include <QUrl>

using namespace glasshouse;
using namespace glasshouse::gateway;

namespace {

AllowList listOf(const QStringList &targets)
{
    QVector<AllowEntry> entries;
    for (const QString &target : targets)
        entries << parseAllowEntry(target).value();
    return AllowList(entries);
}

AllowList listOf(const QString &target, const QStringList &methods)
{
    return AllowList({parseAllowEntry(target, methods).value()});
}

// "GET http://host:port/path" or "CONNECT host:port".
RequestTarget request(const QString &text)
{
    const QStringList words = text.split(u' ');
    const QUrl url(words.first() == u"CONNECT" ? u"https://"_qs + words.at(1) : words.at(1));
    RequestTarget target;
    target.method = words.first();
    target.scheme = url.scheme() == u"http" ? Scheme::Http : Scheme::Https;
    const QString host = url.host();
    target.host = parseWireHost((host.contains(u':') ? u"[%1]"_qs.arg(host) : host).toLatin1()).value();
    target.port = static_cast<quint16>(url.port(defaultPort(target.scheme)));
    if (!target.isConnect())
        target.path = words.at(1).mid(words.at(1).indexOf(u'/', words.at(1).indexOf(u"://") + 3));
    return target;
}

QString reasonOf(const AllowList &list, const QString &text)
{
    return toString(list.decide(request(text)).reason);
}

} // namespace

class AllowListTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deniesAllByDefault();
    void decidesByTarget_data();
    void decidesByTarget();
    void staysBelowAPathPrefix_data();
    void staysBelowAPathPrefix();
    void decidesByMethod_data();
    void decidesByMethod();
    void looksIntoTlsOnlyWhereItHasTo();
    void saysTheMostHelpfulReason();
    void cleansMethods();
    void refusesMethods_data();
    void refusesMethods();
    void readsRulesOfACommandLine();
    void readsAndWritesJson();
    void namesTheEntryThatIsWrong();
    void refusesOtherJson_data();
    void refusesOtherJson();
    void makesARuleFromADenial_data();
    void makesARuleFromADenial();
    void makesNoRuleWhereNoneWouldHelp();
    void mergesMethodsOfOneTarget();
    void hidesQueriesFromLogs();
    void listsPrivateAddressesOnlyLiterally();
    void classifiesAddresses_data();
    void classifiesAddresses();
    void hasAStableWordForEachReason();
};

void AllowListTest::deniesAllByDefault()
{
    const Decision decision = AllowList().decide(request(u"GET http://example.com/"_qs));
    QCOMPARE(toString(decision.reason), u"not_listed"_qs);
    QVERIFY(!decision.isAllowed());
    QCOMPARE(decision.sentence, u"example.com is not on the allow-list."_qs);
}

void AllowListTest::decidesByTarget_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QString &target, const QString &asked,
                        const QString &reason) { QTest::newRow(name) << target << asked << reason; };
    row("same host", u"example.com"_qs, u"GET http://example.com/"_qs, u"listed"_qs);
    row("https too", u"example.com"_qs, u"GET https://example.com/"_qs, u"listed"_qs);
    row("tunnel", u"example.com"_qs, u"CONNECT example.com:443"_qs, u"listed"_qs);
    row("not below", u"example.com"_qs, u"GET http://a.example.com/"_qs, u"not_listed"_qs);
    row("suffix trick", u"example.com"_qs, u"GET http://evilexample.com/"_qs, u"not_listed"_qs);
    row("prefix trick", u"example.com"_qs, u"GET http://example.com.evil.org/"_qs, u"not_listed"_qs);
    row("below", u"*.example.com"_qs, u"GET http://a.example.com/"_qs, u"listed"_qs);
    row("far below", u"*.example.com"_qs, u"GET http://a.b.example.com/"_qs, u"listed"_qs);
    row("not the apex", u"*.example.com"_qs, u"GET http://example.com/"_qs, u"not_listed"_qs);
    row("suffix trick below", u"*.example.com"_qs, u"GET http://evilexample.com/"_qs, u"not_listed"_qs);
    row("IDN", u"bücher.example"_qs, u"GET http://xn--bcher-kva.example/"_qs, u"listed"_qs);
    row("scheme", u"https://example.com"_qs, u"GET http://example.com/"_qs, u"scheme_not_listed"_qs);
    row("tunnel to http", u"http://example.com"_qs, u"CONNECT example.com:443"_qs, u"scheme_not_listed"_qs);
    row("other port", u"example.com"_qs, u"GET http://example.com:8080/"_qs, u"port_not_listed"_qs);
    row("http at 443", u"example.com"_qs, u"GET http://example.com:443/"_qs, u"port_not_listed"_qs);
    row("tunnel to 80", u"example.com"_qs, u"CONNECT example.com:80"_qs, u"port_not_listed"_qs);
    row("tunnel to ssh", u"example.com"_qs, u"CONNECT example.com:22"_qs, u"port_not_listed"_qs);
    row("listed port", u"example.com:8080"_qs, u"GET http://example.com:8080/"_qs, u"listed"_qs);
    row("only the listed port", u"example.com:8080"_qs, u"GET http://example.com/"_qs, u"port_not_listed"_qs);
    row("address", u"203.0.113.7"_qs, u"GET http://203.0.113.7/"_qs, u"listed"_qs);
    row("IPv6", u"[2001:db8::1]"_qs, u"GET http://[2001:db8::1]/"_qs, u"listed"_qs);
    row("private address", u"example.com"_qs, u"GET http://10.0.0.1/"_qs, u"private_address"_qs);
    row("other private address", u"10.0.0.1"_qs, u"CONNECT [::1]:443"_qs, u"private_address"_qs);
    row("TRACE", u"example.com"_qs, u"TRACE http://example.com/"_qs, u"method_never"_qs);
    row("trace", u"example.com"_qs, u"trace http://example.com/"_qs, u"method_never"_qs);
    row("connect", u"example.com"_qs, u"connect http://example.com/"_qs, u"method_never"_qs);
}

void AllowListTest::decidesByTarget()
{
    QFETCH(QString, target);
    QFETCH(QString, asked);
    QFETCH(QString, reason);
    QCOMPARE(reasonOf(listOf({target}), asked), reason);
}

void AllowListTest::staysBelowAPathPrefix_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("allowed");
    for (const char *path :
         {"/v1", "/v1/", "/v1/x", "/v1?a=/../b", "/v1/x?y", "/v1/x;p=1", "/v1/a%20b", "/v1/a.b/..c"})
        QTest::newRow(path) << QString::fromLatin1(path) << true;
    for (const char *path : {"/", "/v", "/v10", "/V1", "/v1%2f..%2fadmin", "/v1/../admin", "/v1/..",
                             "/v1/./x", "/v1/%2e%2e/admin", "/v1/%2E./admin", "/v1/..;/admin",
                             "/v1/..%3b/admin", "/v1//x", "/v1/%252e%252e/admin", "/v1/x\\..\\admin",
                             "/v1/%5c..%5cadmin", "/v1/%00", "//v1", "/v1/%25252525252e%25252525252e/"})
        QTest::newRow(path) << QString::fromLatin1(path) << false;
}

void AllowListTest::staysBelowAPathPrefix()
{
    QFETCH(QString, path);
    QFETCH(bool, allowed);
    RequestTarget target = request(u"GET https://api.example.com/"_qs);
    target.path = path;
    const Decision decision = listOf({u"https://api.example.com/v1"_qs}).decide(target);
    QCOMPARE(toString(decision.reason), allowed ? u"listed"_qs : u"path_not_listed"_qs);
}

void AllowListTest::decidesByMethod_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("GET") << u"GET"_qs << true;
    QTest::newRow("HEAD") << u"HEAD"_qs << true;
    QTest::newRow("POST") << u"POST"_qs << false;
    QTest::newRow("get") << u"get"_qs << false;
    QTest::newRow("unknown") << u"FROBNICATE"_qs << false;
}

void AllowListTest::decidesByMethod()
{
    QFETCH(QString, method);
    QFETCH(bool, allowed);
    const AllowList list = listOf(u"example.com"_qs, {u"get"_qs, u"HEAD"_qs});
    QCOMPARE(reasonOf(list, method + u" http://example.com/"_qs),
             allowed ? u"listed"_qs : u"method_not_listed"_qs);
}

void AllowListTest::looksIntoTlsOnlyWhereItHasTo()
{
    const RequestTarget connect = request(u"CONNECT example.com:443"_qs);
    QVERIFY(!listOf({u"example.com"_qs}).decide(connect).intercept);
    QVERIFY(listOf({u"example.com/v1"_qs}).decide(connect).intercept);
    QVERIFY(listOf(u"example.com"_qs, {u"GET"_qs}).decide(connect).intercept);
    const Decision both =
        listOf({u"example.com/v1"_qs, u"*.com.example"_qs, u"example.com"_qs}).decide(connect);
    QVERIFY(both.isAllowed());
    QVERIFY(!both.intercept);
}

void AllowListTest::saysTheMostHelpfulReason()
{
    const AllowList list = listOf({u"other.org"_qs, u"https://example.com"_qs, u"example.com:81"_qs})
                               .with(parseAllowEntry(u"example.com"_qs, QStringList{u"GET"_qs}).value());
    const Decision decision = list.decide(request(u"POST http://example.com/x"_qs));
    QCOMPARE(toString(decision.reason), u"method_not_listed"_qs);
    QCOMPARE(decision.sentence, u"POST is not listed for example.com, only GET."_qs);
}

void AllowListTest::cleansMethods()
{
    QCOMPARE(parseMethods({u"post"_qs, u" GET "_qs, u"Post"_qs}).value(),
             (QStringList{u"GET"_qs, u"POST"_qs}));
}

void AllowListTest::refusesMethods_data()
{
    QTest::addColumn<QStringList>("methods");
    QTest::newRow("none") << QStringList{};
    QTest::newRow("empty") << QStringList{QString()};
    QTest::newRow("two in one") << QStringList{u"GET,POST"_qs};
    QTest::newRow("star") << QStringList{u"é"_qs};
    QTest::newRow("CONNECT") << QStringList{u"GET"_qs, u"connect"_qs};
    QTest::newRow("TRACE") << QStringList{u"TRACE"_qs};
}

void AllowListTest::refusesMethods()
{
    QFETCH(QStringList, methods);
    QVERIFY(!parseMethods(methods));
    QVERIFY(!parseAllowEntry(u"example.com"_qs, methods));
}

void AllowListTest::readsRulesOfACommandLine()
{
    QCOMPARE(parseAllowRule(u"pypi.org"_qs).value(), parseAllowEntry(u"pypi.org"_qs).value());
    QCOMPARE(parseAllowRule(u"https://pypi.org/simple=get,HEAD"_qs).value(),
             parseAllowEntry(u"https://pypi.org/simple"_qs, QStringList{u"GET"_qs, u"HEAD"_qs}).value());
    QVERIFY(!parseAllowRule(u"pypi.org="_qs));
    QVERIFY(!parseAllowRule(u"=GET"_qs));
    QVERIFY(!parseAllowRule(u"pypi.org=GET,"_qs));
}

void AllowListTest::namesTheEntryThatIsWrong()
{
    const QJsonArray good{u"a.example"_qs, QJsonObject{{u"target"_qs, u"b.example"_qs}}};
    QCOMPARE(AllowList::fromJson(good).value().toJson(), (QJsonArray{u"a.example"_qs, u"b.example"_qs}));
    const auto bad = AllowList::fromJson({u"a.example"_qs, u"*"_qs});
    QVERIFY(!bad);
    QVERIFY(bad.error().message.startsWith(u"/1: "));
}

void AllowListTest::readsAndWritesJson()
{
    const QJsonValue plain(u"*.example.com"_qs);
    QCOMPARE(AllowEntry::fromJson(plain).value().toJson(), plain);
    const QJsonValue full(QJsonObject{{u"target"_qs, u"https://example.com/v1"_qs},
                                      {u"methods"_qs, QJsonArray{u"GET"_qs, u"POST"_qs}}});
    QCOMPARE(AllowEntry::fromJson(full).value().toJson(), full);
}

void AllowListTest::refusesOtherJson_data()
{
    QTest::addColumn<QJsonValue>("json");
    QTest::newRow("number") << QJsonValue(1);
    QTest::newRow("nothing") << QJsonValue();
    QTest::newRow("no target") << QJsonValue(QJsonObject{{u"methods"_qs, QJsonArray{u"GET"_qs}}});
    QTest::newRow("methods as text") << QJsonValue(
        QJsonObject{{u"target"_qs, u"a.example"_qs}, {u"methods"_qs, u"GET"_qs}});
    QTest::newRow("empty methods") << QJsonValue(
        QJsonObject{{u"target"_qs, u"a.example"_qs}, {u"methods"_qs, QJsonArray()}});
    QTest::newRow("method of no text")
        << QJsonValue(QJsonObject{{u"target"_qs, u"a.example"_qs}, {u"methods"_qs, QJsonArray{1}}});
}

void AllowListTest::refusesOtherJson()
{
    QFETCH(QJsonValue, json);
    QVERIFY(!AllowEntry::fromJson(json));
}

void AllowListTest::makesARuleFromADenial_data()
{
    QTest::addColumn<QStringList>("listed");
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("rule");
    QTest::newRow("host") << QStringList{} << u"CONNECT pypi.org:443"_qs << u"https://pypi.org"_qs;
    QTest::newRow("port") << QStringList{u"a.example"_qs} << u"GET http://a.example:81/x"_qs
                          << u"http://a.example:81"_qs;
    QTest::newRow("scheme") << QStringList{u"https://a.example"_qs} << u"GET http://a.example/x"_qs
                            << u"http://a.example"_qs;
    QTest::newRow("path") << QStringList{u"a.example/v1"_qs} << u"GET http://a.example/v2/x?key=1"_qs
                          << u"http://a.example/v2/x"_qs;
    QTest::newRow("private address") << QStringList{} << u"GET http://10.0.0.1/"_qs << u"http://10.0.0.1"_qs;
    QTest::newRow("address") << QStringList{} << u"GET http://[2606:4700::1]:81/"_qs
                             << u"http://[2606:4700::1]:81"_qs;
}

void AllowListTest::makesARuleFromADenial()
{
    QFETCH(QStringList, listed);
    QFETCH(QString, asked);
    QFETCH(QString, rule);
    const AllowList list = listOf(listed);
    const RequestTarget target = request(asked);
    const auto entry = ruleFor(target, list.decide(target));
    QVERIFY(entry.has_value());
    QCOMPARE(entry->target.toString(), rule);
    QVERIFY(list.with(*entry).decide(target).isAllowed());
}

void AllowListTest::makesNoRuleWhereNoneWouldHelp()
{
    const AllowList list = listOf({u"a.example/v1"_qs});
    const RequestTarget dots = request(u"GET http://a.example/v1/%2e%2e/x"_qs);
    QVERIFY(!ruleFor(dots, list.decide(dots)));
    const RequestTarget trace = request(u"TRACE http://a.example/v1"_qs);
    QVERIFY(!ruleFor(trace, list.decide(trace)));
    RequestRecord record;
    record.target = request(u"CONNECT a.example:443"_qs);
    record.reason = ReasonCode::SniMismatch;
    QVERIFY(!ruleFor(record));
    record.reason = ReasonCode::NotListed;
    QVERIFY(ruleFor(record));
    record.target = {};
    QVERIFY(!ruleFor(record));
}

void AllowListTest::mergesMethodsOfOneTarget()
{
    const AllowList list = listOf(u"a.example"_qs, {u"GET"_qs});
    const RequestTarget post = request(u"POST http://a.example/"_qs);
    const auto rule = ruleFor(post, list.decide(post));
    const AllowList wider = list.with(rule.value());
    QCOMPARE(wider.entries().size(), 1);
    QCOMPARE(wider.entries().first().methods, (QStringList{u"GET"_qs, u"POST"_qs}));
    QVERIFY(wider.decide(post).isAllowed());
    QCOMPARE(wider.with(parseAllowEntry(u"a.example"_qs).value()), listOf({u"a.example"_qs}));
}

void AllowListTest::hidesQueriesFromLogs()
{
    QCOMPARE(request(u"GET http://a.example/x?token=secret"_qs).displayUrl(), u"http://a.example/x?…"_qs);
    QCOMPARE(request(u"GET https://a.example:444/x"_qs).displayUrl(), u"https://a.example:444/x"_qs);
    QCOMPARE(request(u"CONNECT a.example:443"_qs).displayUrl(), u"a.example:443"_qs);
}

void AllowListTest::listsPrivateAddressesOnlyLiterally()
{
    const RequestTarget target = request(u"GET http://intranet.example/"_qs);
    const QHostAddress address(u"10.0.0.5"_qs);
    QVERIFY(!listOf({u"intranet.example"_qs}).listsAddress(address, target));
    QVERIFY(listOf({u"intranet.example"_qs, u"10.0.0.5"_qs}).listsAddress(address, target));
    QVERIFY(!listOf({u"10.0.0.5:81"_qs}).listsAddress(address, target));
    QVERIFY(!listOf(u"10.0.0.5"_qs, {u"POST"_qs}).listsAddress(address, target));
    const Decision denial{ReasonCode::PrivateAddress, {}, std::nullopt, false};
    QCOMPARE(ruleFor(target, denial, address).value().target.toString(), u"http://10.0.0.5"_qs);
}

void AllowListTest::classifiesAddresses_data()
{
    QTest::addColumn<AddressClass>("kind");
    const auto rows = [](AddressClass kind, std::initializer_list<const char *> addresses) {
        for (const char *address : addresses)
            QTest::newRow(address) << kind;
    };
    rows(AddressClass::Public, {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
                                "172.15.255.255", "172.32.0.0", "192.167.255.255", "223.255.255.255",
                                "2606:4700::1111", "2a00::1", "2001:200::1", "3ffe:ffff::1"});
    rows(AddressClass::Loopback, {"127.0.0.1", "127.255.255.254", "::1"});
    rows(AddressClass::Private, {"10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1",
                                 "fc00::1", "fd12:3456::1", "fec0::1"});
    rows(AddressClass::LinkLocal, {"169.254.0.1", "169.254.255.255", "fe80::1", "febf::1"});
    rows(AddressClass::Metadata,
         {"169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "fd00:ec2::254"});
    rows(AddressClass::SharedNat, {"100.64.0.1", "100.127.255.255"});
    rows(AddressClass::Multicast, {"224.0.0.1", "239.255.255.255", "ff02::1"});
    rows(AddressClass::Reserved,
         {"0.0.0.0", "0.1.2.3", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
          "240.0.0.1", "255.255.255.255", "::", "::7f00:1", "100::1", "2001:db8::1", "2001:10::1", "3fff::1",
          "4000::1", "5f00::1"});
    rows(AddressClass::V4Mapped, {"::ffff:1.1.1.1", "::ffff:127.0.0.1"});
    rows(AddressClass::SixToFour, {"2002:7f00:1::", "192.88.99.1"});
    rows(AddressClass::Teredo, {"2001::1", "2001:0:1234::"});
    rows(AddressClass::Nat64, {"64:ff9b::7f00:1", "64:ff9b:1::1"});
}

void AllowListTest::classifiesAddresses()
{
    QFETCH(AddressClass, kind);
    QCOMPARE(classOf(QHostAddress(QString::fromLatin1(QTest::currentDataTag()))), kind);
}

void AllowListTest::hasAStableWordForEachReason()
{
    for (int i = 0; i <= static_cast<int>(ReasonCode::ClientClosed); ++i) {
        const auto code = static_cast<ReasonCode>(i);
        QVERIFY(reasonCodeFromString(toString(code)).value() == code);
    }
    QVERIFY(!reasonCodeFromString(u"because"));
}

QTEST_APPLESS_MAIN(AllowListTest)
#include "allow_list_test.moc"
