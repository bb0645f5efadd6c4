#include "gateway_fixture.h"
#include "sandbox/gateway/permission_desk.h"
#include "test_server.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

namespace {

const QString web = QStringLiteral("1.2.3.4"); // looks public, leads to loopback

QByteArray get(const QByteArray &url, const QByteArray &host)
{
    return "GET " + url + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
}

GatewayLimits limitsFor(int askMs)
{
    GatewayLimits limits;
    limits.askMs = askMs;
    return limits;
}

// A gateway that asks, and what it asked.
struct AskingFixture : GatewayFixture
{
    explicit AskingFixture(const QStringList &allowed = {}, int askMs = 60'000)
        : GatewayFixture(allowed, limitsFor(askMs))
    {
        gateway->setMode(Mode::Ask);
        QObject::connect(gateway.get(), &Gateway::permissionRequested, gateway.get(),
                         [this](const PermissionRequest &request) { questions << request; });
        QObject::connect(gateway.get(), &Gateway::permissionWithdrawn, gateway.get(),
                         [this](qint64 id) { withdrawn << id; });
        QObject::connect(gateway.get(), &Gateway::ruleAdded, gateway.get(),
                         [this](const AllowEntry &entry) { rules << entry; });
    }

    QVector<PermissionRequest> questions;
    QVector<qint64> withdrawn;
    QVector<AllowEntry> rules;
};

} // namespace

class PermissionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitsForAPersonBeforeALookup();
    void allowsOnceAndAsksAgain();
    void allowsAlwaysAndAddsTheRule();
    void deniesWhatAPersonDenies();
    void deniesWhenNobodyAnswers();
    void asksForATunnel();
    void asksForAMethodThatIsNotListed();
    void neverAsksForPrivateAddresses_data();
    void neverAsksForPrivateAddresses();
    void deniesAPrivateAnswerToANameThatWasAllowed();
    void neverAsksForBadRequests();
    void goesOnWhenTheRuleIsAddedMeanwhile();
    void withdrawsTheQuestionOfAGuestThatIsGone();
    void withdrawsTheQuestionOfAGuestThatClosed();
    void takesAnAnswerThatIsGivenAtOnce();
    void ignoresAnswersToOtherQuestions();
    void deniesWithoutAskingWhatIsTooMuchForAPerson();
    void keepsWhatWasAllowedOnceWhenRulesChange();
};

void PermissionTest::waitsForAPersonBeforeALookup()
{
    AskingFixture fixture;
    Guest guest(*fixture.gateway);
    guest.send(get("http://example.com/a?b", "example.com"));
    QTRY_COMPARE(fixture.questions.size(), 1);
    const PermissionRequest &question = fixture.questions.first();
    QCOMPARE(question.target.method, u"GET"_qs);
    QCOMPARE(question.target.displayUrl(), u"http://example.com/a?…"_qs);
    QCOMPARE(toString(question.denial.reason), u"not_listed"_qs);
    QCOMPARE(question.rule().value().target.toString(), u"http://example.com"_qs);
    QVERIFY(fixture.resolver->lookups.isEmpty());
    QVERIFY(guest.received.isEmpty());
    QVERIFY(fixture.decided.isEmpty());
}

void PermissionTest::allowsOnceAndAsksAgain()
{
    TestServer server;
    AskingFixture fixture;
    fixture.host(u"example.com"_qs, web, 80, server);
    for (int i = 1; i <= 2; ++i) {
        Guest guest(*fixture.gateway);
        guest.send(get("http://example.com/", "example.com"));
        QTRY_COMPARE(fixture.questions.size(), i);
        fixture.gateway->answer(fixture.questions.last().id, Permission::AllowOnce);
        QVERIFY(guest.waitForEnd());
        QVERIFY(guest.received.endsWith("hello"));
        QCOMPARE(fixture.lastDecision(), u"allowed_once"_qs);
    }
    QVERIFY(fixture.rules.isEmpty());
    QVERIFY(fixture.gateway->settings().allowList.entries().isEmpty());
}

void PermissionTest::allowsAlwaysAndAddsTheRule()
{
    TestServer server;
    AskingFixture fixture;
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway);
    guest.send(get("http://example.com/", "example.com"));
    QTRY_COMPARE(fixture.questions.size(), 1);
    fixture.gateway->answer(fixture.questions.first().id, Permission::AllowAlways);
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.endsWith("hello"));
    QCOMPARE(fixture.lastDecision(), u"allowed_always"_qs);
    QCOMPARE(fixture.rules.size(), 1);
    QCOMPARE(fixture.rules.first().target.toString(), u"http://example.com"_qs);
    QVERIFY(fixture.ask(get("http://example.com/b", "example.com")).endsWith("hello"));
    QCOMPARE(fixture.lastDecision(), u"listed"_qs);
    QCOMPARE(fixture.questions.size(), 1);
}

void PermissionTest::deniesWhatAPersonDenies()
{
    AskingFixture fixture;
    Guest guest(*fixture.gateway);
    guest.send(get("http://example.com/", "example.com"));
    QTRY_COMPARE(fixture.questions.size(), 1);
    fixture.gateway->answer(fixture.questions.first().id, Permission::Deny);
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"denied_by_person"_qs);
    QCOMPARE(ruleFor(fixture.decided.last()).value().target.toString(), u"http://example.com"_qs);
}

void PermissionTest::deniesWhenNobodyAnswers()
{
    AskingFixture fixture({}, 100);
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"permission_timeout"_qs);
    QCOMPARE(fixture.withdrawn, QVector<qint64>{fixture.questions.first().id});
}

void PermissionTest::asksForATunnel()
{
    TestServer server;
    AskingFixture fixture;
    fixture.host(u"example.com"_qs, web, 443, server);
    Guest guest(*fixture.gateway);
    guest.send("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n");
    QTRY_COMPARE(fixture.questions.size(), 1);
    QCOMPARE(fixture.questions.first().target.displayUrl(), u"example.com:443"_qs);
    QCOMPARE(fixture.questions.first().rule().value().target.toString(), u"https://example.com"_qs);
    fixture.gateway->answer(fixture.questions.first().id, Permission::AllowOnce);
    QVERIFY(guest.waitFor("HTTP/1.1 200 Connection established\r\n"));
    QCOMPARE(fixture.dialer->dialled, QStringList{u"1.2.3.4 443"_qs});
}

void PermissionTest::asksForAMethodThatIsNotListed()
{
    TestServer server;
    AskingFixture fixture({u"example.com=POST"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway);
    guest.send(get("http://example.com/", "example.com"));
    QTRY_COMPARE(fixture.questions.size(), 1);
    fixture.gateway->answer(fixture.questions.first().id, Permission::AllowAlways);
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.endsWith("hello"));
    QCOMPARE(fixture.gateway->settings().allowList, GatewayFixture::listOf({u"example.com=GET,POST"_qs}));
}

void PermissionTest::neverAsksForPrivateAddresses_data()
{
    QTest::addColumn<QByteArray>("host");
    for (const char *host : {"127.0.0.1", "10.0.0.1:8080", "169.254.169.254", "[::1]", "[fd00:ec2::254]"})
        QTest::newRow(host) << QByteArray(host);
}

void PermissionTest::neverAsksForPrivateAddresses()
{
    QFETCH(QByteArray, host);
    AskingFixture fixture({u"10.0.0.1"_qs});
    QVERIFY(fixture.ask(get("http://" + host + "/", host)).startsWith("HTTP/1.1 403 "));
    QVERIFY(fixture.questions.isEmpty());
    QCOMPARE(fixture.lastDecision(),
             host.startsWith("10.0.0.1") ? u"port_not_listed"_qs : u"private_address"_qs);
    QVERIFY(ruleFor(fixture.decided.last())); // but a person may write the rule
}

void PermissionTest::deniesAPrivateAnswerToANameThatWasAllowed()
{
    AskingFixture fixture;
    fixture.resolver->names[u"example.com"_qs] = {{u"127.0.0.1"_qs}};
    Guest guest(*fixture.gateway);
    guest.send(get("http://example.com/", "example.com"));
    QTRY_COMPARE(fixture.questions.size(), 1);
    fixture.gateway->answer(fixture.questions.first().id, Permission::AllowAlways);
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"private_address"_qs);
    QVERIFY(fixture.dialer->dialled.isEmpty());
}

void PermissionTest::neverAsksForBadRequests()
{
    AskingFixture fixture;
    QVERIFY(fixture.ask(get("http://user@example.com/", "example.com")).startsWith("HTTP/1.1 400 "));
    QVERIFY(fixture.ask("TRACE http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n")
                .startsWith("HTTP/1.1 403 "));
    QVERIFY(fixture.questions.isEmpty());
}

void PermissionTest::goesOnWhenTheRuleIsAddedMeanwhile()
{
    TestServer server;
    AskingFixture fixture;
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest one(*fixture.gateway);
    Guest other(*fixture.gateway);
    one.send(get("http://example.com/1", "example.com"));
    other.send(get("http://example.com/2", "example.com"));
    QTRY_COMPARE(fixture.questions.size(), 1);
    fixture.gateway->answer(fixture.questions.first().id, Permission::AllowAlways);
    QVERIFY(one.waitForEnd() && other.waitForEnd());
    QVERIFY(one.received.endsWith("hello"));
    QVERIFY(other.received.endsWith("hello"));
    QCOMPARE(fixture.questions.size(), 1); // the other needed none any more
    QVERIFY(fixture.withdrawn.isEmpty());
}

void PermissionTest::withdrawsTheQuestionOfAGuestThatIsGone()
{
    AskingFixture fixture;
    auto guest = std::make_unique<Guest>(*fixture.gateway);
    guest->send(get("http://example.com/", "example.com"));
    QTRY_COMPARE(fixture.questions.size(), 1);
    guest.reset();
    QCOMPARE(fixture.withdrawn, QVector<qint64>{fixture.questions.first().id});
    fixture.gateway->answer(fixture.questions.first().id, Permission::AllowAlways);
    QVERIFY(fixture.rules.isEmpty());
    QCOMPARE(fixture.lastOutcome(), u"client_closed"_qs);
}

void PermissionTest::withdrawsTheQuestionOfAGuestThatClosed()
{
    AskingFixture fixture;
    for (const QByteArray &request :
         {get("http://example.com/", "example.com"),
          QByteArray("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n")}) {
        fixture.questions.clear();
        Guest guest(*fixture.gateway);
        guest.send(request);
        QTRY_COMPARE(fixture.questions.size(), 1);
        guest.connection->closeInput();
        QVERIFY(guest.waitForEnd());
        QCOMPARE(fixture.withdrawn.last(), fixture.questions.first().id);
        QCOMPARE(fixture.lastOutcome(), u"client_closed"_qs);
        fixture.gateway->answer(fixture.questions.first().id, Permission::AllowOnce);
    }
    QVERIFY(fixture.resolver->lookups.isEmpty());
}

void PermissionTest::takesAnAnswerThatIsGivenAtOnce()
{
    TestServer server;
    AskingFixture fixture;
    fixture.host(u"example.com"_qs, web, 80, server);
    connect(fixture.gateway.get(), &Gateway::permissionRequested, fixture.gateway.get(),
            [&fixture](const PermissionRequest &request) {
                fixture.gateway->answer(request.id, Permission::AllowOnce);
            });
    QVERIFY(fixture.ask(get("http://example.com/", "example.com")).endsWith("hello"));
}

void PermissionTest::ignoresAnswersToOtherQuestions()
{
    AskingFixture fixture;
    Guest guest(*fixture.gateway);
    guest.send(get("http://example.com/", "example.com"));
    QTRY_COMPARE(fixture.questions.size(), 1);
    fixture.gateway->answer(fixture.questions.first().id + 1, Permission::AllowAlways);
    QVERIFY(fixture.rules.isEmpty());
    QVERIFY(fixture.decided.isEmpty());
    fixture.gateway->answer(fixture.questions.first().id, Permission::Deny);
    QVERIFY(guest.waitForEnd());
}

void PermissionTest::deniesWithoutAskingWhatIsTooMuchForAPerson()
{
    AskingFixture fixture;
    std::vector<std::unique_ptr<Guest>> guests;
    for (int i = 0; i < PermissionDesk::MostOpen; ++i) {
        const QByteArray host = "host" + QByteArray::number(i) + ".example";
        guests.push_back(std::make_unique<Guest>(*fixture.gateway));
        guests.back()->send(get("http://" + host + "/", host));
    }
    QTRY_COMPARE(fixture.questions.size(), PermissionDesk::MostOpen);
    QVERIFY(fixture.ask(get("http://one.more/", "one.more")).startsWith("HTTP/1.1 403 "));
    QCOMPARE(fixture.lastDecision(), u"too_many_questions"_qs);
    QCOMPARE(ruleFor(fixture.decided.last()).value().target.toString(), u"http://one.more"_qs);
    QCOMPARE(fixture.questions.size(), PermissionDesk::MostOpen);
}

void PermissionTest::keepsWhatWasAllowedOnceWhenRulesChange()
{
    TestServer server;
    server.answer = [](const QByteArray &) -> QByteArray {
        return "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst";
    };
    server.closes = false;
    AskingFixture fixture({u"other.example"_qs});
    fixture.host(u"example.com"_qs, web, 80, server);
    Guest guest(*fixture.gateway);
    guest.send(get("http://example.com/", "example.com"));
    QTRY_COMPARE(fixture.questions.size(), 1);
    fixture.gateway->answer(fixture.questions.first().id, Permission::AllowOnce);
    QVERIFY(guest.waitFor("first"));
    fixture.gateway->setAllowList(AllowList());
    server.sockets.first()->write("later");
    QVERIFY(guest.waitForEnd());
    QVERIFY(guest.received.endsWith("firstlater"));
}

QTEST_GUILESS_MAIN(PermissionTest)
#include "permission_test.moc"
