#include "core/llm/sse_parser.h"

#include <QTest>

using namespace glasshouse;

namespace {

QStringList dataOf(const QVector<SseEvent> &events)
{
    QStringList data;
    for (const SseEvent &event : events)
        data.append(event.data);
    return data;
}

// Feeds the stream in two pieces, cut at `cut`.
QVector<SseEvent> parsedInTwo(const QByteArray &stream, qsizetype cut)
{
    SseParser parser;
    const auto first = parser.feed(QByteArrayView(stream).first(cut));
    const auto second = parser.feed(QByteArrayView(stream).sliced(cut));
    return first && second ? *first + *second : QVector<SseEvent>{};
}

QVector<SseEvent> parsed(const QByteArray &stream)
{
    return parsedInTwo(stream, stream.size());
}

} // namespace

class SseParserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheExamplesOfTheSpecification_data();
    void readsTheExamplesOfTheSpecification();
    void readsTheSameWhereverTheStreamIsCut_data();
    void readsTheSameWhereverTheStreamIsCut();
    void readsTheSameByteByByte();
    void keepsTypeAndLastId();
    void ignoresAnIdThatHoldsNul();
    void dropsAnEventWithoutItsBlankLine();
    void stripsOneByteOrderMarkOnly();
    void replacesInvalidUtf8();
    void refusesALineThatNeverEnds();
    void refusesAnEventThatNeverEnds();
    void takesAnyNumberOfEventsWithinTheLimits();
};

void SseParserTest::readsTheExamplesOfTheSpecification_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QStringList>("data");
    QTest::newRow("several lines") << QByteArray("data: YHOO\ndata: +2\ndata: 10\n\n")
                                   << QStringList{u"YHOO\n+2\n10"_qs};
    QTest::newRow("comment, id, no colon")
        << QByteArray(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\n"
                      "data:  third event\n")
        << QStringList{u"first event"_qs, u"second event"_qs};
    QTest::newRow("empty data") << QByteArray("data\n\ndata\ndata\n\ndata:")
                                << QStringList{QString(), u"\n"_qs};
    QTest::newRow("optional space") << QByteArray("data:test\n\ndata: test\n\n")
                                    << QStringList{u"test"_qs, u"test"_qs};
    QTest::newRow("unknown field") << QByteArray("foo: bar\ndata: x\n\n") << QStringList{u"x"_qs};
    QTest::newRow("no data") << QByteArray("event: ping\n\n") << QStringList{};
    QTest::newRow("colon in data") << QByteArray("data: a:b: c\n\n") << QStringList{u"a:b: c"_qs};
}

void SseParserTest::readsTheExamplesOfTheSpecification()
{
    QFETCH(QByteArray, stream);
    QFETCH(QStringList, data);
    QCOMPARE(dataOf(parsed(stream)), data);
}

void SseParserTest::readsTheSameWhereverTheStreamIsCut_data()
{
    QTest::addColumn<QByteArray>("lineEnd");
    QTest::newRow("LF") << QByteArray("\n");
    QTest::newRow("CR") << QByteArray("\r");
    QTest::newRow("CRLF") << QByteArray("\r\n");
}

void SseParserTest::readsTheSameWhereverTheStreamIsCut()
{
    QFETCH(QByteArray, lineEnd);
    QByteArray stream =
        "\xEF\xBB\xBF: hello\n\nevent: delta\ndata: Grüße 🏠\ndata: zwei\n\ndata: x\nid: ü\n\n";
    stream.replace("\n", lineEnd);
    const QVector<SseEvent> expected{{u"delta"_qs, u"Grüße 🏠\nzwei"_qs, {}},
                                     {u"message"_qs, u"x"_qs, u"ü"_qs}};
    for (qsizetype cut = 0; cut <= stream.size(); ++cut)
        QCOMPARE(parsedInTwo(stream, cut), expected);
}

void SseParserTest::readsTheSameByteByByte()
{
    const QByteArray stream = "data: é\r\ndata: ü\r\n\r\ndata: 漢字\n\n";
    SseParser parser;
    QStringList data;
    for (const char byte : stream)
        data += dataOf(parser.feed(QByteArrayView(&byte, 1)).value());
    QCOMPARE(data, (QStringList{u"é\nü"_qs, u"漢字"_qs}));
}

void SseParserTest::keepsTypeAndLastId()
{
    const auto events = parsed("id: 7\nevent: a\ndata: x\n\ndata: y\n\n");
    QCOMPARE(events, (QVector<SseEvent>{{u"a"_qs, u"x"_qs, u"7"_qs}, {u"message"_qs, u"y"_qs, u"7"_qs}}));
}

void SseParserTest::ignoresAnIdThatHoldsNul()
{
    const char stream[] = "id: 1\ndata: x\n\nid: 2\0\ndata: y\n\n";
    const auto events = parsed(QByteArray(stream, sizeof stream - 1));
    QCOMPARE(events.size(), 2);
    QCOMPARE(events.at(1).lastId, u"1"_qs);
}

void SseParserTest::dropsAnEventWithoutItsBlankLine()
{
    QCOMPARE(dataOf(parsed("data: whole\n\ndata: half\n")), QStringList{u"whole"_qs});
}

void SseParserTest::stripsOneByteOrderMarkOnly()
{
    QCOMPARE(dataOf(parsed("\xEF\xBB\xBF"
                           "data: x\n\n")),
             QStringList{u"x"_qs});
    QCOMPARE(dataOf(parsed("\xEF\xBB\xBF\xEF\xBB\xBF"
                           "data: x\n\n")),
             QStringList{});
}

void SseParserTest::replacesInvalidUtf8()
{
    QCOMPARE(dataOf(parsed("data: a\xFF"
                           "b\n\n")),
             QStringList{u"a\uFFFDb"_qs});
}

void SseParserTest::refusesALineThatNeverEnds()
{
    SseParser parser({16, 64});
    QVERIFY(parser.feed("data: 0123456789"));
    QVERIFY(!parser.feed("0"));
}

void SseParserTest::refusesAnEventThatNeverEnds()
{
    SseParser parser({16, 20});
    QVERIFY(parser.feed("data: 0123456789\n"));
    QVERIFY(!parser.feed("data: 0123456789\n"));
}

void SseParserTest::takesAnyNumberOfEventsWithinTheLimits()
{
    SseParser parser({16, 20});
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(dataOf(parser.feed("data: 0123456789\n\n").value()), QStringList{u"0123456789"_qs});
}

QTEST_APPLESS_MAIN(SseParserTest)
#include "sse_parser_test.moc"
