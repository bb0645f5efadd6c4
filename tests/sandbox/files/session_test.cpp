#include "shared_fixture.h"

using namespace glasshouse::sandbox;

// The conversation: requests however they are cut, and what ends it.
class SessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesOnAVersionAndASize_data();
    void agreesOnAVersionAndASize();
    void offersNoOtherVersion();
    void answersTheSameHoweverTheStreamIsCut_data();
    void answersTheSameHoweverTheStreamIsCut();
    void answersManyRequestsInOneBatch();
    void answersSoManyRequestsAtOnceAndNoMore();
    void leavesRequestsForTheNextBatchWhenOneIsFull();
    void answersAFlushAfterWhatItWouldGiveUp();
    void keepsTheTagOfARequest();
    void startsAnewWithANewVersion();
    void endsWithASentence_data();
    void endsWithASentence();
    void endsAtAFidUsedTwice();
    void repliesToWhatCameBeforeAViolation();
    void staysSilentAfterAViolation();
    void reportsAnUnknownFid_data();
    void reportsAnUnknownFid();
    void refusesMoreFidsThanItKeeps();
    void refusesMoreOpenFilesThanItKeeps();
    void attachesOnlyTheRoot();
    void stopsBetweenTwoRequests();
};

namespace {

QByteArray conversation()
{
    QByteArray bytes = Request(p9::Type::Version).u32(8192).text("9P2000.L").bytes();
    bytes += Request(p9::Type::Attach).u32(0).u32(p9::noFid).text("").text("").u32(1000).bytes();
    bytes += Request(p9::Type::Walk).u32(0).u32(1).u16(1).text("file").bytes();
    bytes += Request(p9::Type::Open).u32(1).u32(2).bytes();
    bytes += Request(p9::Type::Write).u32(1).u64(0).data(std::string(3000, 'x')).bytes();
    bytes += Request(p9::Type::Read).u32(1).u64(10).u32(2000).bytes();
    bytes += Request(p9::Type::Clunk).u32(1).bytes();
    bytes += Request(p9::Type::Clunk).u32(1).bytes();
    return bytes;
}

QByteArray answersTo(P9Session &session, const QByteArray &bytes, qsizetype piece)
{
    QByteArray replies;
    for (qsizetype at = 0; at < bytes.size(); at += piece)
        replies += session.receive(bytes.mid(at, piece));
    return replies;
}

QByteArray withSize(std::uint32_t size)
{
    QByteArray bytes = Request(p9::Type::Clunk).u32(0).bytes();
    qToLittleEndian(size, bytes.data());
    return bytes;
}

} // namespace

void SessionTest::agreesOnAVersionAndASize_data()
{
    QTest::addColumn<quint32>("asked");
    QTest::addColumn<quint32>("agreed");
    QTest::newRow("small") << 4096U << 4096U;
    QTest::newRow("usual") << 131096U << 131096U;
    QTest::newRow("too large") << 0xffffffffU << RequestHandler::maxMessage;
}

void SessionTest::agreesOnAVersionAndASize()
{
    QFETCH(quint32, asked);
    QFETCH(quint32, agreed);
    SharedFixture shared;
    Answer answer = shared.client().call(Request(p9::Type::Version).u32(asked).text("9P2000.L"));
    QCOMPARE(answer.u32(), agreed);
    QCOMPARE(answer.text(), std::string("9P2000.L"));
}

void SessionTest::offersNoOtherVersion()
{
    SharedFixture shared;
    Answer answer = shared.client().call(Request(p9::Type::Version).u32(8192).text("9P2000.u"));
    QCOMPARE(answer.u32(), 8192U);
    QCOMPARE(answer.text(), std::string("unknown"));
    QVERIFY(shared.session().receive(Request(p9::Type::Clunk).u32(0).bytes()).isEmpty());
    QVERIFY(shared.session().violation());
}

void SessionTest::answersTheSameHoweverTheStreamIsCut_data()
{
    QTest::addColumn<int>("piece");
    for (const int piece : {1, 2, 3, 7, 64, 1000, 4096})
        QTest::addRow("%d bytes", piece) << piece;
}

void SessionTest::answersTheSameHoweverTheStreamIsCut()
{
    QFETCH(int, piece);
    SharedFixture whole;
    whole.put(QStringLiteral("file"), {});
    SharedFixture cut;
    cut.put(QStringLiteral("file"), {});
    const auto expected = answersIn(whole.session().receive(conversation()));
    const auto found = answersIn(answersTo(cut.session(), conversation(), piece));
    QCOMPARE(expected.size(), std::size_t(8));
    QCOMPARE(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        QCOMPARE(found[i].type(), expected[i].type());
    QCOMPARE(cut.content(QStringLiteral("file")), QByteArray(3000, 'x'));
    QVERIFY(!cut.session().violation());
}

void SessionTest::answersManyRequestsInOneBatch()
{
    SharedFixture shared;
    QByteArray requests;
    for (int i = 0; i < 100; ++i)
        requests += Request(p9::Type::GetAttributes).u32(0).u64(0x7ff).bytes();
    QCOMPARE(answersIn(shared.session().receive(requests)).size(), std::size_t(100));
    QVERIFY(!shared.session().isWaiting());
}

void SessionTest::answersSoManyRequestsAtOnceAndNoMore()
{
    SharedFixture shared;
    QByteArray requests;
    for (int i = 0; i < P9Session::batchRequests + 1; ++i)
        requests += Request(p9::Type::GetAttributes).u32(0).u64(0x7ff).bytes();
    QCOMPARE(answersIn(shared.session().receive(requests)).size(), std::size_t(P9Session::batchRequests));
    QVERIFY(shared.session().isWaiting());
    QCOMPARE(answersIn(shared.session().receive({})).size(), std::size_t(1));
    QVERIFY(!shared.session().isWaiting());
}

void SessionTest::leavesRequestsForTheNextBatchWhenOneIsFull()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), QByteArray(1 << 20, 'x'));
    QCOMPARE(shared.client().connect(RequestHandler::maxMessage), 0U);
    QCOMPARE(shared.client().openPath("file", 1, 0), 0U);
    QByteArray flood;
    for (int i = 0; i < 1000; ++i)
        flood += Request(p9::Type::Read).u32(1).u64(0).u32(1 << 20).bytes();
    std::size_t answered = 0;
    for (QByteArray requests = flood; answered == 0 || shared.session().isWaiting(); requests.clear()) {
        const QByteArray replies = shared.session().receive(requests);
        QVERIFY(replies.size() < P9Session::batchBytes + qsizetype(RequestHandler::maxMessage));
        answered += answersIn(replies).size();
    }
    QCOMPARE(answered, std::size_t(1000));
}

void SessionTest::answersAFlushAfterWhatItWouldGiveUp()
{
    SharedFixture shared;
    QByteArray requests = Request(p9::Type::GetAttributes).u32(0).u64(0x7ff).bytes();
    requests += Request(p9::Type::Flush).u16(1).bytes();
    const auto answers = answersIn(shared.session().receive(requests));
    QCOMPARE(answers.size(), std::size_t(2));
    QCOMPARE(answers[0].type(), std::uint8_t(25));
    QCOMPARE(answers[1].type(), std::uint8_t(109));
}

void SessionTest::keepsTheTagOfARequest()
{
    SharedFixture shared;
    QByteArray request = Request(p9::Type::Clunk).u32(77).bytes();
    qToLittleEndian(std::uint16_t(0xabcd), request.data() + 5);
    QCOMPARE(answersIn(shared.session().receive(request)).front().tag(), std::uint16_t(0xabcd));
}

void SessionTest::startsAnewWithANewVersion()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "x");
    QCOMPARE(shared.client().openPath("file", 5, 0), 0U);
    QCOMPARE(shared.client().connect(), 0U);
    QCOMPARE(shared.client().clunk(5), number(Errno::BadFid));
}

void SessionTest::endsWithASentence_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("size of a header alone") << withSize(6);
    QTest::newRow("size zero") << withSize(0);
    QTest::newRow("larger than agreed") << withSize(P9Client::messageSize + 1);
    QTest::newRow("4 GiB") << withSize(0xffffffff);
    QTest::newRow("cut short") << withSize(9).first(9);
    QTest::newRow("longer than its fields") << Request(p9::Type::Clunk).u32(0).u8(0).bytes();
    QTest::newRow("name longer than the request")
        << Request(p9::Type::Walk).u32(0).u32(1).u16(1).u16(0xffff).u8('x').bytes();
    QTest::newRow("data longer than the request")
        << Request(p9::Type::Write).u32(0).u64(0).u32(0xffffffff).bytes();
    QTest::newRow("17 names") << Request(p9::Type::Walk).u32(0).u32(1).u16(17).bytes();
    QTest::newRow("unknown type") << Request(std::uint8_t(200)).bytes();
    QTest::newRow("a reply") << Request(std::uint8_t(117)).u32(0).bytes();
    QTest::newRow("type of another version") << Request(std::uint8_t(124)).u32(0).bytes();
    QTest::newRow("messages too small to answer")
        << Request(p9::Type::Version).u32(4095).text("9P2000.L").bytes();
}

void SessionTest::endsWithASentence()
{
    QFETCH(QByteArray, bytes);
    SharedFixture shared;
    QVERIFY(shared.session().receive(bytes).isEmpty());
    QVERIFY(shared.session().violation());
    QVERIFY(shared.session().violation()->endsWith(u'.'));
}

void SessionTest::endsAtAFidUsedTwice()
{
    SharedFixture walked;
    QCOMPARE(walked.client().walk(0, 1, {}), 0U);
    QVERIFY(walked.session().receive(Request(p9::Type::Walk).u32(0).u32(1).u16(0).bytes()).isEmpty());
    QVERIFY(walked.session().violation());

    SharedFixture attached;
    const auto again = Request(p9::Type::Attach).u32(0).u32(p9::noFid).text("").text("").u32(0);
    QVERIFY(attached.session().receive(again.bytes()).isEmpty());
    QVERIFY(attached.session().violation());
}

void SessionTest::repliesToWhatCameBeforeAViolation()
{
    SharedFixture shared;
    const QByteArray replies =
        shared.session().receive(Request(p9::Type::GetAttributes).u32(0).u64(0x7ff).bytes() + withSize(0));
    QCOMPARE(answersIn(replies).size(), std::size_t(1));
    QVERIFY(shared.session().violation());
}

void SessionTest::staysSilentAfterAViolation()
{
    SharedFixture shared;
    (void)shared.session().receive(withSize(0));
    QVERIFY(shared.session().receive(Request(p9::Type::GetAttributes).u32(0).u64(0x7ff).bytes()).isEmpty());
    QVERIFY(shared.session().receive(QByteArray(1 << 20, '\0')).isEmpty());
    QVERIFY(!shared.session().isWaiting());
}

void SessionTest::reportsAnUnknownFid_data()
{
    QTest::addColumn<QByteArray>("request");
    constexpr std::uint32_t fid = 99;
    QTest::newRow("walk") << Request(p9::Type::Walk).u32(fid).u32(1).u16(0).bytes();
    QTest::newRow("clunk") << Request(p9::Type::Clunk).u32(fid).bytes();
    QTest::newRow("open") << Request(p9::Type::Open).u32(fid).u32(0).bytes();
    QTest::newRow("create") << Request(p9::Type::Create).u32(fid).text("a").u32(0).u32(0).u32(0).bytes();
    QTest::newRow("read") << Request(p9::Type::Read).u32(fid).u64(0).u32(1).bytes();
    QTest::newRow("write") << Request(p9::Type::Write).u32(fid).u64(0).data("x").bytes();
    QTest::newRow("read folder") << Request(p9::Type::ReadFolder).u32(fid).u64(0).u32(100).bytes();
    QTest::newRow("sync") << Request(p9::Type::Sync).u32(fid).u32(0).bytes();
    QTest::newRow("stat") << Request(p9::Type::GetAttributes).u32(fid).u64(0).bytes();
    QTest::newRow("space") << Request(p9::Type::StatFs).u32(fid).bytes();
    QTest::newRow("make folder") << Request(p9::Type::MakeFolder).u32(fid).text("a").u32(0).u32(0).bytes();
    QTest::newRow("remove") << Request(p9::Type::Remove).u32(fid).bytes();
    QTest::newRow("unlink") << Request(p9::Type::UnlinkAt).u32(fid).text("a").u32(0).bytes();
    QTest::newRow("rename") << Request(p9::Type::Rename).u32(fid).u32(0).text("a").bytes();
    QTest::newRow("rename at") << Request(p9::Type::RenameAt).u32(fid).text("a").u32(0).text("b").bytes();
    QTest::newRow("link") << Request(p9::Type::ReadLink).u32(fid).bytes();
}

void SessionTest::reportsAnUnknownFid()
{
    QFETCH(QByteArray, request);
    SharedFixture shared;
    auto answers = answersIn(shared.session().receive(request));
    QCOMPARE(answers.size(), std::size_t(1));
    QCOMPARE(answers[0].error(), number(Errno::BadFid));
}

void SessionTest::refusesMoreFidsThanItKeeps()
{
    SharedFixture shared;
    std::uint32_t fid = 1;
    while (fid < FidTable::maxFids)
        QCOMPARE(shared.client().walk(0, fid++, {}), 0U);
    QCOMPARE(shared.client().walk(0, fid, {}), number(Errno::TooManyFiles));
    QCOMPARE(shared.client().clunk(1), 0U);
    QCOMPARE(shared.client().walk(0, fid, {}), 0U);
}

void SessionTest::refusesMoreOpenFilesThanItKeeps()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "x");
    for (std::uint32_t fid = 1; fid <= FidTable::maxOpen; ++fid)
        QCOMPARE(shared.client().openPath(fid % 2 ? "file" : "", fid, 0), 0U);
    QCOMPARE(shared.client().openPath("file", 1000, 0), number(Errno::TooManyFiles));
    QCOMPARE(shared.client().clunk(1), 0U);
    QCOMPARE(shared.client().openPath("file", 1000, 0), 0U);
}

void SessionTest::attachesOnlyTheRoot()
{
    SharedFixture shared;
    const auto attach = [&](const char *folder, std::uint32_t authentication) {
        return shared.client()
            .call(Request(p9::Type::Attach).u32(9).u32(authentication).text("").text(folder).u32(0))
            .error();
    };
    QCOMPARE(attach("/etc", p9::noFid), number(Errno::NoEntry));
    QCOMPARE(attach("..", p9::noFid), number(Errno::NoEntry));
    QCOMPARE(attach("", 5), number(Errno::NotSupported));
    QCOMPARE(attach("/", p9::noFid), 0U);
}

void SessionTest::stopsBetweenTwoRequests()
{
    const QTemporaryDir folder;
    const glasshouse::SystemClock clock;
    std::stop_source stop;
    const auto stopAtOnce = [&](const FileAccess &) { stop.request_stop(); };
    P9Session session(HostTree::open(folder.path().toStdString()).value(),
                      {true, {}, &clock, stopAtOnce, stop.get_token()});
    QCOMPARE(P9Client(session).connect(), 0U);
    const auto make = [](const char *name) {
        return Request(p9::Type::MakeFolder).u32(0).text(name).u32(0755).u32(0).bytes();
    };
    QCOMPARE(answersIn(session.receive(make("a") + make("b") + make("c"))).size(), std::size_t(1));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot),
             QStringList{QStringLiteral("a")});
}

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
