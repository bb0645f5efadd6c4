#include "shared_fixture.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

using namespace glasshouse::sandbox;

// What a hostile guest tries alone; links and changes on the host have tests of their own.
class ConfinementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesDotDot();
    void refusesAbsolutePaths();
    void refusesNamesWithSlashesAndNulBytes();
    void refusesToCreateLinksAndSpecialFiles_data();
    void refusesToCreateLinksAndSpecialFiles();
    void refusesSpecialFilesOfTheHost_data();
    void refusesSpecialFilesOfTheHost();
    void waitsForNoNamedPipe();
    void refusesToChangeAHardLinkedFile();
    void changesNothingInAReadOnlyMount_data();
    void changesNothingInAReadOnlyMount();
    void createsNoFileUnderADeceivingName_data();
    void createsNoFileUnderADeceivingName();
    void removesAndRenamesNoLinkOfTheHost();
    void keepsTheRootInItsPlace();
    void renamesNothingOutOfTheMount();
    void keepsTheNumberOfTheParentToItself();
    void refusesAPathDeeperThanTheHostCanName();
    void cutsAHugeNameInTheAudit();
};

void ConfinementTest::refusesDotDot()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("folder"));
    shared.put(QStringLiteral("../secret"), "secret");
    P9Client client = shared.client();
    QCOMPARE(client.walk(0, 1, {".."}), number(Errno::NotPermitted));
    QVERIFY(shared.lastRefusal().startsWith(QStringLiteral("look-up ..: ")));
    QVERIFY(client.walk(0, 1, {"folder", "..", "..", "secret"}) != 0);
    QCOMPARE(client.createPath("..", 1), number(Errno::NotPermitted));
    QCOMPARE(client.makeFolder(0, ".."), number(Errno::NotPermitted));
    QCOMPARE(client.unlink(0, "..", true), number(Errno::NotPermitted));
    QCOMPARE(client.rename(0, "folder", 0, ".."), number(Errno::NotPermitted));
    QCOMPARE(client.rename(0, "..", 0, "up"), number(Errno::NotPermitted));
}

void ConfinementTest::refusesAbsolutePaths()
{
    SharedFixture shared;
    QCOMPARE(shared.client().walk(0, 1, {"/etc/passwd"}), number(Errno::Invalid));
    QCOMPARE(shared.client().createPath("/tmp/glasshouse-escaped", 1), number(Errno::Invalid));
    QVERIFY(!QFile::exists(QStringLiteral("/tmp/glasshouse-escaped")));
}

void ConfinementTest::refusesNamesWithSlashesAndNulBytes()
{
    SharedFixture shared;
    shared.put(QStringLiteral("../secret"), "secret");
    shared.put(QStringLiteral("file"), "x");
    for (const std::string &name :
         {std::string("../secret"), std::string("./file"), std::string("file\0.png", 9)}) {
        QCOMPARE(shared.client().walk(0, 1, {name}), number(Errno::Invalid));
        QCOMPARE(shared.client().createPath(name, 1), number(Errno::Invalid));
        QCOMPARE(shared.client().unlink(0, name), number(Errno::Invalid));
        QCOMPARE(shared.client().rename(0, "file", 0, name), number(Errno::Invalid));
    }
    QCOMPARE(shared.content(QStringLiteral("../secret")), QByteArray("secret"));
}

void ConfinementTest::refusesToCreateLinksAndSpecialFiles_data()
{
    QTest::addColumn<QByteArray>("request");
    const auto node = [](std::uint32_t mode) {
        return Request(p9::Type::MakeNode)
            .u32(0)
            .text("new")
            .u32(mode | 0666)
            .u32(1)
            .u32(3)
            .u32(1000)
            .bytes();
    };
    QTest::newRow("named pipe") << node(S_IFIFO);
    QTest::newRow("character device") << node(S_IFCHR);
    QTest::newRow("block device") << node(S_IFBLK);
    QTest::newRow("socket") << node(S_IFSOCK);
    QTest::newRow("symbolic link")
        << Request(p9::Type::Symlink).u32(0).text("new").text("/etc/passwd").u32(1000).bytes();
    QTest::newRow("hard link") << Request(p9::Type::Link).u32(0).u32(1).text("new").bytes();
}

void ConfinementTest::refusesToCreateLinksAndSpecialFiles()
{
    QFETCH(QByteArray, request);
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "x");
    QCOMPARE(shared.client().walk(0, 1, {"file"}), 0U);
    auto answers = answersIn(shared.session().receive(request));
    QCOMPARE(answers.size(), std::size_t(1));
    QCOMPARE(answers[0].error(), number(Errno::NotPermitted));
    QCOMPARE(QDir(shared.path()).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot),
             QStringList{QStringLiteral("file")});
    QVERIFY(shared.lastRefusal().startsWith(QStringLiteral("create-special new: ")));
}

void ConfinementTest::refusesSpecialFilesOfTheHost_data()
{
    QTest::addColumn<quint32>("kind");
    QTest::newRow("named pipe") << quint32(S_IFIFO);
    QTest::newRow("device") << quint32(S_IFCHR);
    QTest::newRow("socket") << quint32(S_IFSOCK);
}

void ConfinementTest::refusesSpecialFilesOfTheHost()
{
    QFETCH(quint32, kind);
    SharedFixture shared;
    if (::mknod(shared.nativePath("special").constData(), kind | 0666, ::makedev(1, 5)) != 0)
        QSKIP("Only root makes devices.");
    QCOMPARE(shared.client().readFile("special"), std::string("error 13"));
    QCOMPARE(shared.client().createPath("special", 1), number(Errno::AccessDenied));
    QCOMPARE(shared.client().unlink(0, "special"), number(Errno::AccessDenied));
    QCOMPARE(shared.client().namesIn(""), std::vector<std::string>{"special"}); // nothing is hidden
    QVERIFY(shared.lastRefusal().endsWith(QStringLiteral("It is a device, a named pipe or a socket.")));
}

void ConfinementTest::waitsForNoNamedPipe()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "x");
    QCOMPARE(shared.client().walk(0, 1, {"file"}), 0U);
    QVERIFY(QFile::remove(shared.path(QStringLiteral("file"))));
    QCOMPARE(::mkfifo(shared.nativePath("file").constData(), 0666), 0);
    QCOMPARE(shared.client().open(1, 0), number(Errno::AccessDenied)); // would hang without an end
    QCOMPARE(shared.client().setSize(1, 0), number(Errno::AccessDenied));
}

void ConfinementTest::refusesToChangeAHardLinkedFile()
{
    SharedFixture shared;
    shared.put(QStringLiteral("../secret"), "secret");
    QCOMPARE(::link(shared.nativePath("../secret").constData(), shared.nativePath("file").constData()), 0);
    QCOMPARE(shared.client().readFile("file"), std::string("secret")); // the user put it there
    for (const std::uint32_t flags : {01U, 02U, 01U | 01000U, 01000U})
        QCOMPARE(shared.client().openPath("file", 1, flags), number(Errno::NotPermitted));
    QVERIFY(shared.lastRefusal().contains(QStringLiteral("hard link")));
    QCOMPARE(shared.client().createPath("file", 1), number(Errno::NotPermitted));
    QCOMPARE(shared.client().walk(0, 1, {"file"}), 0U);
    QCOMPARE(shared.client().setSize(1, 0), number(Errno::NotPermitted));
    QCOMPARE(shared.client().setMode(1, 0777), number(Errno::NotPermitted));
    QCOMPARE(shared.content(QStringLiteral("../secret")), QByteArray("secret"));
    QCOMPARE(shared.client().unlink(0, "file"), 0U); // only this name goes
    QCOMPARE(shared.content(QStringLiteral("../secret")), QByteArray("secret"));
}

void ConfinementTest::changesNothingInAReadOnlyMount_data()
{
    QTest::addColumn<QByteArray>("request");
    const auto open = [](std::uint32_t flags) { return Request(p9::Type::Open).u32(1).u32(flags).bytes(); };
    QTest::newRow("open to write") << open(1);
    QTest::newRow("open to read and write") << open(2);
    QTest::newRow("open to truncate") << open(01000);
    QTest::newRow("create") << Request(p9::Type::Create).u32(0).text("new").u32(1).u32(0644).u32(0).bytes();
    QTest::newRow("create what exists")
        << Request(p9::Type::Create).u32(0).text("file").u32(1).u32(0).u32(0).bytes();
    QTest::newRow("make folder") << Request(p9::Type::MakeFolder).u32(0).text("new").u32(0755).u32(0).bytes();
    QTest::newRow("regular node")
        << Request(p9::Type::MakeNode).u32(0).text("new").u32(0100644).u32(0).u32(0).u32(0).bytes();
    QTest::newRow("pipe")
        << Request(p9::Type::MakeNode).u32(0).text("new").u32(0010644).u32(0).u32(0).u32(0).bytes();
    QTest::newRow("symbolic link") << Request(p9::Type::Symlink).u32(0).text("new").text("x").u32(0).bytes();
    QTest::newRow("hard link") << Request(p9::Type::Link).u32(0).u32(1).text("new").bytes();
    QTest::newRow("remove") << Request(p9::Type::Remove).u32(1).bytes();
    QTest::newRow("unlink") << Request(p9::Type::UnlinkAt).u32(0).text("file").u32(0).bytes();
    QTest::newRow("remove folder") << Request(p9::Type::UnlinkAt).u32(0).text("folder").u32(0x200).bytes();
    QTest::newRow("rename") << Request(p9::Type::Rename).u32(1).u32(0).text("new").bytes();
    QTest::newRow("rename at") << Request(p9::Type::RenameAt).u32(0).text("file").u32(0).text("new").bytes();
    const auto change = [](std::uint32_t valid) {
        Request request(p9::Type::SetAttributes);
        return request.u32(1).u32(valid).u32(0777).u32(0).u32(0).u64(0).u64(0).u64(0).u64(0).u64(0).bytes();
    };
    QTest::newRow("mode") << change(1);
    QTest::newRow("owner") << change(2);
    QTest::newRow("size") << change(8);
    QTest::newRow("time") << change(32 | 256);
}

void ConfinementTest::changesNothingInAReadOnlyMount()
{
    QFETCH(QByteArray, request);
    SharedFixture shared(false);
    shared.put(QStringLiteral("file"), "x");
    shared.makeFolder(QStringLiteral("folder"));
    struct stat before = {};
    QCOMPARE(::stat(shared.nativePath("file").constData(), &before), 0);
    QCOMPARE(shared.client().walk(0, 1, {"file"}), 0U);
    auto answers = answersIn(shared.session().receive(request));
    QCOMPARE(answers.size(), std::size_t(1));
    QCOMPARE(answers[0].error(), number(Errno::ReadOnly));
    QVERIFY(!shared.lastRefusal().isEmpty());
    struct stat after = {};
    QCOMPARE(::stat(shared.nativePath("file").constData(), &after), 0);
    QVERIFY(before.st_ctim.tv_nsec == after.st_ctim.tv_nsec && before.st_ctim.tv_sec == after.st_ctim.tv_sec);
    QCOMPARE(shared.client().namesIn(""), (std::vector<std::string>{"file", "folder"}));
}

void ConfinementTest::createsNoFileUnderADeceivingName_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<quint32>("error");
    QTest::newRow("newline") << QByteArray("a\nb") << 22U;
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << 22U;
    QTest::newRow("right to left") << QByteArray("gnp\xe2\x80\xae.exe") << 22U;
    QTest::newRow("300 bytes") << QByteArray(300, 'x') << 36U;
    QTest::newRow("device of Windows") << QByteArray("CON") << 22U;
    QTest::newRow("drive") << QByteArray("C:") << 22U;
    QTest::newRow("stream of Windows") << QByteArray("a:b") << 22U;
    QTest::newRow("invalid UTF-8") << QByteArray("\xff\xfe") << 22U;
    QTest::newRow("empty") << QByteArray() << 2U;
}

void ConfinementTest::createsNoFileUnderADeceivingName()
{
    QFETCH(QByteArray, name);
    QFETCH(quint32, error);
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "x");
    const std::string deceiving = name.toStdString();
    QCOMPARE(shared.client().createPath(deceiving, 1), error);
    QVERIFY(shared.lastRefusal().startsWith(QStringLiteral("create ")));
    QCOMPARE(shared.client().makeFolder(0, deceiving), error);
    QCOMPARE(shared.client().rename(0, "file", 0, deceiving), error);
    QVERIFY(shared.lastRefusal().startsWith(QStringLiteral("rename file: ")));
    QCOMPARE(shared.client().namesIn(""), std::vector<std::string>{"file"});
}

void ConfinementTest::removesAndRenamesNoLinkOfTheHost()
{
    SharedFixture shared;
    link(shared, "/etc/passwd", "link");
    shared.put(QStringLiteral("file"), "x");
    QCOMPARE(shared.client().unlink(0, "link"), number(Errno::AccessDenied));
    QCOMPARE(shared.client().rename(0, "link", 0, "moved"), number(Errno::AccessDenied));
    QCOMPARE(shared.client().rename(0, "file", 0, "link"), number(Errno::AccessDenied));
    QVERIFY(QFileInfo(shared.path(QStringLiteral("link"))).isSymLink());
}

void ConfinementTest::keepsTheRootInItsPlace()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("folder"));
    QCOMPARE(shared.client().walk(0, 1, {}), 0U);
    QVERIFY(shared.client().call(Request(p9::Type::Remove).u32(1)).error() != 0);
    QCOMPARE(shared.client().walk(0, 1, {"folder"}), 0U);
    QCOMPARE(shared.client().call(Request(p9::Type::Rename).u32(0).u32(1).text("root")).error(),
             number(Errno::Busy));
    QVERIFY(shared.client().unlink(0, "", true) != 0);
    QVERIFY(QDir(shared.path(QStringLiteral("folder"))).exists());
}

void ConfinementTest::renamesNothingOutOfTheMount()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "x");
    shared.makeFolder(QStringLiteral("folder"));
    QCOMPARE(shared.client().walk(0, 1, {"folder"}), 0U);
    QCOMPARE(shared.client().rename(0, "file", 1, "../../escaped"), number(Errno::Invalid));
    QCOMPARE(shared.client().rename(0, "../../etc", 1, "in"), number(Errno::Invalid));
    QCOMPARE(::rmdir(shared.nativePath("folder").constData()), 0);
    shared.makeFolder(QStringLiteral("../outside"));
    link(shared, "../outside", "folder"); // the target folder of the rename is swapped
    QVERIFY(shared.client().rename(0, "file", 1, "escaped") != 0);
    QVERIFY(QDir(shared.path(QStringLiteral("../outside"))).isEmpty());
}

void ConfinementTest::keepsTheNumberOfTheParentToItself()
{
    SharedFixture shared;
    QCOMPARE(shared.client().openPath("", 1, 0), 0U);
    Answer answer = shared.client().call(Request(p9::Type::ReadFolder).u32(1).u64(0).u32(4096));
    struct stat root = {};
    QCOMPARE(::stat(shared.nativePath("").constData(), &root), 0);
    (void)answer.u32();
    while (!answer.atEnd()) {
        const p9::Qid qid = answer.qid();
        (void)answer.u64();
        (void)answer.u8();
        (void)answer.text();
        QCOMPARE(qid.path, std::uint64_t(root.st_ino));
    }
}

void ConfinementTest::refusesAPathDeeperThanTheHostCanName()
{
    SharedFixture shared;
    const std::string name(200, 'd');
    std::vector<std::string> folder;
    std::uint32_t error = 0;
    while (error == 0 && folder.size() < 100) {
        QCOMPARE(shared.client().walk(0, 1, folder), 0U);
        error = shared.client().makeFolder(1, name);
        QCOMPARE(shared.client().clunk(1), 0U);
        folder.push_back(name);
    }
    QCOMPARE(error, number(Errno::NameTooLong));
    QVERIFY(folder.size() >= 15 && folder.size() < 25);
    for (folder.pop_back(); !folder.empty();) { // deeper than the test's own clean-up reaches
        folder.pop_back();
        QCOMPARE(shared.client().walk(0, 1, folder), 0U);
        QCOMPARE(shared.client().unlink(1, name, true), 0U);
        QCOMPARE(shared.client().clunk(1), 0U);
    }
}

void ConfinementTest::cutsAHugeNameInTheAudit()
{
    SharedFixture shared;
    QCOMPARE(shared.client().walk(0, 1, {std::string(60'000, 'x')}), number(Errno::NameTooLong));
    QCOMPARE(shared.accesses.size(), std::size_t(1));
    QVERIFY(shared.accesses[0].path.size() <= 4096);
}

QTEST_GUILESS_MAIN(ConfinementTest)
#include "confinement_test.moc"
