#include "shared_fixture.h"

#include <QThread>

#include <atomic>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

using namespace glasshouse::sandbox;

using Lookup = HostTree::Lookup;
Q_DECLARE_METATYPE(Lookup)

// What a hostile guest tries, alone or together with something that changes the folder on the host.
class ConfinementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesDotDot();
    void refusesAbsolutePaths();
    void refusesNamesWithSlashesAndNulBytes();
    void refusesASymbolicLinkOutOfTheMount_data() { lookups(); }
    void refusesASymbolicLinkOutOfTheMount();
    void refusesASymbolicLinkInTheMiddleOfAPath_data() { lookups(); }
    void refusesASymbolicLinkInTheMiddleOfAPath();
    void refusesAMagicLink();
    void listsASymbolicLinkAsOne();
    void staysInsideWhileAFolderIsSwappedForALink_data() { lookups(); }
    void staysInsideWhileAFolderIsSwappedForALink();
    void staysInsideWhenTheSharedFolderItselfIsSwapped();
    void staysInsideWhenAFolderIsMovedOutOfTheMount();
    void readsTheOpenedFileThoughItIsSwapped();
    void followsNoLinkPutInPlaceOfAFidsFile();
    void changesNoFileThroughALinkPutInItsPlace();
    void refusesToCreateLinksAndSpecialFiles_data();
    void refusesToCreateLinksAndSpecialFiles();
    void refusesSpecialFilesOfTheHost_data();
    void refusesSpecialFilesOfTheHost();
    void waitsForNoNamedPipe();
    void waitsForNoNamedPipeThatIsSwappedIn();
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

private:
    static void lookups()
    {
        QTest::addColumn<Lookup>("lookup");
        QTest::newRow("openat2") << Lookup::WholePath;
        QTest::newRow("by component") << Lookup::ByComponent;
    }
};

namespace {

void link(const SharedFixture &shared, const char *target, const char *name)
{
    if (::symlink(target, shared.nativePath(name).constData()) != 0)
        qFatal("Could not make the link.");
}

bool isRefusal(const std::string &read)
{
    return read == "error 13" || read == "error 40" || read == "error 20" || read == "error 2";
}

// Swaps two entries of the folder with each other, again and again; there is never nothing.
class Swapper
{
public:
    Swapper(const SharedFixture &shared, const char *one, const char *other)
        : m_one(shared.nativePath(one)), m_other(shared.nativePath(other)),
          m_thread(QThread::create([this] { run(); }))
    {
        m_thread->start();
    }
    ~Swapper()
    {
        m_stop = true;
        m_thread->wait();
    }
    [[nodiscard]] int swaps() const { return m_swaps; }

private:
    void run()
    {
        while (!m_stop) {
            ::renameat2(AT_FDCWD, m_one.constData(), AT_FDCWD, m_other.constData(), RENAME_EXCHANGE);
            ++m_swaps;
        }
    }

    QByteArray m_one, m_other;
    std::atomic<bool> m_stop = false;
    std::atomic<int> m_swaps = 0;
    std::unique_ptr<QThread> m_thread;
};

// What a guest does in a folder whose fid it has; nothing of it may show anywhere else.
void changeMuch(P9Client client, std::uint32_t folder)
{
    if (client.walk(folder, 50, {}) == 0 && client.create(50, "new", 02) == 0)
        (void)client.write(50, 0, "by the guest");
    (void)client.clunk(50);
    (void)client.unlink(folder, "new");
    (void)client.makeFolder(folder, "made");
    (void)client.rename(folder, "made", folder, "renamed");
    (void)client.unlink(folder, "renamed", true);
}

// Through a fid that was walked to earlier: only its path is left of that.
std::string readThrough(P9Client client, std::uint32_t file)
{
    std::string data;
    std::uint32_t error = client.walk(file, 50, {});
    if (error == 0)
        error = client.open(50, 0);
    if (error == 0)
        error = client.read(50, 0, 100, data);
    (void)client.clunk(50);
    return error ? "error " + std::to_string(error) : data;
}

} // namespace

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

void ConfinementTest::refusesASymbolicLinkOutOfTheMount()
{
    QFETCH(Lookup, lookup);
    SharedFixture shared(true, {}, lookup);
    shared.put(QStringLiteral("../secret"), "secret");
    link(shared, "../secret", "relative");
    link(shared, "/etc/passwd", "absolute");
    link(shared, "missing", "dangling");
    for (const char *name : {"relative", "absolute", "dangling"}) {
        QCOMPARE(shared.client().readFile(name), std::string("error 13"));
        QCOMPARE(shared.lastRefusal(),
                 QStringLiteral("look-up %1: It is a symbolic link, and links are not followed.")
                     .arg(QString::fromUtf8(name)));
        QCOMPARE(shared.client().createPath(name, 1), number(Errno::AccessDenied));
    }
    QVERIFY(!QFile::exists(shared.path(QStringLiteral("missing"))));
    QCOMPARE(shared.content(QStringLiteral("../secret")), QByteArray("secret"));
}

void ConfinementTest::refusesASymbolicLinkInTheMiddleOfAPath()
{
    QFETCH(Lookup, lookup);
    SharedFixture shared(true, {}, lookup);
    shared.makeFolder(QStringLiteral("../outside"));
    shared.put(QStringLiteral("../outside/secret"), "secret");
    shared.makeFolder(QStringLiteral("folder"));
    link(shared, "../outside", "link");
    QVERIFY(isRefusal(shared.client().readFile("link/secret")));
    // A fid that was walked to before the link was there.
    shared.put(QStringLiteral("folder/secret"), "mine");
    QCOMPARE(shared.client().walk(0, 1, {"folder"}), 0U);
    QCOMPARE(shared.client().walk(1, 2, {"secret"}), 0U);
    QVERIFY(QFile::rename(shared.path(QStringLiteral("folder")), shared.path(QStringLiteral("away"))));
    link(shared, "../outside", "folder");
    QVERIFY(shared.client().open(2, 0) != 0);
    QVERIFY(shared.client().setSize(2, 0) != 0);
    QVERIFY(shared.client().create(1, "new", 02) != 0);
    QVERIFY(shared.client().unlink(1, "secret") != 0);
    QVERIFY(shared.client().rename(0, "away", 1, "in") != 0);
    QCOMPARE(QDir(shared.path(QStringLiteral("../outside"))).entryList(QDir::Files),
             QStringList{QStringLiteral("secret")});
    QCOMPARE(shared.content(QStringLiteral("../outside/secret")), QByteArray("secret"));
}

void ConfinementTest::refusesAMagicLink()
{
    SharedFixture shared;
    auto tree = HostTree::open("/proc/self");
    QVERIFY(tree);
    for (const char *name : {"cwd", "root", "exe"}) {
        const auto found = tree->attributes(TreePath().child(name));
        QVERIFY(found);
        QVERIFY(found->kind == EntryKind::Symlink);
        QVERIFY(!tree->openFolder(TreePath().child(name)));
        QVERIFY(!tree->attributes(TreePath().child(name).child("etc")));
    }
    QVERIFY(!tree->openFile(TreePath().child("fd").child("0"), HostFile::Access::Read));
}

void ConfinementTest::listsASymbolicLinkAsOne()
{
    SharedFixture shared;
    link(shared, "/etc/passwd", "link");
    QCOMPARE(shared.client().openPath("", 1, 0), 0U);
    std::vector<Listed> entries;
    QCOMPARE(shared.client().list(1, 0, 4096, entries), 0U);
    const auto found =
        std::find_if(entries.begin(), entries.end(), [](const Listed &e) { return e.name == "link"; });
    QVERIFY(found != entries.end());
    QCOMPARE(found->type, std::uint8_t(10)); // DT_LNK
    QCOMPARE(shared.client().call(Request(p9::Type::ReadLink).u32(0)).error(), number(Errno::Invalid));
}

void ConfinementTest::staysInsideWhileAFolderIsSwappedForALink()
{
    QFETCH(Lookup, lookup);
    SharedFixture shared(true, {}, lookup);
    shared.makeFolder(QStringLiteral("../outside"));
    shared.put(QStringLiteral("../outside/file"), "secret");
    shared.makeFolder(QStringLiteral("folder"));
    shared.put(QStringLiteral("folder/file"), "inside");
    link(shared, "../outside", "link");
    QCOMPARE(shared.client().walk(0, 1, {"folder"}), 0U);
    QCOMPARE(shared.client().walk(1, 2, {"file"}), 0U);
    int read = 0;
    int refused = 0;
    const Swapper swapper(shared, "folder", "link");
    const QDeadlineTimer deadline(20'000);
    for (int i = 0; (i < 3000 || read == 0 || refused == 0) && !deadline.hasExpired(); ++i) {
        const std::string found = readThrough(shared.client(), 2);
        QVERIFY2(found == "inside" || isRefusal(found), found.c_str());
        ++(found == "inside" ? read : refused);
        changeMuch(shared.client(), 1);
        QCOMPARE(QDir(shared.path(QStringLiteral("../outside")))
                     .entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 QStringList{QStringLiteral("file")});
    }
    QVERIFY(read > 0 && refused > 0);
    QCOMPARE(shared.content(QStringLiteral("../outside/file")), QByteArray("secret"));
}

void ConfinementTest::staysInsideWhenTheSharedFolderItselfIsSwapped()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "mine");
    shared.makeFolder(QStringLiteral("../outside"));
    shared.put(QStringLiteral("../outside/file"), "secret");
    QVERIFY(QFile::rename(shared.path(), shared.path(QStringLiteral("../moved"))) ||
            ::rename(QFile::encodeName(shared.path()).constData(),
                     (QFile::encodeName(shared.path()) + ".moved").constData()) == 0);
    QCOMPARE(::symlink("outside", QFile::encodeName(shared.path()).constData()), 0);
    QCOMPARE(shared.client().readFile("file"), std::string("mine"));
}

void ConfinementTest::staysInsideWhenAFolderIsMovedOutOfTheMount()
{
    SharedFixture shared;
    shared.makeFolder(QStringLiteral("folder/deep"));
    shared.put(QStringLiteral("../secret"), "secret");
    QCOMPARE(shared.client().walk(0, 1, {"folder", "deep"}), 0U);
    QCOMPARE(::rename(shared.nativePath("folder").constData(), shared.nativePath("../folder").constData()),
             0);
    QCOMPARE(shared.client().walk(1, 2, {".."}), number(Errno::NotPermitted));
    QVERIFY(shared.client().create(1, "new", 02) != 0);
    QVERIFY(!QFile::exists(shared.path(QStringLiteral("../folder/deep/new"))));
}

void ConfinementTest::readsTheOpenedFileThoughItIsSwapped()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), QByteArray(100, 'a'));
    shared.put(QStringLiteral("../secret"), QByteArray(100, 's'));
    QCOMPARE(shared.client().openPath("file", 1, 0), 0U);
    std::string data;
    QCOMPARE(shared.client().read(1, 0, 50, data), 0U);
    QVERIFY(QFile::remove(shared.path(QStringLiteral("file"))));
    link(shared, "../secret", "file");
    QCOMPARE(shared.client().read(1, 50, 50, data), 0U);
    QCOMPARE(data, std::string(50, 'a'));
    QVERIFY(shared.client().readFile("file") == "error 13");
}

void ConfinementTest::followsNoLinkPutInPlaceOfAFidsFile()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "mine");
    shared.put(QStringLiteral("../secret"), "secret");
    QCOMPARE(shared.client().walk(0, 1, {"file"}), 0U);
    QVERIFY(QFile::remove(shared.path(QStringLiteral("file"))));
    link(shared, "../secret", "file");
    Stat stat;
    QCOMPARE(shared.client().stat(1, stat), number(Errno::AccessDenied));
    QCOMPARE(shared.client().open(1, 0), number(Errno::AccessDenied));
    QVERIFY(shared.lastRefusal().contains(QStringLiteral("symbolic link")));
}

void ConfinementTest::changesNoFileThroughALinkPutInItsPlace()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "mine");
    shared.put(QStringLiteral("../secret"), "secret");
    QVERIFY(QFile::setPermissions(shared.path(QStringLiteral("../secret")),
                                  QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(shared.client().walk(0, 1, {"file"}), 0U);
    QVERIFY(QFile::remove(shared.path(QStringLiteral("file"))));
    link(shared, "../secret", "file");
    QCOMPARE(shared.client().setSize(1, 0), number(Errno::AccessDenied));
    QVERIFY(shared.client().setMode(1, 0777) != 0);
    QVERIFY(shared.client().open(1, 01 | 01000) != 0);
    QCOMPARE(shared.content(QStringLiteral("../secret")), QByteArray("secret"));
    QVERIFY(!(QFile::permissions(shared.path(QStringLiteral("../secret"))) & QFile::ReadOther));
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

void ConfinementTest::waitsForNoNamedPipeThatIsSwappedIn()
{
    SharedFixture shared;
    shared.put(QStringLiteral("file"), "x");
    QCOMPARE(::mkfifo(shared.nativePath("pipe").constData(), 0666), 0);
    QCOMPARE(shared.client().walk(0, 1, {"file"}), 0U);
    const Swapper swapper(shared, "file", "pipe");
    const QDeadlineTimer deadline(20'000);
    int read = 0;
    int refused = 0;
    for (int i = 0; (i < 5000 || read == 0 || refused == 0) && !deadline.hasExpired(); ++i) {
        const std::string found = readThrough(shared.client(), 1);
        QVERIFY2(found == "x" || found == "error 13", found.c_str());
        ++(found == "x" ? read : refused);
    }
    QVERIFY(read > 0 && refused > 0);
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
