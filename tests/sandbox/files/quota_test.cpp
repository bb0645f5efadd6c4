#include "shared_fixture.h"

#include <sys/resource.h>

using namespace glasshouse::sandbox;
using glasshouse::protocol::p9::endOfFile;

// Quotas of bytes and files: a guest cannot fill the host's disk.
class QuotaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesBytesPastTheQuota();
    void countsWhatWasThereBefore();
    void countsTheHolesOfASparseFile();
    void refusesToGrowByTruncation();
    void overwritesInAFullMount();
    void countsWhatIsAppended();
    void givesBytesBackWhenAFileShrinksOrGoes();
    void keepsTheBytesOfARemovedFileUntilItIsClosed();
    void keepsTheBytesOfAnOpenFileThatIsRenamedOver();
    void refusesAMillionNames();
    void givesNamesBack();
    void findsWhatExistsInAFullMount();
    void countsARenameOverAFileOnce();
    void noticesWhatTheHostRemoved();
    void tellsTheSpaceLeftOfTheQuota();
    void failsNoOtherWayAtHugeNumbers();
    void listsARefusedWrite();
    void countsNoRefusedCreation();
    void movesNothingWhereItCannotBeCounted();
    void keepsCountWhenDescriptorsAreUsedUp();
    void countsAgainWhatIsRemovedButOpen();
};

namespace {

constexpr Quota tenKilobytes{10'000, 0};
constexpr Quota tenFiles{0, 10};
const std::uint32_t full = number(Errno::NoSpace);

std::uint64_t freeBlocks(SharedFixture &shared)
{
    Answer answer = shared.client().call(Request(p9::Type::StatFs).u32(0));
    (void)answer.bytes(4 + 4 + 8);
    return answer.u64();
}

} // namespace

void QuotaTest::refusesBytesPastTheQuota()
{
    SharedFixture shared(true, tenKilobytes);
    QCOMPARE(shared.client().writeFile("a", std::string(6000, 'x')), 0U);
    QCOMPARE(shared.client().writeFile("b", std::string(6000, 'x')), full);
    QCOMPARE(shared.client().writeFile("b", std::string(4000, 'x')), 0U);
    QCOMPARE(shared.client().writeFile("c", "x"), full);
    QVERIFY(shared.lastRefusal().contains(QStringLiteral("quota of bytes")));
}

void QuotaTest::countsWhatWasThereBefore()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("a/b"));
    shared.put(QStringLiteral("a/b/file"), QByteArray(9000, 'x'));
    shared.restart(true, tenKilobytes);
    QCOMPARE(shared.client().writeFile("new", std::string(1001, 'x')), full);
    QCOMPARE(shared.client().writeFile("new", std::string(1000, 'x')), 0U);
}

void QuotaTest::countsTheHolesOfASparseFile()
{
    SharedFixture shared(true, tenKilobytes);
    QCOMPARE(shared.client().createPath("sparse", 1), 0U);
    QCOMPARE(shared.client().write(1, 1ULL << 40, "x"), full);
    QCOMPARE(shared.client().write(1, 9999, "x"), 0U);
    QCOMPARE(shared.client().write(1, 10'000, "x"), full);
    QCOMPARE(QFileInfo(shared.path(QStringLiteral("sparse"))).size(), 10'000);
}

void QuotaTest::refusesToGrowByTruncation()
{
    SharedFixture shared(true, tenKilobytes);
    QCOMPARE(shared.client().createPath("file", 1), 0U);
    QCOMPARE(shared.client().setSize(1, 1ULL << 40), full);
    QCOMPARE(shared.client().setSize(1, 10'000), 0U);
    QCOMPARE(shared.client().setSize(1, 10'001), full);
    QCOMPARE(shared.client().walk(0, 2, {"file"}), 0U);
    QCOMPARE(shared.client().setSize(2, 10'001), full); // by path as well
}

void QuotaTest::overwritesInAFullMount()
{
    SharedFixture shared(true, tenKilobytes);
    QCOMPARE(shared.client().createPath("file", 1), 0U);
    QCOMPARE(shared.client().write(1, 0, std::string(10'000, 'x')), 0U);
    QCOMPARE(shared.client().write(1, 5000, std::string(5000, 'y')), 0U);
    QCOMPARE(shared.client().write(1, 5000, std::string(5001, 'z')), full);
    QCOMPARE(shared.content(QStringLiteral("file")), QByteArray(5000, 'x') + QByteArray(5000, 'y'));
}

void QuotaTest::countsWhatIsAppended()
{
    SharedFixture shared(true, tenKilobytes);
    QCOMPARE(shared.client().createPath("file", 1), 0U);
    QCOMPARE(shared.client().write(1, endOfFile, std::string(6000, 'x')), 0U);
    QCOMPARE(shared.client().write(1, endOfFile, std::string(4001, 'y')), full);
    QCOMPARE(shared.client().write(1, endOfFile, std::string(4000, 'y')), 0U);
    QCOMPARE(shared.client().write(1, endOfFile, "z"), full);
    QCOMPARE(shared.content(QStringLiteral("file")), QByteArray(6000, 'x') + QByteArray(4000, 'y'));
}

void QuotaTest::givesBytesBackWhenAFileShrinksOrGoes()
{
    SharedFixture shared(true, tenKilobytes);
    for (int round = 0; round < 20; ++round) {
        QCOMPARE(shared.client().writeFile("a", std::string(5000, 'x')), 0U);
        QCOMPARE(shared.client().writeFile("b", std::string(5000, 'x')), 0U);
        QCOMPARE(shared.client().openPath("a", 1, 01 | 01000), 0U); // to nothing
        QCOMPARE(shared.client().clunk(1), 0U);
        QCOMPARE(shared.client().unlink(0, "b"), 0U);
    }
    QCOMPARE(shared.client().writeFile("c", std::string(10'000, 'x')), 0U);
}

void QuotaTest::keepsTheBytesOfARemovedFileUntilItIsClosed()
{
    SharedFixture shared(true, tenKilobytes);
    QCOMPARE(shared.client().createPath("a", 1), 0U);
    QCOMPARE(shared.client().openPath("a", 2, 0), 0U);
    QCOMPARE(shared.client().write(1, 0, std::string(10'000, 'x')), 0U);
    QCOMPARE(shared.client().unlink(0, "a"), 0U);
    QCOMPARE(shared.client().writeFile("b", "x"), full);
    QCOMPARE(shared.client().clunk(1), 0U);
    QCOMPARE(shared.client().writeFile("b", "x"), full); // the other fid holds it
    QCOMPARE(shared.client().clunk(2), 0U);
    QCOMPARE(shared.client().writeFile("b", std::string(10'000, 'x')), 0U);
}

void QuotaTest::keepsTheBytesOfAnOpenFileThatIsRenamedOver()
{
    SharedFixture shared(true, tenKilobytes);
    QCOMPARE(shared.client().createPath("a", 1), 0U);
    QCOMPARE(shared.client().write(1, 0, std::string(10'000, 'x')), 0U);
    QCOMPARE(shared.client().writeFile("b", ""), 0U);
    QCOMPARE(shared.client().rename(0, "b", 0, "a"), 0U);
    QCOMPARE(shared.client().writeFile("c", "x"), full);
    QCOMPARE(shared.client().clunk(1), 0U);
    QCOMPARE(shared.client().writeFile("c", std::string(10'000, 'x')), 0U);
}

void QuotaTest::refusesAMillionNames()
{
    SharedFixture shared(true, tenFiles);
    std::uint32_t error = 0;
    int created = 0;
    for (int i = 0; i < 1000; ++i) {
        const std::string name = "f" + std::to_string(i);
        error = i % 2 ? shared.client().makeFolder(0, name) : shared.client().writeFile(name, "");
        created += error == 0;
    }
    QCOMPARE(created, 10);
    QCOMPARE(error, full);
    QVERIFY(shared.lastRefusal().contains(QStringLiteral("quota of files")));
    QCOMPARE(QDir(shared.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 10);
}

void QuotaTest::givesNamesBack()
{
    SharedFixture shared(true, tenFiles);
    for (int i = 0; i < 100; ++i) {
        QCOMPARE(shared.client().writeFile("file", ""), 0U);
        QCOMPARE(shared.client().makeFolder(0, "folder"), 0U);
        QCOMPARE(shared.client().unlink(0, "file"), 0U);
        QCOMPARE(shared.client().unlink(0, "folder", true), 0U);
    }
    for (int i = 0; i < 10; ++i)
        QCOMPARE(shared.client().makeFolder(0, std::to_string(i)), 0U);
    QCOMPARE(shared.client().makeFolder(0, "eleventh"), full);
}

void QuotaTest::findsWhatExistsInAFullMount()
{
    SharedFixture shared(true, {0, 2});
    QCOMPARE(shared.client().writeFile("file", "x"), 0U);
    QCOMPARE(shared.client().makeFolder(0, "folder"), 0U);
    QCOMPARE(shared.client().writeFile("file", "y"), 0U);
    QCOMPARE(shared.client().createPath("file", 1, 02 | 0200), number(Errno::Exists));
    QCOMPARE(shared.client().makeFolder(0, "folder"), number(Errno::Exists));
    QCOMPARE(shared.client().makeFolder(0, "third"), full);
}

void QuotaTest::countsARenameOverAFileOnce()
{
    SharedFixture shared(true, {10'000, 3});
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(shared.client().writeFile("old", std::string(3000, 'x')), 0U);
        QCOMPARE(shared.client().writeFile("new", std::string(3000, 'x')), 0U);
        QCOMPARE(shared.client().rename(0, "new", 0, "old"), 0U);
        QCOMPARE(shared.client().rename(0, "old", 0, "old"), 0U);
    }
    QCOMPARE(shared.client().writeFile("a", std::string(7000, 'x')), 0U);
    QCOMPARE(shared.client().writeFile("b", "x"), full);
}

void QuotaTest::noticesWhatTheHostRemoved()
{
    SharedFixture shared(true, tenKilobytes);
    QCOMPARE(shared.client().writeFile("a", std::string(10'000, 'x')), 0U);
    QVERIFY(QFile::remove(shared.path(QStringLiteral("a"))));
    QTRY_COMPARE(shared.client().writeFile("b", std::string(10'000, 'x')),
                 0U); // counts again before it refuses
    QCOMPARE(shared.client().writeFile("c", "x"), full);
}

void QuotaTest::tellsTheSpaceLeftOfTheQuota()
{
    SharedFixture shared(true, {8 * 4096, 100});
    QCOMPARE(freeBlocks(shared), std::uint64_t(8));
    QCOMPARE(shared.client().writeFile("a", std::string(4096 * 3, 'x')), 0U);
    QCOMPARE(freeBlocks(shared), std::uint64_t(5));
}

void QuotaTest::failsNoOtherWayAtHugeNumbers()
{
    for (const Quota &quota : {tenKilobytes, Quota{}}) {
        SharedFixture shared(true, quota);
        QCOMPARE(shared.client().createPath("file", 1), 0U);
        QCOMPARE(shared.client().write(1, 0xfffffffffffffffe, "xx"), 27U); // EFBIG
        QCOMPARE(shared.client().write(1, 0x7fffffffffffffff, "xx"), 27U);
        QCOMPARE(shared.client().setSize(1, 0xffffffffffffffff), 27U);
        QCOMPARE(shared.client().write(1, 0, "fine"), 0U);
        QCOMPARE(QFileInfo(shared.path(QStringLiteral("file"))).size(), 4);
    }
}

void QuotaTest::listsARefusedWrite()
{
    SharedFixture shared(true, tenKilobytes);
    QCOMPARE(shared.client().createPath("file", 1), 0U);
    QCOMPARE(shared.client().write(1, 20'000, "x"), full);
    QVERIFY(shared.lastRefusal().startsWith(QStringLiteral("write file: ")));
}

void QuotaTest::countsNoRefusedCreation()
{
    SharedFixture shared(true, tenFiles);
    for (int i = 0; i < 100; ++i) {
        QCOMPARE(shared.client().createPath("a:b", 1), number(Errno::Invalid));
        QCOMPARE(shared.client().makeFolder(0, "CON"), number(Errno::Invalid));
        QCOMPARE(shared.client().createPath("missing", 1, 02), 0U);
        QCOMPARE(shared.client().clunk(1), 0U);
        QCOMPARE(shared.client().createPath("missing", 1, 02 | 0200), number(Errno::Exists));
        QCOMPARE(shared.client().unlink(0, "missing"), 0U);
    }
}

void QuotaTest::movesNothingWhereItCannotBeCounted()
{
    SharedFixture shared(true, {10'000, 100});
    const std::string name(200, 'd');
    const auto chain = [&](const std::string &first) {
        std::vector<std::string> folder{first};
        QCOMPARE(shared.client().makeFolder(0, first), 0U);
        for (; folder.size() < 12; folder.push_back(name)) {
            QCOMPARE(shared.client().walk(0, 1, folder), 0U);
            QCOMPARE(shared.client().makeFolder(1, name), 0U);
            QCOMPARE(shared.client().clunk(1), 0U);
        }
    };
    chain("a");
    chain("b");
    QCOMPARE(shared.client().walk(0, 1, std::vector<std::string>(1, "b")), 0U);
    QCOMPARE(shared.client().walk(1, 1, std::vector<std::string>(11, name)), 0U);
    QCOMPARE(shared.client().rename(0, "a", 1, "a"), number(Errno::NameTooLong));
    QVERIFY(shared.lastRefusal().startsWith(QStringLiteral("rename a: ")));
    QCOMPARE(shared.client().rename(0, "a", 0, "longer"), 0U);
}

void QuotaTest::keepsCountWhenDescriptorsAreUsedUp()
{
    SharedFixture shared(true, tenKilobytes);
    QCOMPARE(shared.client().writeFile("a", std::string(10'000, 'x')), 0U);
    QCOMPARE(shared.client().createPath("b", 1), 0U);
    rlimit usual = {};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &usual), 0);
    const rlimit none{0, usual.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
    const QDeadlineTimer pause(1000); // so that it tries to count again
    std::uint32_t error = full;
    while (error == full && !pause.hasExpired())
        error = shared.client().write(1, 0, "x");
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &usual), 0);
    QCOMPARE(error, full);
}

void QuotaTest::countsAgainWhatIsRemovedButOpen()
{
    SharedFixture shared(true, {10'000, 2});
    QCOMPARE(shared.client().createPath("removed", 1), 0U);
    QCOMPARE(shared.client().write(1, 0, std::string(10'000, 'x')), 0U);
    QCOMPARE(shared.client().unlink(0, "removed"), 0U);
    QCOMPARE(shared.client().createPath("a", 2), 0U);
    QCOMPARE(shared.client().writeFile("b", ""), 0U);
    QVERIFY(QFile::remove(shared.path(QStringLiteral("b"))));
    QTRY_COMPARE(shared.client().writeFile("c", ""), 0U); // now it was counted again
    QCOMPARE(shared.client().write(2, 0, "x"), full);
    QCOMPARE(shared.client().clunk(1), 0U);
    QCOMPARE(shared.client().write(2, 0, "x"), 0U);
}

QTEST_GUILESS_MAIN(QuotaTest)
#include "quota_test.moc"
