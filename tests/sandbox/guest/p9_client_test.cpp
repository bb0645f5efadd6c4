#include "sandbox/guest/p9_client.h"

#include "sandbox/guest/guest_error.h"

#include <QTest>

using namespace glasshouse::guest;

// Requests in order, and whom each reply is for.
class P9ClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestHasItsSizeTypeAndTag();
    void aVersionHasNoTag();
    void requestsGoOutTogetherAndAreHeardOnce();
    void tellsTheFirstErrorAndAllThatFailed();
    void anErrorIsOfItsRequestsAlone();
    void anErrorWithoutANumberIsOne();
    void toldRequestsGoBeforeTheNext();
    void manyToldRequestsDoNotWait();
    void anErrorOfWhatWasToldIsNobodys();
    void takesRepliesCutAnywhere();
    void maySendWhileItHears();
    void tagsComeAgain();
    void refusesWhatIsNoReply_data();
    void refusesWhatIsNoReply();
    void missingFieldsAreZero();
};

namespace {

using Reply = P9Client::Reply;

constexpr std::uint8_t errorReply = 7;
constexpr auto readReply = static_cast<std::uint8_t>(P9Type::Read) + 1;
constexpr auto clunkReply = static_cast<std::uint8_t>(P9Type::Clunk) + 1;

std::string number(std::uint64_t value, std::size_t bytes)
{
    return std::string(reinterpret_cast<const char *>(&value), bytes);
}

std::string message(std::uint8_t type, std::uint16_t tag, std::string_view body = {})
{
    return number(7 + body.size(), 4) + number(type, 1) + number(tag, 2) + std::string(body);
}

P9Request clunk(std::uint32_t fid)
{
    return P9Request(P9Type::Clunk).u32(fid);
}

P9Request read(std::uint32_t fid)
{
    return P9Request(P9Type::Read).u32(fid).u64(0).u32(100);
}

std::string clunkMessage(std::uint16_t tag, std::uint32_t fid)
{
    return message(static_cast<std::uint8_t>(P9Type::Clunk), tag, number(fid, 4));
}

// Each reply as its error, what failed (from right to left), and its body.
struct Heard
{
    QByteArrayList replies;

    P9Client::Done done()
    {
        return [this](const Reply &reply) {
            replies << QByteArray::number(reply.error) + ' ' + QByteArray::number(reply.failed, 2) + ' ' +
                           QByteArray(reply.body.data(), qsizetype(reply.body.size()));
        };
    }
};

} // namespace

void P9ClientTest::aRequestHasItsSizeTypeAndTag()
{
    P9Client client;
    QVERIFY(!client.hasRequests());
    client.send({P9Request(P9Type::UnlinkAt).u32(0x01020304).text("name").u32(0x200)}, {});
    client.send({P9Request(P9Type::Write).u32(1).u64(1ULL << 40).data("bytes").u16(7)}, {});
    QVERIFY(client.hasRequests());
    QCOMPARE(
        client.takeRequests(),
        message(76, 0, number(0x01020304, 4) + number(4, 2) + "name" + number(0x200, 4)) +
            message(118, 1, number(1, 4) + number(1ULL << 40, 8) + number(5, 4) + "bytes" + number(7, 2)));
    QVERIFY(!client.hasRequests());
}

void P9ClientTest::aVersionHasNoTag()
{
    P9Client client;
    Heard heard;
    client.send({P9Request(P9Type::Version).u32(8192).text("9P2000.L"), clunk(1)}, heard.done());
    QCOMPARE(client.takeRequests(),
             message(100, 0xffff, number(8192, 4) + number(8, 2) + "9P2000.L") + clunkMessage(1, 1));
    client.receive(message(101, 0xffff) + message(clunkReply, 1));
    QCOMPARE(heard.replies, QByteArrayList{"0 0 "});
}

void P9ClientTest::requestsGoOutTogetherAndAreHeardOnce()
{
    P9Client client;
    Heard heard;
    client.send({clunk(1), read(2)}, heard.done());
    client.send({read(3)}, heard.done());
    client.receive(message(clunkReply, 0, "first"));
    QCOMPARE(heard.replies, QByteArrayList());
    client.receive(message(readReply, 1, "last"));
    QCOMPARE(heard.replies, QByteArrayList{"0 0 last"});
    client.receive(message(readReply, 2, "other"));
    QCOMPARE(heard.replies, (QByteArrayList{"0 0 last", "0 0 other"}));
}

void P9ClientTest::tellsTheFirstErrorAndAllThatFailed()
{
    P9Client client;
    Heard heard;
    client.send({clunk(1), read(2), read(3), clunk(4)}, heard.done());
    client.receive(message(clunkReply, 0) + message(errorReply, 1, number(17, 4)) +
                   message(errorReply, 2, number(9, 4)) + message(clunkReply, 3, "body"));
    QCOMPARE(heard.replies, QByteArrayList{"17 110 "});
}

void P9ClientTest::anErrorIsOfItsRequestsAlone()
{
    P9Client client;
    Heard heard;
    client.send({read(1), clunk(1)}, heard.done());
    client.send({read(2), clunk(2)}, heard.done());
    client.receive(message(readReply, 0) + message(errorReply, 1, number(5, 4)) + message(readReply, 2) +
                   message(clunkReply, 3));
    QCOMPARE(heard.replies, (QByteArrayList{"5 10 ", "0 0 "}));
}

void P9ClientTest::anErrorWithoutANumberIsOne()
{
    P9Client client;
    Heard heard;
    client.send({read(1)}, heard.done());
    client.send({read(1)}, heard.done());
    client.receive(message(errorReply, 0) + message(errorReply, 1, number(0, 4)));
    QCOMPARE(heard.replies, (QByteArrayList{"1 1 ", "1 1 "}));
}

void P9ClientTest::toldRequestsGoBeforeTheNext()
{
    P9Client client;
    client.tell(clunk(8));
    client.tell(clunk(9));
    QVERIFY(!client.hasRequests());
    client.send({clunk(1)}, {});
    QCOMPARE(client.takeRequests(), clunkMessage(0, 8) + clunkMessage(1, 9) + clunkMessage(2, 1));
}

void P9ClientTest::manyToldRequestsDoNotWait()
{
    P9Client client;
    int told = 0;
    for (; !client.hasRequests() && told < 1000; ++told)
        client.tell(clunk(1));
    QVERIFY(told < 1000);
    QCOMPARE(client.takeRequests().size(), told * clunkMessage(0, 1).size());
}

void P9ClientTest::anErrorOfWhatWasToldIsNobodys()
{
    P9Client client;
    Heard heard;
    client.tell(clunk(8));
    client.send({read(1)}, heard.done());
    client.receive(message(errorReply, 0, number(9, 4)) + message(readReply, 1, "read"));
    QCOMPARE(heard.replies, QByteArrayList{"0 0 read"});
}

void P9ClientTest::takesRepliesCutAnywhere()
{
    const std::string replies =
        message(readReply, 0, "one") + message(clunkReply, 1) + message(readReply, 2, std::string(50, 'x'));
    for (std::size_t first = 0; first <= replies.size(); ++first)
        for (std::size_t second = first; second <= replies.size(); ++second) {
            P9Client client;
            Heard heard;
            client.send({read(1)}, heard.done());
            client.send({clunk(1)}, heard.done());
            client.send({read(1)}, heard.done());
            client.receive(replies.substr(0, first));
            client.receive(replies.substr(first, second - first));
            client.receive(replies.substr(second));
            QCOMPARE(heard.replies, (QByteArrayList{"0 0 one", "0 0 ", "0 0 " + QByteArray(50, 'x')}));
        }
}

void P9ClientTest::maySendWhileItHears()
{
    P9Client client;
    Heard heard;
    client.send({read(1)}, [&](const Reply &) { client.send({clunk(1)}, heard.done()); });
    client.send({read(2)}, heard.done());
    client.receive(message(readReply, 0) + message(readReply, 1, "second") + message(clunkReply, 2, "third"));
    QCOMPARE(heard.replies, (QByteArrayList{"0 0 second", "0 0 third"}));
}

void P9ClientTest::tagsComeAgain()
{
    P9Client client;
    Heard heard;
    for (std::uint32_t i = 0; i < 70'000; ++i) {
        client.send({clunk(i)}, {});
        client.receive(message(clunkReply, static_cast<std::uint16_t>(i % 0xffff)));
    }
    client.send({clunk(1)}, heard.done());
    client.receive(message(clunkReply, 70'000 % 0xffff));
    QCOMPARE(heard.replies, QByteArrayList{"0 0 "});
}

void P9ClientTest::refusesWhatIsNoReply_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::newRow("wrong tag") << message(readReply, 1);
    QTest::newRow("no tag") << message(readReply, 0xffff);
    QTest::newRow("error with a wrong tag") << message(errorReply, 1, number(5, 4));
    QTest::newRow("wrong type") << message(clunkReply, 0);
    QTest::newRow("a request") << message(static_cast<std::uint8_t>(P9Type::Read), 0);
    QTest::newRow("one too many") << message(readReply, 0) + message(readReply, 1);
    QTest::newRow("shorter than its head") << number(6, 4) + std::string(3, '\0');
    QTest::newRow("of no size") << std::string(7, '\0');
    QTest::newRow("larger than any") << number((1 << 20) + 1, 4) + number(readReply, 1) + number(0, 2);
    QTest::newRow("of the largest size") << std::string(7, '\xff');
    QTest::newRow("bad size behind a reply") << message(readReply, 0) + number(6, 4) + "xxx";
}

void P9ClientTest::refusesWhatIsNoReply()
{
    QFETCH(std::string, bytes);
    P9Client atOnce;
    atOnce.send({read(1)}, {});
    QVERIFY_THROWS_EXCEPTION(GuestError, atOnce.receive(bytes));
    P9Client byteByByte;
    byteByByte.send({read(1)}, {});
    QVERIFY_THROWS_EXCEPTION(GuestError, {
        for (const char byte : bytes)
            byteByByte.receive({&byte, 1});
    });
}

void P9ClientTest::missingFieldsAreZero()
{
    const std::string bytes = number(7, 2) + number(5, 4) + "abc";
    P9Fields fields(bytes);
    QCOMPARE(fields.u16(), std::uint16_t(7));
    QVERIFY(!fields.isAtEnd());
    QVERIFY(fields.bytes(fields.u32()).empty()); // 3 of 5 are there
    QVERIFY(fields.isAtEnd());
    QCOMPARE(fields.u8(), std::uint8_t(0));
    QCOMPARE(fields.u64(), 0U);
}

QTEST_GUILESS_MAIN(P9ClientTest)
#include "p9_client_test.moc"
