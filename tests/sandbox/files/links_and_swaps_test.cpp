#include "shared_fixture.h"

#include <QThread>

#include <atomic>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace glasshouse::sandbox;

using Lookup = HostTree::Lookup;
Q_DECLARE_METATYPE(Lookup)

// Links in the folder, and a host that changes the folder under the guest's feet: nothing leads out.
class LinksAndSwapsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
    void waitsForNoNamedPipeThatIsSwappedIn();

private:
    static void lookups()
    {
        QTest::addColumn<Lookup>("lookup");
        QTest::newRow("openat2") << Lookup::WholePath;
        QTest::newRow("by component") << Lookup::ByComponent;
    }
};

namespace {

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

void LinksAndSwapsTest::refusesASymbolicLinkOutOfTheMount()
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

void LinksAndSwapsTest::refusesASymbolicLinkInTheMiddleOfAPath()
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

void LinksAndSwapsTest::refusesAMagicLink()
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

void LinksAndSwapsTest::listsASymbolicLinkAsOne()
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

void LinksAndSwapsTest::staysInsideWhileAFolderIsSwappedForALink()
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

void LinksAndSwapsTest::staysInsideWhenTheSharedFolderItselfIsSwapped()
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

void LinksAndSwapsTest::staysInsideWhenAFolderIsMovedOutOfTheMount()
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

void LinksAndSwapsTest::readsTheOpenedFileThoughItIsSwapped()
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

void LinksAndSwapsTest::followsNoLinkPutInPlaceOfAFidsFile()
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

void LinksAndSwapsTest::changesNoFileThroughALinkPutInItsPlace()
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

void LinksAndSwapsTest::waitsForNoNamedPipeThatIsSwappedIn()
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

QTEST_GUILESS_MAIN(LinksAndSwapsTest)
#include "links_and_swaps_test.moc"
