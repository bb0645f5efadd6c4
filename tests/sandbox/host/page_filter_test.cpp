#include "sandbox/host/page_filter.h"

#include <QRandomGenerator>
#include <QTest>
#include <QtEndian>

using namespace glasshouse::sandbox;

// A migration stream as QEMU writes it, with the pages that a test asks for.
class PageFilterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void leavesOutPagesThatEqualTheTemplate();
    void keepsPagesThatDiffer();
    void keepsAPageThatBecameZero();
    void goesOnInTheNextSection();
    void leavesOutPagesThatAreZeroInBoth();
    void keepsPagesOfOtherBlocks();
    void keepsAPageBeyondTheMemory();
    void keepsEverythingBehindTheMemory();
    void takesTheStreamInPiecesOfAnySize();
    void keepsWhatIsNoMigrationStream_data();
    void keepsWhatIsNoMigrationStream();
    void contentThatLooksLikeARecordIsContent();
    void survivesAnyDamageWithoutLosingABit();

private:
    static QByteArray page(char fill) { return QByteArray(4096, fill); }
    static QByteArray number(quint64 value)
    {
        QByteArray bytes(8, '\0');
        qToBigEndian(value, bytes.data());
        return bytes;
    }
    static QByteArray named(const QByteArray &name) { return char(name.size()) + name; }
    static QByteArray sectionOf(char kind) { return kind + QByteArray("\0\0\0\2", 4); }
    static QByteArray footer() { return QByteArray("\x7e\0\0\0\2", 5); }
    static QByteArray record(quint64 address, const QByteArray &content)
    {
        return number(address | 0x28) + content;
    }
    static QByteArray zero(quint64 address) { return number(address | 0x22) + '\0'; }

    [[nodiscard]] QByteArray start() const
    {
        return QByteArray("QEVM\0\0\0\3\x07\0\0\0\6pc-q35", 19) + sectionOf(1) +
               QByteArray("\3ram\0\0\0\0\0\0\0\4", 12) + number((m_memory.size() + 8192) | 0x04) +
               named("memory") + number(m_memory.size()) + named("bios") + number(8192) + number(0x10) +
               footer() + sectionOf(3);
    }
    // The first page of a block carries its name and is always there.
    [[nodiscard]] QByteArray first() const { return number(0 | 0x08) + named("memory") + page('a'); }
    static QByteArray end() { return number(0x10) + footer() + "\4 the devices"; }

    [[nodiscard]] QByteArray kept(const QByteArray &stream, qsizetype piece = 1 << 20) const
    {
        PageFilter filter(m_memory);
        QByteArray kept;
        for (qsizetype i = 0; i < stream.size(); i += piece)
            filter.add(QByteArrayView(stream).sliced(i, qMin(piece, stream.size() - i)), kept);
        filter.finish(kept);
        return kept;
    }

    QByteArray m_memory;
};

void PageFilterTest::init()
{
    m_memory = page('a') + page('b') + page('\0') + page('d');
}

void PageFilterTest::leavesOutPagesThatEqualTheTemplate()
{
    const QByteArray same = record(4096, page('b')) + record(3 * 4096, page('d'));
    QCOMPARE(kept(start() + first() + same + end()), start() + first() + end());
}

void PageFilterTest::keepsPagesThatDiffer()
{
    const QByteArray stream =
        start() + first() + record(4096, page('x')) + record(2 * 4096, page('b')) + end();
    QCOMPARE(kept(stream), stream);
}

void PageFilterTest::goesOnInTheNextSection()
{
    const QByteArray next = number(0x10) + footer() + sectionOf(3);
    const QByteArray changed = record(2 * 4096, page('x'));
    QCOMPARE(kept(start() + first() + next + record(4096, page('b')) + changed + end()),
             start() + first() + next + changed + end());
}

void PageFilterTest::keepsAPageThatBecameZero()
{
    const QByteArray stream = start() + first() + zero(4096) + end();
    QCOMPARE(kept(stream), stream);
}

void PageFilterTest::leavesOutPagesThatAreZeroInBoth()
{
    QCOMPARE(kept(start() + first() + zero(2 * 4096) + end()), start() + first() + end());
}

void PageFilterTest::keepsPagesOfOtherBlocks()
{
    const QByteArray bios = number(0 | 0x08) + named("bios") + page('a') + record(4096, page('b'));
    const QByteArray stream = start() + first() + bios + end();
    QCOMPARE(kept(stream), stream);
}

void PageFilterTest::keepsAPageBeyondTheMemory()
{
    const QByteArray stream =
        start() + first() + record(4 * 4096, page('d')) + record(~quint64(4095), page('a')) + end();
    QCOMPARE(kept(stream), stream);
}

void PageFilterTest::keepsEverythingBehindTheMemory()
{
    const QByteArray stream = start() + first() + end() + record(4096, page('b'));
    QCOMPARE(kept(stream), stream);
}

void PageFilterTest::takesTheStreamInPiecesOfAnySize()
{
    const QByteArray changed = record(2 * 4096, page('x'));
    const QByteArray stream = start() + first() + record(4096, page('b')) + changed + end();
    for (const qsizetype piece : {1, 2, 3, 7, 8, 9, 4095, 4096, 4104, 5000})
        QCOMPARE(kept(stream, piece), start() + first() + changed + end());
}

void PageFilterTest::keepsWhatIsNoMigrationStream_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("short") << QByteArray("QEVM");
    QTest::newRow("text") << QByteArray(200'000, 'x');
    QTest::newRow("only the name") << QByteArray("\3ram\0\0\0\0\0\0\0\4", 12);
    QTest::newRow("cut behind the name") << start().first(40);
    QTest::newRow("records without a start") << record(4096, page('b')) + record(4096, page('b'));
}

void PageFilterTest::keepsWhatIsNoMigrationStream()
{
    QFETCH(QByteArray, stream);
    QCOMPARE(kept(stream), stream);
    QCOMPARE(kept(stream, 5), stream);
}

// The guest decides what is in its pages.
void PageFilterTest::contentThatLooksLikeARecordIsContent()
{
    QByteArray evil = record(4096, page('b')).first(4096);
    std::copy_n(number(0x10).constData(), 8, evil.data() + 100);
    const QByteArray stream =
        start() + first() + record(2 * 4096, evil) + record(3 * 4096, page('x')) + end();
    QCOMPARE(kept(stream), stream);
}

// Only whole records that equal the template may be missing; whatever the damage, the rest stays in its
// order.
void PageFilterTest::survivesAnyDamageWithoutLosingABit()
{
    const QByteArray stream =
        start() + first() + record(4096, page('b')) + record(2 * 4096, page('x')) + end();
    QRandomGenerator random(7);
    for (int round = 0; round < 300; ++round) {
        QByteArray damaged = stream;
        for (int i = 0; i < 3; ++i)
            damaged[random.bounded(200)] = char(random.bounded(256));
        const QByteArray whole = kept(damaged);
        const qsizetype missing = damaged.size() - whole.size();
        QVERIFY(missing == 0 || missing == 8 + 4096);
        QVERIFY(whole.endsWith(end().last(10)));
    }
}

QTEST_GUILESS_MAIN(PageFilterTest)
#include "page_filter_test.moc"
