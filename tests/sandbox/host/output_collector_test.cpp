#include "sandbox/host/output_collector.h"

#include <QTest>

using namespace glasshouse::sandbox;

class OutputCollectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEverythingBelowTheLimit();
    void countsWhatItCuts();
    void countsBothStreamsTogether();
    void countsCharactersNotBytes();
    void neverCutsACharacterInTwo();
    void countsInvalidBytesAsOneEach();
    void aGigabyteCostsNoMemory();
};

void OutputCollectorTest::keepsEverythingBelowTheLimit()
{
    OutputCollector output(10);
    QCOMPARE(output.add(Stream::Stdout, "hello"), QByteArray("hello"));
    QCOMPARE(output.cutCharacters(), 0);
    QCOMPARE(output.standardOutput(), QByteArray("hello"));
}

void OutputCollectorTest::countsWhatItCuts()
{
    OutputCollector output(3);
    QCOMPARE(output.add(Stream::Stdout, "hello"), QByteArray("hel"));
    QCOMPARE(output.add(Stream::Stdout, "x"), QByteArray());
    QCOMPARE(output.cutCharacters(), 3);
}

void OutputCollectorTest::countsBothStreamsTogether()
{
    OutputCollector output(4);
    (void)output.add(Stream::Stdout, "abc");
    (void)output.add(Stream::Stderr, "def");
    QCOMPARE(output.standardError(), QByteArray("d"));
    QCOMPARE(output.cutCharacters(), 2);
}

void OutputCollectorTest::countsCharactersNotBytes()
{
    OutputCollector output(3);
    QCOMPARE(output.add(Stream::Stdout, "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x99\x82"),
             QByteArray("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x99\x82"));
    QCOMPARE(output.cutCharacters(), 0);
}

void OutputCollectorTest::neverCutsACharacterInTwo()
{
    OutputCollector output(1);
    QCOMPARE(output.add(Stream::Stdout, "\xE2\x82"), QByteArray("\xE2\x82"));
    QCOMPARE(output.add(Stream::Stdout, "\xAC\xE2\x82\xAC"), QByteArray("\xAC"));
    QCOMPARE(output.cutCharacters(), 1);
}

void OutputCollectorTest::countsInvalidBytesAsOneEach()
{
    OutputCollector output(2);
    QCOMPARE(output.add(Stream::Stdout, "\x80\x80\x80\x80\xFF"), QByteArray("\x80\x80"));
    QCOMPARE(output.cutCharacters(), 3);
}

void OutputCollectorTest::aGigabyteCostsNoMemory()
{
    OutputCollector output(10);
    const QByteArray chunk(1 << 20, 'x');
    for (int i = 0; i < 64; ++i)
        (void)output.add(Stream::Stdout, chunk);
    QCOMPARE(output.standardOutput().size(), 10);
    QCOMPARE(output.cutCharacters(), (64LL << 20) - 10);
}

QTEST_GUILESS_MAIN(OutputCollectorTest)
#include "output_collector_test.moc"
