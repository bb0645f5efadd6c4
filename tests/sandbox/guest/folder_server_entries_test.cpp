#include "fuse_kernel.h"

#include <algorithm>
#include <cerrno>
#include <set>

#include <fcntl.h>
#include <sys/stat.h>

using namespace glasshouse::guest;

// Files and folders that are told together with their names.
class FolderServerEntriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatEachIsLike();
    void listsEachNameOnce();
    void aKnownFileKeepsItsNode();
    void eachIsForgottenOnce();
    void bothNamesAndAttributesAreBelieved();
    void whatIsOnItsWayIsNotBelieved();
    void whatWasToldBeforeOtherWordsIsNotBelieved();
    void theHostsTimeCountsAsWell();
    void whatTookTheHostTooLongIsNotBelieved();
    void theNameOfAnOpenFileIsNotBelieved();
    void whatWasReplacedSinceIsNotOpened();
    void aFileThatIsGoneIsANameOnly();
    void aFileThatWasReplacedIsANameOnly();
    void aNodeThatIsForgottenMeanwhileIsANameOnly();
    void whatIsNeitherFileNorFolderIsANameOnly();
    void anEmptyFolderHasNothingToAskAbout();
    void aFolderIsClosedMeanwhile();
    void aReadErrorIsTold();
};

namespace {

struct Entry
{
    fuse_entry_out told{};
    std::uint64_t next = 0;
    std::string name;
};

std::vector<Entry> entriesIn(std::string_view bytes)
{
    std::vector<Entry> entries;
    while (!bytes.empty()) {
        const auto head = partOf<fuse_direntplus>(bytes.substr(0, FUSE_NAME_OFFSET_DIRENTPLUS));
        const std::string_view name = bytes.substr(FUSE_NAME_OFFSET_DIRENTPLUS, head.dirent.namelen);
        entries.push_back({head.entry_out, head.dirent.off, std::string(name)});
        bytes.remove_prefix(FUSE_DIRENT_ALIGN(FUSE_NAME_OFFSET_DIRENTPLUS + name.size()));
    }
    return entries;
}

// An open folder, read from its beginning.
class OpenFolder
{
public:
    explicit OpenFolder(Mount &mount) : m_mount(mount)
    {
        if (mount.kernel.openFolder(root, m_handle) != 0)
            qFatal("The folder is not opened.");
    }

    [[nodiscard]] std::uint64_t ask() const
    {
        return m_mount.kernel.send(FUSE_READDIRPLUS, root,
                                   bytesOf(fuse_read_in{m_handle, m_offset, 4096, 0, 0, 0, 0}));
    }
    std::vector<Entry> page(std::uint64_t request)
    {
        m_mount.kernel.carry();
        const KernelAnswer answer = m_mount.kernel.answer(request);
        if (answer.error != 0 || answer.body.size() > 4096)
            qFatal("The folder is not read.");
        auto entries = entriesIn(answer.body);
        if (!entries.empty())
            m_offset = entries.back().next;
        return entries;
    }
    std::vector<Entry> page() { return page(ask()); }
    int close() { return m_mount.kernel.closeFolder(root, m_handle); }
    [[nodiscard]] std::uint64_t handle() const { return m_handle; }

private:
    Mount &m_mount;
    std::uint64_t m_handle = 0;
    std::uint64_t m_offset = 0;
};

fuse_entry_out toldOf(const std::vector<Entry> &entries, std::string_view name)
{
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [name](const Entry &entry) { return entry.name == name; });
    if (found == entries.end())
        qFatal("A name is missing.");
    return found->told;
}

// Of a folder with files of which the first page has room for some only, and which the host has told all.
std::set<std::string> namesOfTheSecondPage(Mount &mount, OpenFolder &folder)
{
    std::set<std::string> names;
    for (int i = 0; i < 40; ++i) {
        mount.share.put(QString::number(i), {});
        names.insert(std::to_string(i));
    }
    for (const Entry &entry : folder.page())
        names.erase(entry.name);
    if (names.empty())
        qFatal("All have room in a page.");
    return names;
}

constexpr std::uint32_t moment = std::chrono::nanoseconds(FolderServer::listedFor).count();

} // namespace

void FolderServerEntriesTest::tellsWhatEachIsLike()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    mount.share.makeFolder(QStringLiteral("folder"));
    const auto entries = OpenFolder(mount).page();
    QCOMPARE(entries.size(), 4U);
    QCOMPARE(toldOf(entries, ".").nodeid, 0U);
    QCOMPARE(toldOf(entries, "..").nodeid, 0U);
    const fuse_entry_out file = toldOf(entries, "file");
    QCOMPARE(file.attr.size, 5U);
    QVERIFY(S_ISREG(file.attr.mode));
    QVERIFY(S_ISDIR(toldOf(entries, "folder").attr.mode));
    QCOMPARE(mount.kernel.sizeOf(file.nodeid), 5U);
    QCOMPARE(mount.kernel.lookUp(root, "file").node(), file.nodeid);
}

void FolderServerEntriesTest::listsEachNameOnce()
{
    Mount mount;
    std::set<std::string> wanted{".", ".."};
    for (int i = 0; i < 500; ++i) {
        const QString name = QString::number(i) + QString(i % 200, u'n');
        mount.share.put(name, {});
        wanted.insert(name.toStdString());
    }
    OpenFolder folder(mount);
    std::set<std::string> names;
    std::size_t count = 0;
    for (auto entries = folder.page(); !entries.empty(); entries = folder.page())
        for (const Entry &entry : entries) {
            names.insert(entry.name);
            ++count;
        }
    QVERIFY(names == wanted);
    QCOMPARE(count, wanted.size());
}

void FolderServerEntriesTest::aKnownFileKeepsItsNode()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "1");
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    mount.share.put(QStringLiteral("file"), "12");
    const fuse_entry_out told = toldOf(OpenFolder(mount).page(), "file");
    QCOMPARE(told.nodeid, file);
    QCOMPARE(told.attr.size, 2U);
}

void FolderServerEntriesTest::eachIsForgottenOnce()
{
    Mount mount;
    for (int i = 0; i < 10; ++i)
        mount.share.put(QString::number(i), {});
    const NodeId known = mount.kernel.lookUp(root, "3").node();
    OpenFolder folder(mount);
    const auto entries = folder.page();
    QCOMPARE(folder.close(), 0);
    QCOMPARE(mount.fidsAtHost(), 11);
    for (const Entry &entry : entries)
        if (entry.told.nodeid != 0)
            mount.kernel.forget(entry.told.nodeid);
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 2);
    mount.kernel.forget(known);
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerEntriesTest::bothNamesAndAttributesAreBelieved()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const fuse_entry_out told = toldOf(OpenFolder(mount).page(), "file");
    QCOMPARE(told.entry_valid + told.attr_valid, 0U);
    QCOMPARE(told.entry_valid_nsec, moment);
    QCOMPARE(told.attr_valid_nsec, moment);
    mount.kernel.server().noteWords();
    QCOMPARE(mount.kernel.takenBack(), std::vector<NodeId>{told.nodeid});
}

void FolderServerEntriesTest::whatIsOnItsWayIsNotBelieved()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    OpenFolder folder(mount);
    const auto request = folder.ask();
    mount.kernel.server().noteWords();
    const fuse_entry_out told = toldOf(folder.page(request), "file");
    QVERIFY(told.nodeid != 0);
    QCOMPARE(told.entry_valid_nsec + told.attr_valid_nsec, 0U);
}

// Other words come between the replies about the first file and the last.
void FolderServerEntriesTest::whatWasToldBeforeOtherWordsIsNotBelieved()
{
    Mount mount;
    OpenFolder folder(mount);
    QVERIFY(namesOfTheSecondPage(mount, folder).size() > 10);
    int pieces = 0;
    mount.kernel.cutReplies([&] {
        if (++pieces == 6) // 364 bytes, and one reply is 182
            mount.kernel.server().noteWords();
    });
    for (const Entry &entry : folder.page())
        QCOMPARE(entry.told.entry_valid_nsec + entry.told.attr_valid_nsec, 0U);
    QVERIFY(pieces > 6);
}

void FolderServerEntriesTest::theHostsTimeCountsAsWell()
{
    Mount mount;
    OpenFolder folder(mount);
    (void)namesOfTheSecondPage(mount, folder);
    const auto request = folder.ask();
    mount.kernel.advance(FolderServer::listedFor / 4);
    for (const Entry &entry : folder.page(request)) {
        QCOMPARE(entry.told.entry_valid_nsec, moment / 4 * 3);
        QCOMPARE(entry.told.attr_valid_nsec, moment / 4 * 3);
    }
}

void FolderServerEntriesTest::whatTookTheHostTooLongIsNotBelieved()
{
    Mount mount;
    OpenFolder folder(mount);
    (void)namesOfTheSecondPage(mount, folder);
    const auto request = folder.ask();
    mount.kernel.advance(FolderServer::listedFor);
    for (const Entry &entry : folder.page(request)) {
        QVERIFY(entry.told.nodeid != 0);
        QCOMPARE(entry.told.entry_valid_nsec + entry.told.attr_valid_nsec, 0U);
    }
}

void FolderServerEntriesTest::theNameOfAnOpenFileIsNotBelieved()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.open(file, O_RDONLY, handle), 0);
    QCOMPARE(toldOf(OpenFolder(mount).page(), "file").entry_valid_nsec, 0U);
    QCOMPARE(mount.kernel.close(file, handle), 0);
    QCOMPARE(toldOf(OpenFolder(mount).page(), "file").entry_valid_nsec, moment);
}

// The kernel looks its name up again then.
void FolderServerEntriesTest::whatWasReplacedSinceIsNotOpened()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "old");
    const NodeId listed = toldOf(OpenFolder(mount).page(), "file").nodeid;
    mount.replace("file", "newer");
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.open(listed, O_RDONLY, handle), ESTALE);
    const NodeId found = mount.kernel.lookUp(root, "file").node();
    QVERIFY(found != listed);
    QCOMPARE(mount.kernel.open(found, O_RDONLY, handle), 0);
    std::string bytes;
    QCOMPARE(mount.kernel.read(found, handle, 0, 100, bytes), 0);
    QCOMPARE(bytes, std::string("newer"));
}

// The host has listed it and is asked about it a page later.
void FolderServerEntriesTest::aFileThatIsGoneIsANameOnly()
{
    Mount mount;
    OpenFolder folder(mount);
    for (const std::string &name : namesOfTheSecondPage(mount, folder))
        QVERIFY(QFile::remove(mount.share.path(QString::fromStdString(name))));
    const auto second = folder.page();
    QVERIFY(!second.empty());
    QVERIFY(
        std::all_of(second.begin(), second.end(), [](const Entry &entry) { return entry.told.nodeid == 0; }));
    QCOMPARE(folder.close(), 0);
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), static_cast<int>(mount.kernel.server().nodes()));
}

void FolderServerEntriesTest::aFileThatWasReplacedIsANameOnly()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "old");
    const NodeId old = mount.kernel.lookUp(root, "file").node();
    mount.replace("file", "newer");
    QCOMPARE(toldOf(OpenFolder(mount).page(), "file").nodeid, 0U);
    const KernelEntry found = mount.kernel.lookUp(root, "file");
    QVERIFY(found.node() != old);
    QCOMPARE(found.entry.attr.size, 5U);
}

void FolderServerEntriesTest::aNodeThatIsForgottenMeanwhileIsANameOnly()
{
    Mount mount;
    OpenFolder folder(mount);
    const std::string name = *namesOfTheSecondPage(mount, folder).begin();
    const NodeId node = mount.kernel.lookUp(root, name).node();
    const auto request = folder.ask();
    mount.kernel.forget(node);
    QCOMPARE(toldOf(folder.page(request), name).nodeid, 0U);
    QVERIFY(mount.kernel.lookUp(root, name).node() != node);
}

void FolderServerEntriesTest::whatIsNeitherFileNorFolderIsANameOnly()
{
    Mount mount;
    glasshouse::sandbox::link(mount.share, "nowhere", "link");
    QCOMPARE(toldOf(OpenFolder(mount).page(), "link").nodeid, 0U);
    QCOMPARE(mount.share.lastRefusal(), QString()); // to list it is no attempt to use it
}

void FolderServerEntriesTest::anEmptyFolderHasNothingToAskAbout()
{
    Mount mount;
    OpenFolder folder(mount);
    QCOMPARE(folder.page().size(), 2U);
    QCOMPARE(folder.page().size(), 0U);
}

void FolderServerEntriesTest::aFolderIsClosedMeanwhile()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    OpenFolder folder(mount);
    const auto request = folder.ask();
    const auto closing =
        mount.kernel.send(FUSE_RELEASEDIR, root, bytesOf(fuse_release_in{folder.handle(), 0, 0, 0}));
    QCOMPARE(folder.page(request).size(), 3U);
    QCOMPARE(mount.kernel.answer(closing).error, 0);
    QCOMPARE(mount.fidsAtHost(), 2);
}

void FolderServerEntriesTest::aReadErrorIsTold()
{
    Mount mount;
    const auto request =
        mount.kernel.send(FUSE_READDIRPLUS, root, bytesOf(fuse_read_in{1234, 0, 4096, 0, 0, 0, 0}));
    mount.kernel.carry();
    QCOMPARE(mount.kernel.answer(request).error, EBADF);
}

QTEST_GUILESS_MAIN(FolderServerEntriesTest)
#include "folder_server_entries_test.moc"
