#include "sandbox/protocol/frame_parser.h"
#include "sandbox/protocol/limits.h"

#include <QTest>

#include <vector>

using namespace glasshouse::protocol;

class FrameParserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsFramesHoweverTheStreamIsCut_data();
    void findsFramesHoweverTheStreamIsCut();
    void waitsForTheRestOfATruncatedFrame();
    void refusesGarbageAtItsFirstByte();
    void refusesAnotherVersion();
    void refusesAnUnknownType();
    void refusesAnOversizedFrameFromItsHeaderAlone();
    void acceptsTheLargestFrame();
    void staysRefusingAfterAViolation();
    void keepsFramesThatCameBeforeAViolation();
};

namespace {

std::vector<Frame> someFrames()
{
    return {{FrameType::Ping, 0, "a"},
            {FrameType::Output, 7, std::string("\1GH\0\1", 5)},
            {FrameType::Cancel, 0xffffffff, {}},
            {FrameType::ArtifactData, 1, std::string(5000, 'x')}};
}

std::string header(FrameType type, std::uint32_t size)
{
    std::string bytes = encodeFrame({type, 0, {}});
    for (std::size_t i = 0; i < 4; ++i)
        bytes[8 + i] = static_cast<char>(size >> (8 * i) & 0xff);
    return bytes;
}

Violation::Kind violationOf(const std::string &bytes)
{
    FrameParser parser;
    parser.append(bytes);
    const bool found = parser.next().has_value();
    return found || !parser.violation() ? Violation::Kind::BadStream : parser.violation()->kind;
}

} // namespace

void FrameParserTest::findsFramesHoweverTheStreamIsCut_data()
{
    QTest::addColumn<int>("piece");
    for (const int piece : {1, 2, 3, 7, 11, 12, 13, 4096, 100'000})
        QTest::addRow("%d bytes at a time", piece) << piece;
}

void FrameParserTest::findsFramesHoweverTheStreamIsCut()
{
    QFETCH(int, piece);
    std::string stream;
    for (const Frame &frame : someFrames())
        stream += encodeFrame(frame);
    FrameParser parser;
    std::vector<Frame> found;
    for (std::size_t start = 0; start < stream.size(); start += static_cast<std::size_t>(piece)) {
        parser.append(std::string_view(stream).substr(start, static_cast<std::size_t>(piece)));
        while (auto frame = parser.next())
            found.push_back(std::move(*frame));
    }
    QVERIFY(found == someFrames());
    QVERIFY(!parser.violation());
}

void FrameParserTest::waitsForTheRestOfATruncatedFrame()
{
    const std::string bytes = encodeFrame({FrameType::Ping, 0, "payload"});
    FrameParser parser;
    parser.append(std::string_view(bytes).substr(0, bytes.size() - 1));
    QVERIFY(!parser.next());
    QVERIFY(!parser.violation());
    parser.append(std::string_view(bytes).substr(bytes.size() - 1));
    QVERIFY(parser.next());
}

void FrameParserTest::refusesGarbageAtItsFirstByte()
{
    QCOMPARE(violationOf("x"), Violation::Kind::BadMagic);
    QCOMPARE(violationOf("Gx"), Violation::Kind::BadMagic);
}

void FrameParserTest::refusesAnotherVersion()
{
    QCOMPARE(violationOf("GH\x02"), Violation::Kind::BadVersion);
}

void FrameParserTest::refusesAnUnknownType()
{
    for (const int type : {0x00, 0x0a, 0x0f, 0x15, 0x24, 0x33, 0x45, 0x4c, 0xff})
        QCOMPARE(violationOf(encodeFrame({static_cast<FrameType>(type), 0, {}})),
                 Violation::Kind::UnknownType);
}

void FrameParserTest::refusesAnOversizedFrameFromItsHeaderAlone()
{
    QCOMPARE(violationOf(header(FrameType::Exec, maxPayload + 1)), Violation::Kind::TooLarge);
    QCOMPARE(violationOf(header(FrameType::Exec, 0xffffffff)), Violation::Kind::TooLarge);
}

void FrameParserTest::acceptsTheLargestFrame()
{
    const Frame frame{FrameType::Exec, 1, std::string(maxPayload, 'x')};
    FrameParser parser;
    parser.append(encodeFrame(frame));
    QVERIFY(parser.next() == frame);
}

void FrameParserTest::staysRefusingAfterAViolation()
{
    FrameParser parser;
    parser.append("garbage");
    QVERIFY(!parser.next());
    parser.append(encodeFrame({FrameType::Ping, 0, {}}));
    QVERIFY(!parser.next());
    QVERIFY(parser.violation());
}

void FrameParserTest::keepsFramesThatCameBeforeAViolation()
{
    FrameParser parser;
    parser.append(encodeFrame({FrameType::Ping, 0, {}}) + "garbage");
    QVERIFY(parser.next());
    QVERIFY(!parser.next());
    QVERIFY(parser.violation());
}

QTEST_GUILESS_MAIN(FrameParserTest)
#include "frame_parser_test.moc"
