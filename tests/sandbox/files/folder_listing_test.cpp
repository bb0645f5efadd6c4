#include "shared_fixture.h"

#include <set>

using namespace glasshouse::sandbox;

// Large folders and large files.
class FolderListingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsTenThousandFilesOnceEach_data();
    void listsTenThousandFilesOnceEach();
    void goesOnAfterAnyEntry();
    void losesNothingWhileFilesAreRemoved();
    void startsAgainFromTheBeginning();
    void takesAnyOffsetWithoutHarm();
    void refusesAReplyTooSmallForOneEntry();
    void tellsKinds();
    void listsNamesOfTheHostAsTheyAre();
    void readsFarIntoASparseGigabyte();
};

namespace {

void fill(const SharedFixture &shared, int count)
{
    for (int i = 0; i < count; ++i)
        shared.put(QStringLiteral("file-%1").arg(i), {});
}

} // namespace

void FolderListingTest::listsTenThousandFilesOnceEach_data()
{
    QTest::addColumn<quint32>("count");
    QTest::newRow("in small replies") << 512U;
    QTest::newRow("in large replies") << (128U << 10);
}

void FolderListingTest::listsTenThousandFilesOnceEach()
{
    QFETCH(quint32, count);
    SharedFixture shared;
    fill(shared, 10'000);
    QCOMPARE(shared.client().openPath("", 1, 0), 0U);
    std::multiset<std::string> names;
    std::uint64_t offset = 0;
    std::vector<Listed> entries;
    for (;;) {
        QCOMPARE(shared.client().list(1, offset, count, entries), 0U);
        if (entries.empty())
            break;
        for (const Listed &entry : entries)
            names.insert(entry.name);
        offset = entries.back().next;
    }
    QCOMPARE(names.size(), std::size_t(10'002)); // with "." and ".."
    QCOMPARE(std::set<std::string>(names.begin(), names.end()).size(), names.size());
    QCOMPARE(names.count("file-9999"), std::size_t(1));
}

void FolderListingTest::goesOnAfterAnyEntry()
{
    SharedFixture shared;
    fill(shared, 300);
    QCOMPARE(shared.client().openPath("", 1, 0), 0U);
    std::vector<Listed> all;
    QCOMPARE(shared.client().list(1, 0, 100'000, all), 0U);
    QCOMPARE(all.size(), std::size_t(302));
    for (const std::size_t place : {200U, 3U, 250U, 0U, 300U}) {
        std::vector<Listed> rest;
        QCOMPARE(shared.client().list(1, all[place].next, 100'000, rest), 0U);
        QCOMPARE(rest.size(), all.size() - place - 1);
        QCOMPARE(rest.front().name, all[place + 1].name);
    }
}

void FolderListingTest::losesNothingWhileFilesAreRemoved()
{
    SharedFixture shared;
    fill(shared, 1000);
    QCOMPARE(shared.client().openPath("", 1, 0), 0U);
    std::uint64_t offset = 0;
    int removed = 0;
    std::vector<Listed> entries;
    for (;;) { // as rm -r does
        QCOMPARE(shared.client().list(1, offset, 1000, entries), 0U);
        if (entries.empty())
            break;
        for (const Listed &entry : entries)
            if (entry.name != "." && entry.name != "..") {
                QCOMPARE(shared.client().unlink(0, entry.name), 0U);
                ++removed;
            }
        offset = entries.back().next;
    }
    QCOMPARE(removed, 1000);
    QVERIFY(QDir(shared.path()).isEmpty());
}

void FolderListingTest::startsAgainFromTheBeginning()
{
    SharedFixture shared;
    fill(shared, 10);
    QCOMPARE(shared.client().openPath("", 1, 0), 0U);
    std::vector<Listed> entries;
    QCOMPARE(shared.client().list(1, 0, 10'000, entries), 0U);
    QCOMPARE(entries.size(), std::size_t(12));
    shared.put(QStringLiteral("new"), {});
    QCOMPARE(shared.client().list(1, 0, 10'000, entries), 0U);
    QCOMPARE(entries.size(), std::size_t(13));
}

void FolderListingTest::takesAnyOffsetWithoutHarm()
{
    SharedFixture shared;
    fill(shared, 10);
    QCOMPARE(shared.client().openPath("", 1, 0), 0U);
    std::vector<Listed> entries;
    for (const std::uint64_t offset : {1ULL, 12345ULL, 0x7fffffffffffffffULL, 0x8000000000000000ULL, ~0ULL})
        (void)shared.client().list(1, offset, 10'000, entries);
    QCOMPARE(shared.client().list(1, 0, 10'000, entries), 0U);
    QCOMPARE(entries.size(), std::size_t(12));
}

void FolderListingTest::refusesAReplyTooSmallForOneEntry()
{
    SharedFixture shared;
    QCOMPARE(shared.client().openPath("", 1, 0), 0U);
    std::vector<Listed> entries;
    QCOMPARE(shared.client().list(1, 0, 24, entries), number(Errno::Invalid));
    QCOMPARE(shared.client().list(1, 0, 0, entries), number(Errno::Invalid));
}

void FolderListingTest::tellsKinds()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("folder"));
    shared.put(QStringLiteral("file"), {});
    QCOMPARE(shared.client().openPath("", 1, 0), 0U);
    std::vector<Listed> entries;
    QCOMPARE(shared.client().list(1, 0, 10'000, entries), 0U);
    for (const Listed &entry : entries)
        QCOMPARE(entry.type, std::uint8_t(entry.name == "file" ? 8 : 4));
}

void FolderListingTest::listsNamesOfTheHostAsTheyAre()
{
    SharedFixture shared(false);
    for (const char *name : {"a:b", "line\nbreak",
                             "gr\xc3\xb6\xc3\x9f"
                             "e",
                             "CON"})
        shared.put(QString::fromUtf8(name), name);
    for (const std::string &name : shared.client().namesIn(""))
        QCOMPARE(shared.client().readFile(name), name); // what the host can keep can be read
    QCOMPARE(shared.client().namesIn("").size(), std::size_t(4));
}

void FolderListingTest::readsFarIntoASparseGigabyte()
{
    SharedFixture shared;
    QFile file(shared.path(QStringLiteral("large")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const qint64 size = 5LL << 30;
    for (const qint64 place : {0LL, 1LL << 30, (1LL << 31) - 2, (1LL << 32) - 2, size - 4}) {
        QVERIFY(file.seek(place));
        QCOMPARE(file.write("MARK"), 4);
    }
    file.close();
    QCOMPARE(shared.client().openPath("large", 1, 0), 0U);
    Stat stat;
    QCOMPARE(shared.client().stat(1, stat), 0U);
    QCOMPARE(stat.size, std::uint64_t(size));
    std::string data;
    for (const qint64 place : {0LL, 1LL << 30, (1LL << 31) - 2, (1LL << 32) - 2, size - 4}) {
        QCOMPARE(shared.client().read(1, static_cast<std::uint64_t>(place), 4, data), 0U);
        QCOMPARE(data, std::string("MARK"));
    }
    QCOMPARE(shared.client().read(1, static_cast<std::uint64_t>(size) - 2, 1000, data), 0U);
    QCOMPARE(data, std::string("RK"));
    QCOMPARE(shared.client().read(1, 3LL << 30, 100'000, data), 0U);
    QCOMPARE(data, std::string(100'000, '\0'));
}

QTEST_GUILESS_MAIN(FolderListingTest)
#include "folder_listing_test.moc"
