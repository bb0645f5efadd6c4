#include "sandbox/gateway/permission_desk.h"
#include "tests/fakes/fake_clock.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::gateway;

namespace {

RequestTarget get(const QString &host, const QString &path = QStringLiteral("/"))
{
    return {u"GET"_qs, Scheme::Http, parseTypedHost(host).value(), 80, path};
}

// A desk, and the ids of what it said.
struct Watched
{
    Watched()
    {
        QObject::connect(&desk, &PermissionDesk::requested, &desk,
                         [this](const PermissionRequest &request) { asked << request.id; });
        QObject::connect(&desk, &PermissionDesk::answered, &desk,
                         [this](qint64 id, Permission) { answered << id; });
        QObject::connect(&desk, &PermissionDesk::turnedAway, &desk, [this](qint64 id) { turnedAway << id; });
        QObject::connect(&desk, &PermissionDesk::withdrawn, &desk, [this](qint64 id) { withdrawn << id; });
    }

    [[nodiscard]] qint64 ask(const RequestTarget &target)
    {
        const qint64 id = desk.ask(target, {});
        QCoreApplication::processEvents();
        return id;
    }

    test::FakeClock clock;
    PermissionDesk desk{clock};
    QVector<qint64> asked, answered, turnedAway, withdrawn;
};

} // namespace

class PermissionDeskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksOneQuestionPerHost();
    void theNextOneHasItsTurnAfterAnAnswer_data();
    void theNextOneHasItsTurnAfterAnAnswer();
    void aDenialAnswersWhatWaitsToAskTheSame();
    void whatIsWithdrawnBeforeItsTurnIsNeverAsked();
    void turnsAwayWhatIsMoreThanAPersonSeesAtOnce();
    void turnsAwayAGuestThatGivesUpAndTriesAgain();
    void asksAgainAfterAMinute();
};

void PermissionDeskTest::asksOneQuestionPerHost()
{
    Watched watched;
    const qint64 first = watched.ask(get(u"a.example"_qs));
    std::ignore = watched.ask(get(u"a.example"_qs, u"/other"_qs));
    const qint64 other = watched.ask(get(u"b.example"_qs));
    QCOMPARE(watched.asked, QVector<qint64>({first, other}));
    QVERIFY(watched.turnedAway.isEmpty());
}

void PermissionDeskTest::theNextOneHasItsTurnAfterAnAnswer_data()
{
    QTest::addColumn<bool>("withdraws");
    QTest::newRow("answered") << false;
    QTest::newRow("withdrawn") << true;
}

void PermissionDeskTest::theNextOneHasItsTurnAfterAnAnswer()
{
    QFETCH(bool, withdraws);
    Watched watched;
    const qint64 first = watched.ask(get(u"a.example"_qs));
    const qint64 next = watched.ask(get(u"a.example"_qs, u"/other"_qs));
    if (withdraws)
        watched.desk.withdraw(first);
    else
        watched.desk.answer(first, Permission::AllowOnce);
    QTRY_COMPARE(watched.asked, QVector<qint64>({first, next}));
}

void PermissionDeskTest::aDenialAnswersWhatWaitsToAskTheSame()
{
    Watched watched;
    const qint64 first = watched.ask(get(u"a.example"_qs));
    const qint64 same = watched.ask(get(u"a.example"_qs));
    const qint64 other = watched.ask(get(u"a.example"_qs, u"/other"_qs));
    watched.desk.answer(first, Permission::Deny);
    QCOMPARE(watched.answered, QVector<qint64>({first, same}));
    QTRY_COMPARE(watched.asked, QVector<qint64>({first, other}));
}

void PermissionDeskTest::whatIsWithdrawnBeforeItsTurnIsNeverAsked()
{
    Watched watched;
    const qint64 first = watched.ask(get(u"a.example"_qs));
    const qint64 gone = watched.ask(get(u"a.example"_qs));
    watched.desk.withdraw(gone);
    watched.desk.answer(first, Permission::AllowOnce);
    QCoreApplication::processEvents();
    QCOMPARE(watched.asked, QVector<qint64>({first}));
    QVERIFY(watched.withdrawn.isEmpty());
}

void PermissionDeskTest::turnsAwayWhatIsMoreThanAPersonSeesAtOnce()
{
    Watched watched;
    for (int i = 0; i < PermissionDesk::MostOpen; ++i)
        std::ignore = watched.ask(get(u"host%1.example"_qs.arg(i)));
    const qint64 more = watched.ask(get(u"more.example"_qs));
    QCOMPARE(watched.asked.size(), PermissionDesk::MostOpen);
    QCOMPARE(watched.turnedAway, QVector<qint64>({more}));
    watched.desk.answer(watched.asked.first(), Permission::AllowOnce);
    QCOMPARE(watched.ask(get(u"more.example"_qs)), more + 1);
    QCOMPARE(watched.asked.last(), more + 1);
}

void PermissionDeskTest::turnsAwayAGuestThatGivesUpAndTriesAgain()
{
    Watched watched;
    for (int i = 0; i < 10 * PermissionDesk::MostPerMinute; ++i)
        watched.desk.withdraw(watched.ask(get(u"a.example"_qs)));
    QCOMPARE(watched.asked.size(), PermissionDesk::MostPerMinute);
    QCOMPARE(watched.turnedAway.size(), 9 * PermissionDesk::MostPerMinute);
}

void PermissionDeskTest::asksAgainAfterAMinute()
{
    Watched watched;
    for (int i = 0; i < PermissionDesk::MostPerMinute; ++i)
        watched.desk.withdraw(watched.ask(get(u"a.example"_qs)));
    watched.clock.advance(60'000);
    const qint64 later = watched.ask(get(u"a.example"_qs));
    QCOMPARE(watched.asked.last(), later);
    QVERIFY(watched.turnedAway.isEmpty());
}

QTEST_GUILESS_MAIN(PermissionDeskTest)
#include "permission_desk_test.moc"
