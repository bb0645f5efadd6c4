#include "sandbox/protocol/frame_parser.h"
#include "sandbox/protocol/limits.h"
#include "sandbox/protocol/messages.h"
#include "sandbox/protocol/payload.h"

#include <QTest>

#include <limits>

using namespace glasshouse::protocol;
using nlohmann::json;

class MessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMessageSurvivesTheChannel();
    void refusesAMessageFromTheWrongSide();
    void bothSidesMaySendTheDataOfAStream();
    void findsTheBytesOfAStreamWhereTheyAre();
    void findsNoBytesWhereAFrameIsSomethingElse_data();
    void findsNoBytesWhereAFrameIsSomethingElse();
    void refusesAStreamNumberWhereNoneBelongs();
    void refusesPayloadsThatAreNotOneObject();
    void refusesARepeatedKey();
    void refusesDeepNestingWithoutUsingTheStack();
    void acceptsNestingUpToTheLimit();
    void refusesHugeDeclaredLengths();
    void namesTheMissingField();
    void refusesWrongTypes();
    void refusesNumbersOutOfRange();
    void refusesCodeAndTextOverTheirCaps();
    void refusesOutputOfUnknownStreams();
    void ignoresFieldsOfLaterVersions();
    void describesViolationsForTheLog();
};

namespace {

Frame frameOf(const Message &message)
{
    FrameParser parser;
    parser.append(encode(message));
    return parser.next().value_or(Frame{});
}

Frame frameWith(FrameType type, const json &payload, std::uint32_t stream = 0)
{
    Frame frame{type, stream, {}};
    json::to_cbor(payload, frame.payload);
    return frame;
}

Side senderOf(FrameType type)
{
    return maySend(Side::Guest, type) ? Side::Guest : Side::Host;
}

std::optional<Violation> violationOf(const Frame &frame)
{
    auto decoded = decode(frame, senderOf(frame.type));
    const auto *violation = std::get_if<Violation>(&decoded);
    return violation ? std::optional(*violation) : std::nullopt;
}

Violation::Kind kindOf(const std::optional<Violation> &violation)
{
    return violation ? violation->kind : Violation::Kind::WrongSender;
}

std::string nested(int levels)
{
    return "\xa1\x61"
           "a" +
           std::string(static_cast<std::size_t>(levels - 1), '\x81') + '\x01';
}

json helloOk()
{
    return {{"nonce", json::binary(std::vector<std::uint8_t>(nonceSize))},
            {"version", "1"},
            {"kernel_ready", true}};
}

} // namespace

void MessagesTest::everyMessageSurvivesTheChannel()
{
    const std::string bytes("\0\r\n\xff\x1b[2J", 8);
    const std::vector<Message> messages{
        Hello{std::string(nonceSize, '\xfe'), std::string(entropySize, 'e'), 1'763'679'437'123},
        HelloOk{std::string(nonceSize, 'n'), "0.1.0", true},
        Ready{"numpy 1.24.2"},
        Ping{std::numeric_limits<std::uint64_t>::max()},
        Pong{0},
        Shutdown{},
        AskUsage{},
        SetTime{1'763'679'437'123},
        Usage{mostOfUsage, 2, 3, 4, 5, mostEntries, 7, 8},
        Exec{3, "python", bytes, 5'000, 64, 256, std::uint64_t(1) << 40, 9, true, 1 << 20, 30'000},
        Output{3, OutputStream::Stderr, bytes},
        Credit{3, 0xffffffff},
        Cancel{3},
        ExecDone{3, Outcome::OutOfMemory, -9, 1'234, true, allHitLimits},
        ArtifactBegin{3, "charts/überblick.png", 5'000},
        ArtifactData{3, bytes},
        ArtifactEnd{3, "it changed while it was read"},
        ArtifactRefused{3, "\\x0a", "the name has a control character"},
        ToolCall{3, 1, "get_weather", R"({"city":"Köln"})"},
        ToolAnswer{3, 1, true, "There is no such city."},
        HoldClock{3, true},
        Mount{2, "/input/data", true},
        Mounted{2, false, "The folder is gone."},
        Unmount{2},
        Authority{"-----BEGIN CERTIFICATE-----"},
        Connect{5},
        StreamData{5, bytes},
        StreamCredit{5, streamWindow},
        StreamEnd{5},
        StreamReset{5}};
    for (const Message &message : messages) {
        const Frame frame = frameOf(message);
        auto decoded = decode(frame, senderOf(frame.type));
        QVERIFY2(std::holds_alternative<Message>(decoded), std::to_string(message.index()).c_str());
        QVERIFY2(std::get<Message>(decoded) == message, std::to_string(message.index()).c_str());
    }
}

void MessagesTest::refusesAMessageFromTheWrongSide()
{
    const auto fromGuest = decode(frameOf(Exec{1, "python", "x", 1, 1, 1, 1, 1, false, 1}), Side::Guest);
    QCOMPARE(std::get<Violation>(fromGuest).kind, Violation::Kind::WrongSender);
    const auto fromHost = decode(frameOf(Pong{1}), Side::Host);
    QCOMPARE(std::get<Violation>(fromHost).kind, Violation::Kind::WrongSender);
}

void MessagesTest::bothSidesMaySendTheDataOfAStream()
{
    for (const Message &message : {Message(StreamData{2, "x"}), Message(StreamCredit{2, 1}),
                                   Message(StreamEnd{2}), Message(StreamReset{2})})
        for (const Side side : {Side::Host, Side::Guest})
            QVERIFY(std::get<Message>(decode(frameOf(message), side)) == message);
}

void MessagesTest::findsTheBytesOfAStreamWhereTheyAre()
{
    FrameParser parser;
    parser.append(encode(StreamData{7, "abc"}) + encode(StreamData{9, std::string(maxChunk, 'x')}));
    const auto first = parser.nextView();
    QVERIFY(first);
    QCOMPARE(first->stream, 7U);
    QVERIFY(streamBytes(*first) == "abc");
    const auto second = parser.nextView();
    QVERIFY(second);
    QCOMPARE(streamBytes(*second).value_or("").size(), maxChunk);
    QVERIFY(!parser.nextView());
}

void MessagesTest::findsNoBytesWhereAFrameIsSomethingElse_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<quint32>("stream");
    QTest::addColumn<int>("size");
    QTest::newRow("another type") << int(FrameType::StreamCredit) << 7U << 4;
    QTest::newRow("no stream") << int(FrameType::StreamData) << 0U << 4;
    QTest::newRow("no bytes") << int(FrameType::StreamData) << 7U << 0;
    QTest::newRow("too many bytes") << int(FrameType::StreamData) << 7U << int(maxChunk) + 1;
}

void MessagesTest::findsNoBytesWhereAFrameIsSomethingElse()
{
    QFETCH(int, type);
    QFETCH(quint32, stream);
    QFETCH(int, size);
    const std::string payload(static_cast<std::size_t>(size), 'x');
    QVERIFY(!streamBytes({static_cast<FrameType>(type), stream, payload}));
}

void MessagesTest::refusesAStreamNumberWhereNoneBelongs()
{
    Frame ping = frameOf(Ping{1});
    ping.stream = 1;
    QCOMPARE(kindOf(violationOf(ping)), Violation::Kind::BadStream);
    Frame cancel = frameOf(Cancel{1});
    cancel.stream = 0;
    QCOMPARE(kindOf(violationOf(cancel)), Violation::Kind::BadStream);
}

void MessagesTest::refusesPayloadsThatAreNotOneObject()
{
    for (const std::string &payload :
         {std::string(), std::string("\x01"), std::string("\x80"), std::string("\xff"),
          std::string("\xa1\x61", 2), std::string("\xa0\xa0", 2), std::string("\xbf"),
          std::string("\xc1\xa0", 2)})
        QCOMPARE(kindOf(violationOf({FrameType::Ready, 0, payload})), Violation::Kind::BadPayload);
}

void MessagesTest::refusesARepeatedKey()
{
    const std::string twice("\xa2\x61"
                            "a\x01\x61"
                            "a\x02",
                            7);
    QCOMPARE(kindOf(violationOf({FrameType::Ready, 0, twice})), Violation::Kind::BadPayload);
}

void MessagesTest::refusesDeepNestingWithoutUsingTheStack()
{
    QCOMPARE(kindOf(violationOf({FrameType::Ready, 0, nested(maxDepth + 1)})), Violation::Kind::TooDeep);
    QCOMPARE(kindOf(violationOf({FrameType::Ready, 0, nested(1'000'000)})), Violation::Kind::TooDeep);
}

void MessagesTest::acceptsNestingUpToTheLimit()
{
    QVERIFY(std::holds_alternative<json>(parsePayload(nested(maxDepth))));
}

void MessagesTest::refusesHugeDeclaredLengths()
{
    for (const char head : {'\x5b', '\x7b', '\x9b', '\xbb'}) {
        const std::string payload = "\xa1\x61"
                                    "a" +
                                    std::string(1, head) + std::string(8, '\x7f');
        QCOMPARE(kindOf(violationOf({FrameType::Ready, 0, payload})), Violation::Kind::BadPayload);
    }
}

void MessagesTest::namesTheMissingField()
{
    const auto violation = violationOf(frameWith(FrameType::Ready, json::object()));
    QVERIFY(violation);
    QCOMPARE(describe(*violation), std::string("a field is missing or wrong: modules is missing"));
}

void MessagesTest::refusesWrongTypes()
{
    for (const json &value : {json(1), json(nullptr), json::array(), json(true), json(1.5)})
        QCOMPARE(kindOf(violationOf(frameWith(FrameType::Ready, {{"modules", value}}))),
                 Violation::Kind::BadField);
    for (const json &value : {json(-1), json(1.5), json("1"), json(nullptr)})
        QCOMPARE(kindOf(violationOf(frameWith(FrameType::Pong, {{"token", value}}))),
                 Violation::Kind::BadField);
    json hello = helloOk();
    hello["kernel_ready"] = 1;
    QCOMPARE(kindOf(violationOf(frameWith(FrameType::HelloOk, hello))), Violation::Kind::BadField);
}

void MessagesTest::refusesNumbersOutOfRange()
{
    json done{{"outcome", 0}, {"exit_code", 0}, {"duration_ms", 1}, {"state_lost", false}, {"limits", 0}};
    QVERIFY(!violationOf(frameWith(FrameType::ExecDone, done, 1)));
    done["outcome"] = 5;
    QCOMPARE(kindOf(violationOf(frameWith(FrameType::ExecDone, done, 1))), Violation::Kind::BadField);
    done["outcome"] = 0;
    done["exit_code"] = std::int64_t(1) << 31;
    QCOMPARE(kindOf(violationOf(frameWith(FrameType::ExecDone, done, 1))), Violation::Kind::BadField);
    done["exit_code"] = -(std::int64_t(1) << 31) - 1;
    QCOMPARE(kindOf(violationOf(frameWith(FrameType::ExecDone, done, 1))), Violation::Kind::BadField);
}

void MessagesTest::refusesCodeAndTextOverTheirCaps()
{
    QVERIFY(!violationOf(frameOf(Exec{1, "python", std::string(maxCode, 'x'), 1, 1, 1, 1, 1, false, 1})));
    const Frame tooLong = frameOf(Ready{std::string(maxText + 1, 'x')});
    QCOMPARE(kindOf(violationOf(tooLong)), Violation::Kind::BadField);
    Frame output = frameOf(Output{1, OutputStream::Stdout, std::string(maxChunk + 1, 'x')});
    QCOMPARE(kindOf(violationOf(output)), Violation::Kind::BadField);
    json hello = helloOk();
    hello["nonce"] = json::binary({1, 2, 3});
    QCOMPARE(kindOf(violationOf(frameWith(FrameType::HelloOk, hello))), Violation::Kind::BadField);
}

void MessagesTest::refusesOutputOfUnknownStreams()
{
    for (const char stream : {'\0', '\3', '\xff'})
        QCOMPARE(kindOf(violationOf({FrameType::Output, 1, std::string(1, stream) + "x"})),
                 Violation::Kind::BadField);
    QCOMPARE(kindOf(violationOf({FrameType::Output, 1, {}})), Violation::Kind::BadField);
}

void MessagesTest::ignoresFieldsOfLaterVersions()
{
    json hello = helloOk();
    hello["later"] = {1, 2, 3};
    QVERIFY(!violationOf(frameWith(FrameType::HelloOk, hello)));
}

void MessagesTest::describesViolationsForTheLog()
{
    QCOMPARE(describe({Violation::Kind::TooLarge, "9 bytes"}),
             std::string("the frame is too large: 9 bytes"));
    QCOMPARE(describe({Violation::Kind::BadMagic, {}}),
             std::string("the stream does not start with a frame"));
}

QTEST_GUILESS_MAIN(MessagesTest)
#include "messages_test.moc"
