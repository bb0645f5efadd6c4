#include "shared_fixture.h"

#include <sys/stat.h>

using namespace glasshouse::sandbox;
using glasshouse::protocol::p9::endOfFile;

// Each operation of the kernel's client, done and recorded.
class OperationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void walksThroughFolders();
    void tellsHowFarAWalkCame();
    void reportsTheAttributesOfAFile();
    void givesEveryFileToTheGuestsUser();
    void readsAFileInPieces();
    void readsNothingPastTheEnd();
    void clipsAReadToTheSizeOfAMessage();
    void createsAndWritesAFile();
    void opensAnExistingFileOnCreateUnlessItIsExclusive();
    void truncatesOnOpen();
    void keepsAccessModesApart_data();
    void keepsAccessModesApart();
    void writesAtTheOffsetEvenWhenOpenedToAppend();
    void appendsWhereTheFileEndsByThen();
    void changesSizeModeAndTimes();
    void changesAFileThatIsOpenAndRemoved();
    void dropsSetuidBits();
    void keepsFilesReadableForTheirOwner();
    void makesAndRemovesFolders();
    void refusesToRemoveTheWrongKind();
    void removesAndClosesAtOnce();
    void renamesWithinAndAcrossFolders();
    void renamesOverAFile();
    void movesTheFidsBelowARenamedFolder();
    void makesARegularNode();
    void hasNoExtendedAttributes();
    void grantsLocks();
    void syncsFilesAndFolders();
    void tellsTheSpaceOfTheHost();
    void listsEveryOpenAndChange();
    void putsTheTimeOnEveryLine();
    void listsNoLookUpOfAMissingFile();
};

namespace {

struct stat hostStat(const SharedFixture &shared, const char *name)
{
    struct stat status = {};
    if (::stat(shared.nativePath(name).constData(), &status) != 0)
        qFatal("No %s.", name);
    return status;
}

} // namespace

void OperationsTest::walksThroughFolders()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("a/b"));
    shared.put(QStringLiteral("a/b/file"), "deep");
    QCOMPARE(shared.client().readFile("a/b/file"), std::string("deep"));
    QCOMPARE(shared.client().walk(0, 1, {"a"}), 0U);
    QCOMPARE(shared.client().walk(1, 1, {"b"}), 0U); // in place
    QCOMPARE(shared.client().walk(1, 2, {"file"}), 0U);
    QCOMPARE(shared.client().walk(2, 3, {"below a file"}), 20U); // ENOTDIR
}

void OperationsTest::tellsHowFarAWalkCame()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("a"));
    const auto walk = Request(p9::Type::Walk).u32(0).u32(1).u16(2).text("a").text("missing");
    Answer answer = shared.client().call(walk);
    QCOMPARE(answer.u16(), std::uint16_t(1));
    QCOMPARE(answer.qid().type, std::uint8_t(0x80));
    QVERIFY(answer.atEnd());
    QCOMPARE(shared.client().clunk(1), number(Errno::BadFid)); // was not made
}

void OperationsTest::reportsTheAttributesOfAFile()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "12345");
    ::chmod(shared.nativePath("file").constData(), 0640);
    Stat stat;
    QCOMPARE(shared.client().statPath("file", stat), 0U);
    QCOMPARE(stat.mode, 0100640U);
    QCOMPARE(stat.size, std::uint64_t(5));
    QCOMPARE(stat.links, std::uint64_t(1));
    const struct stat host = hostStat(shared, "file");
    QCOMPARE(stat.qid.path, std::uint64_t(host.st_ino));
    QCOMPARE(stat.modified, std::uint64_t(host.st_mtime));
    QCOMPARE(shared.client().stat(0, stat), 0U);
    QCOMPARE(stat.mode & 0170000, 0040000U);
}

void OperationsTest::givesEveryFileToTheGuestsUser()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), {});
    Stat stat;
    QCOMPARE(shared.client().statPath("file", stat), 0U);
    QCOMPARE(stat.user, 1000U);
    QCOMPARE(stat.group, 1000U);
    const auto chown = [&](std::uint32_t user) {
        Request request(p9::Type::SetAttributes);
        return shared.client()
            .call(request.u32(0).u32(2).u32(0).u32(user).u32(0).u64(0).u64(0).u64(0).u64(0).u64(0))
            .error();
    };
    QCOMPARE(chown(1000), 0U);
    QCOMPARE(chown(0), number(Errno::NotPermitted));
}

void OperationsTest::readsAFileInPieces()
{
    SharedFixture shared;
    QByteArray content;
    for (int i = 0; i < 100'000; ++i)
        content += QByteArray::number(i);
    shared.put(QStringLiteral("file"), content);
    QVERIFY(shared.client().readFile("file") == content.toStdString());
    std::string data;
    QCOMPARE(shared.client().openPath("file", 1, 0), 0U);
    QCOMPARE(shared.client().read(1, 77'777, 10, data), 0U);
    QCOMPARE(QByteArray::fromStdString(data), content.mid(77'777, 10));
}

void OperationsTest::readsNothingPastTheEnd()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "x");
    std::string data = "?";
    QCOMPARE(shared.client().openPath("file", 1, 0), 0U);
    QCOMPARE(shared.client().read(1, 1, 100, data), 0U);
    QVERIFY(data.empty());
    QCOMPARE(shared.client().read(1, 0xffffffffffffffff, 100, data), number(Errno::Invalid));
}

void OperationsTest::clipsAReadToTheSizeOfAMessage()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), QByteArray(10'000, 'x'));
    QCOMPARE(shared.client().connect(4096), 0U);
    QCOMPARE(shared.client().openPath("file", 1, 0), 0U);
    std::string data;
    QCOMPARE(shared.client().read(1, 0, 0xffffffff, data), 0U);
    QCOMPARE(data.size(), std::size_t(4096 - 11));
}

void OperationsTest::createsAndWritesAFile()
{
    SharedFixture shared;
    QCOMPARE(shared.client().createPath("new", 1), 0U);
    QCOMPARE(shared.client().write(1, 0, "hello"), 0U);
    QCOMPARE(shared.client().write(1, 3, "p me"), 0U);
    std::string data;
    QCOMPARE(shared.client().read(1, 0, 100, data), 0U);
    QCOMPARE(data, std::string("help me"));
    QCOMPARE(shared.content(QStringLiteral("new")), QByteArray("help me"));
}

void OperationsTest::opensAnExistingFileOnCreateUnlessItIsExclusive()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "kept");
    QCOMPARE(shared.client().createPath("file", 1, 02 | 0200), number(Errno::Exists));
    QCOMPARE(shared.client().createPath("file", 1, 02), 0U);
    std::string data;
    QCOMPARE(shared.client().read(1, 0, 100, data), 0U);
    QCOMPARE(data, std::string("kept"));
}

void OperationsTest::truncatesOnOpen()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "gone");
    QCOMPARE(shared.client().openPath("file", 1, 01 | 01000), 0U);
    QCOMPARE(shared.content(QStringLiteral("file")), QByteArray());
}

void OperationsTest::keepsAccessModesApart_data()
{
    QTest::addColumn<quint32>("flags");
    QTest::addColumn<quint32>("readError");
    QTest::addColumn<quint32>("writeError");
    QTest::newRow("read") << 0U << 0U << number(Errno::BadFid);
    QTest::newRow("write") << 1U << number(Errno::BadFid) << 0U;
    QTest::newRow("both") << 2U << 0U << 0U;
    QTest::newRow("truncated to be read") << 01000U << 0U << number(Errno::BadFid);
}

void OperationsTest::keepsAccessModesApart()
{
    QFETCH(quint32, flags);
    QFETCH(quint32, readError);
    QFETCH(quint32, writeError);
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "x");
    std::string data;
    QCOMPARE(shared.client().openPath("file", 1, flags), 0U);
    QCOMPARE(shared.client().read(1, 0, 1, data), readError);
    QCOMPARE(shared.client().write(1, 0, "y"), writeError);
    QCOMPARE(shared.client().open(1, flags), number(Errno::Busy)); // once only
    QCOMPARE(shared.client().openPath("file", 2, 3), number(Errno::Invalid));
}

void OperationsTest::writesAtTheOffsetEvenWhenOpenedToAppend()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "abc");
    QCOMPARE(shared.client().openPath("file", 1, 01 | 02000), 0U);
    QCOMPARE(shared.client().write(1, 3, "d"), 0U); // the client knows where the end is
    QCOMPARE(shared.client().write(1, 0, "A"), 0U);
    QCOMPARE(shared.content(QStringLiteral("file")), QByteArray("Abcd"));
}

void OperationsTest::appendsWhereTheFileEndsByThen()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "abc");
    QCOMPARE(shared.client().openPath("file", 1, 01), 0U);
    shared.put(QStringLiteral("file"), "longer");
    QCOMPARE(shared.client().write(1, endOfFile, "1"), 0U);
    shared.put(QStringLiteral("file"), "less");
    QCOMPARE(shared.client().write(1, endOfFile, "2"), 0U);
    QCOMPARE(shared.client().write(1, 0, "L"), 0U);
    QCOMPARE(shared.content(QStringLiteral("file")), QByteArray("Less2"));
    QCOMPARE(shared.client().openPath("file", 2, 0), 0U);
    QCOMPARE(shared.client().write(2, endOfFile, "3"), number(Errno::BadFid));
}

void OperationsTest::changesSizeModeAndTimes()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "12345");
    QCOMPARE(shared.client().walk(0, 1, {"file"}), 0U);
    QCOMPARE(shared.client().setSize(1, 2), 0U);
    QCOMPARE(shared.content(QStringLiteral("file")), QByteArray("12"));
    QCOMPARE(shared.client().setMode(1, 0755), 0U);
    QCOMPARE(hostStat(shared, "file").st_mode & 07777, 0755U);
    Request times(p9::Type::SetAttributes);
    times.u32(1).u32(16 | 32 | 128 | 256).u32(0).u32(0).u32(0).u64(0);
    QCOMPARE(shared.client().call(times.u64(1'000'000).u64(5).u64(2'000'000).u64(6)).error(), 0U);
    QCOMPARE(hostStat(shared, "file").st_atim.tv_sec, 1'000'000L);
    QCOMPARE(hostStat(shared, "file").st_mtim.tv_sec, 2'000'000L);
    QCOMPARE(hostStat(shared, "file").st_mtim.tv_nsec, 6L);
    Request touch(p9::Type::SetAttributes); // modified now; accessed stays
    touch.u32(1).u32(32).u32(0).u32(0).u32(0).u64(0).u64(0).u64(0).u64(0).u64(0);
    QCOMPARE(shared.client().call(touch).error(), 0U);
    QCOMPARE(hostStat(shared, "file").st_atim.tv_sec, 1'000'000L);
    QVERIFY(hostStat(shared, "file").st_mtim.tv_sec > 1'500'000'000L);
}

void OperationsTest::changesAFileThatIsOpenAndRemoved()
{
    SharedFixture shared;
    QCOMPARE(shared.client().createPath("file", 1), 0U);
    QCOMPARE(shared.client().unlink(0, "file"), 0U);
    QCOMPARE(shared.client().write(1, 0, "still here"), 0U);
    QCOMPARE(shared.client().setSize(1, 5), 0U);
    QCOMPARE(shared.client().setMode(1, 0600), 0U);
    Stat stat;
    QCOMPARE(shared.client().stat(1, stat), 0U);
    QCOMPARE(stat.size, std::uint64_t(5));
    QCOMPARE(stat.links, std::uint64_t(0));
}

void OperationsTest::dropsSetuidBits()
{
    SharedFixture shared;
    QCOMPARE(shared.client().walk(0, 1, {}), 0U);
    QCOMPARE(shared.client().create(1, "file", 02, 06777), 0U);
    QCOMPARE(hostStat(shared, "file").st_mode & 07000, 0U);
    QCOMPARE(shared.client().setMode(1, 07755), 0U);
    QCOMPARE(hostStat(shared, "file").st_mode & 07777, 0755U);
}

void OperationsTest::keepsFilesReadableForTheirOwner()
{
    SharedFixture shared;
    QCOMPARE(shared.client().walk(0, 1, {}), 0U);
    QCOMPARE(shared.client().create(1, "file", 02, 0), 0U);
    QCOMPARE(hostStat(shared, "file").st_mode & 0777, 0600U);
    QCOMPARE(shared.client().makeFolder(0, "folder"), 0U);
    QCOMPARE(shared.client().walk(0, 2, {"folder"}), 0U);
    QCOMPARE(shared.client().setMode(2, 0), 0U);
    QCOMPARE(hostStat(shared, "folder").st_mode & 0777, 0700U);
}

void OperationsTest::makesAndRemovesFolders()
{
    SharedFixture shared;
    QCOMPARE(shared.client().makeFolder(0, "a"), 0U);
    QCOMPARE(shared.client().makeFolder(0, "a"), number(Errno::Exists));
    QCOMPARE(shared.client().walk(0, 1, {"a"}), 0U);
    QCOMPARE(shared.client().makeFolder(1, "b"), 0U);
    QCOMPARE(shared.client().unlink(0, "a", true), number(Errno::NotEmpty));
    QCOMPARE(shared.client().unlink(1, "b", true), 0U);
    QCOMPARE(shared.client().unlink(0, "a", true), 0U);
    QVERIFY(QDir(shared.path()).isEmpty());
}

void OperationsTest::refusesToRemoveTheWrongKind()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("folder"));
    shared.put(QStringLiteral("file"), {});
    QCOMPARE(shared.client().unlink(0, "folder", false), number(Errno::IsFolder));
    QCOMPARE(shared.client().unlink(0, "file", true), number(Errno::NotFolder));
    QCOMPARE(shared.client().unlink(0, "missing"), number(Errno::NoEntry));
}

void OperationsTest::removesAndClosesAtOnce()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), {});
    shared.makeFolder(QStringLiteral("full/inside"));
    QCOMPARE(shared.client().walk(0, 1, {"file"}), 0U);
    QCOMPARE(shared.client().call(Request(p9::Type::Remove).u32(1)).error(), 0U);
    QCOMPARE(shared.client().clunk(1), number(Errno::BadFid));
    QCOMPARE(shared.client().walk(0, 1, {"full"}), 0U);
    QCOMPARE(shared.client().call(Request(p9::Type::Remove).u32(1)).error(), number(Errno::NotEmpty));
    QCOMPARE(shared.client().clunk(1), number(Errno::BadFid)); // closed all the same
}

void OperationsTest::renamesWithinAndAcrossFolders()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("folder"));
    shared.put(QStringLiteral("file"), "x");
    QCOMPARE(shared.client().rename(0, "file", 0, "other"), 0U);
    QCOMPARE(shared.client().walk(0, 1, {"folder"}), 0U);
    QCOMPARE(shared.client().rename(0, "other", 1, "moved"), 0U);
    QCOMPARE(shared.content(QStringLiteral("folder/moved")), QByteArray("x"));
    QCOMPARE(shared.client().walk(1, 2, {"moved"}), 0U);
    QCOMPARE(shared.client().call(Request(p9::Type::Rename).u32(2).u32(0).text("back")).error(), 0U);
    QCOMPARE(shared.content(QStringLiteral("back")), QByteArray("x"));
    QCOMPARE(shared.client().open(2, 0), 0U); // follows its file
    QCOMPARE(shared.client().rename(0, "folder", 1, "itself"), number(Errno::Invalid));
    QCOMPARE(shared.client().rename(0, "missing", 0, "b"), number(Errno::NoEntry));
}

void OperationsTest::renamesOverAFile()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("folder"));
    shared.put(QStringLiteral("new"), "new");
    shared.put(QStringLiteral("old"), "old");
    QCOMPARE(shared.client().rename(0, "new", 0, "old"), 0U);
    QCOMPARE(shared.content(QStringLiteral("old")), QByteArray("new"));
    QCOMPARE(shared.client().rename(0, "old", 0, "folder"), number(Errno::IsFolder));
}

void OperationsTest::movesTheFidsBelowARenamedFolder()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("a/b"));
    shared.makeFolder(QStringLiteral("ab"));
    shared.put(QStringLiteral("a/b/file"), "x");
    shared.put(QStringLiteral("ab/file"), "neighbour");
    QCOMPARE(shared.client().walk(0, 1, {"a", "b", "file"}), 0U);
    QCOMPARE(shared.client().walk(0, 2, {"ab", "file"}), 0U);
    QCOMPARE(shared.client().rename(0, "a", 0, "c"), 0U);
    std::string data;
    QCOMPARE(shared.client().open(1, 0), 0U);
    QCOMPARE(shared.client().read(1, 0, 10, data), 0U);
    QCOMPARE(data, std::string("x"));
    QCOMPARE(shared.client().open(2, 0), 0U);
}

void OperationsTest::makesARegularNode()
{
    SharedFixture shared;
    const auto node = Request(p9::Type::MakeNode).u32(0).text("file").u32(0100644).u32(0).u32(0).u32(1000);
    QCOMPARE(shared.client().call(node).error(), 0U);
    QCOMPARE(shared.content(QStringLiteral("file")), QByteArray());
    QCOMPARE(shared.client().call(node).error(), number(Errno::Exists));
}

void OperationsTest::hasNoExtendedAttributes()
{
    SharedFixture shared;
    const auto walk = Request(p9::Type::XattrWalk).u32(0).u32(1).text("security.capability");
    QCOMPARE(shared.client().call(walk).error(), number(Errno::NotSupported));
    const auto create = Request(p9::Type::XattrCreate).u32(0).text("user.x").u64(1).u32(0);
    QCOMPARE(shared.client().call(create).error(), number(Errno::NotSupported));
}

void OperationsTest::grantsLocks()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), {});
    QCOMPARE(shared.client().openPath("file", 1, 2), 0U);
    const auto lock = Request(p9::Type::Lock).u32(1).u8(1).u32(1).u64(0).u64(0).u32(42).text("guest");
    QCOMPARE(shared.client().call(lock).u8(), std::uint8_t(0));
    Answer held =
        shared.client().call(Request(p9::Type::GetLock).u32(1).u8(1).u64(5).u64(7).u32(42).text("guest"));
    QCOMPARE(held.u8(), std::uint8_t(2)); // F_UNLCK: nobody else holds it
    QCOMPARE(held.u64(), std::uint64_t(5));
    QCOMPARE(held.u64(), std::uint64_t(7));
    QCOMPARE(held.u32(), 42U);
    QCOMPARE(held.text(), std::string("guest"));
}

void OperationsTest::syncsFilesAndFolders()
{
    SharedFixture shared;
    QCOMPARE(shared.client().createPath("file", 1), 0U);
    for (const std::uint32_t dataOnly : {0U, 1U})
        for (const std::uint32_t fid : {0U, 1U})
            QCOMPARE(shared.client().call(Request(p9::Type::Sync).u32(fid).u32(dataOnly)).error(), 0U);
}

void OperationsTest::tellsTheSpaceOfTheHost()
{
    SharedFixture shared;
    Answer answer = shared.client().call(Request(p9::Type::StatFs).u32(0));
    QCOMPARE(answer.u32(), 0x01021997U);
    const std::uint64_t unit = answer.u32();
    const std::uint64_t all = answer.u64();
    const std::uint64_t free = answer.u64();
    QVERIFY(unit > 0 && all > 0 && free <= all);
}

void OperationsTest::listsEveryOpenAndChange()
{
    SharedFixture shared;
    shared.put(QStringLiteral("old"), "x");
    P9Client client = shared.client();
    QCOMPARE(client.readFile("old"), std::string("x"));
    QCOMPARE(client.writeFile("new", "y"), 0U);
    QCOMPARE(client.openPath("new", 1, 1), 0U);
    QCOMPARE(client.makeFolder(0, "folder"), 0U);
    QCOMPARE(client.rename(0, "old", 0, "renamed"), 0U);
    QCOMPARE(client.setSize(1, 0), 0U);
    QCOMPARE(client.setMode(1, 0600), 0U);
    QCOMPARE(client.unlink(0, "renamed"), 0U);
    QCOMPARE(client.unlink(0, "folder", true), 0U);
    QCOMPARE(client.namesIn("").size(), std::size_t(1));
    QCOMPARE(
        shared.auditLines().join(u'\n'),
        QStringLiteral("open-read old\ncreate new\nopen-write new\nmkdir folder\nrename old>renamed\n"
                       "truncate new\nchange-attributes new\nremove renamed\nremove folder\nopen-read "));
}

void OperationsTest::putsTheTimeOnEveryLine()
{
    SharedFixture shared;
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    QCOMPARE(shared.client().makeFolder(0, "folder"), 0U);
    QCOMPARE(shared.accesses.size(), std::size_t(1));
    QVERIFY(shared.accesses[0].timeMs >= before);
    QVERIFY(shared.accesses[0].timeMs <= QDateTime::currentMSecsSinceEpoch());
}

void OperationsTest::listsNoLookUpOfAMissingFile()
{
    SharedFixture shared;
    QCOMPARE(shared.client().readFile("missing"), std::string("error 2"));
    QVERIFY(shared.accesses.empty());
}

QTEST_GUILESS_MAIN(OperationsTest)
#include "operations_test.moc"
