#include "fuse_kernel.h"

#include <algorithm>
#include <cerrno>

#include <dirent.h>

using namespace glasshouse::guest;

// What is in a folder, page by page.
class FolderServerListingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsEachNameOnce_data();
    void listsEachNameOnce();
    void listsFromAnyPlace();
    void tellsKindsAndNumbers();
    void aPageWithoutRoomForANameIsAnError();
    void theHostIsAskedForMoreThanAPage();
};

namespace {

struct Record
{
    std::string name;
    std::uint64_t number = 0;
    std::uint64_t next = 0; // where to go on behind it
    std::uint32_t type = 0;
};

std::vector<Record> recordsIn(std::string_view bytes)
{
    std::vector<Record> records;
    while (!bytes.empty()) {
        const auto head = partOf<fuse_dirent>(bytes.substr(0, FUSE_NAME_OFFSET));
        const std::string_view name = bytes.substr(FUSE_NAME_OFFSET, head.namelen);
        records.push_back({std::string(name), head.ino, head.off, head.type});
        bytes.remove_prefix(FUSE_DIRENT_ALIGN(FUSE_NAME_OFFSET + name.size()));
    }
    return records;
}

std::vector<Record> listed(Mount &mount, std::uint32_t page, std::uint64_t offset = 0)
{
    std::vector<Record> all;
    std::uint64_t handle = 0;
    if (mount.kernel.openFolder(root, handle) != 0)
        qFatal("The folder is not opened.");
    for (;;) {
        std::string bytes;
        if (mount.kernel.readFolder(root, handle, offset, page, bytes) != 0 || bytes.size() > page)
            qFatal("%zu bytes of a folder.", bytes.size());
        const auto records = recordsIn(bytes);
        if (records.empty())
            break;
        offset = records.back().next;
        all.insert(all.end(), records.begin(), records.end());
    }
    if (mount.kernel.closeFolder(root, handle) != 0)
        qFatal("The folder is not closed.");
    return all;
}

QStringList namesOf(const std::vector<Record> &records)
{
    QStringList names;
    for (const Record &record : records)
        names << QString::fromStdString(record.name);
    names.sort();
    return names;
}

} // namespace

void FolderServerListingTest::listsEachNameOnce_data()
{
    QTest::addColumn<int>("shortest");
    QTest::addColumn<int>("longest");
    QTest::addColumn<quint32>("page");
    QTest::newRow("long names") << 150 << 255 << 4096U;
    QTest::newRow("all names") << 4 << 255 << 4096U;
    QTest::newRow("names of one size") << 4 << 4 << 4096U;
    QTest::newRow("large pages") << 4 << 255 << (128U << 10);
}

void FolderServerListingTest::listsEachNameOnce()
{
    QFETCH(int, shortest);
    QFETCH(int, longest);
    QFETCH(quint32, page);
    Mount mount;
    QStringList names{QStringLiteral("."), QStringLiteral(".."), QStringLiteral("x"), QString(255, u'y')};
    for (int i = 0; i < 1000; ++i) {
        const int size = shortest + i % (longest - shortest + 1);
        names << QString::number(i).rightJustified(4, u'0') + QString(size - 4, u'n');
    }
    names.sort();
    for (const QString &name : names)
        if (!name.startsWith(u'.'))
            mount.share.put(name, {});
    QCOMPARE(namesOf(listed(mount, page)), names);
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerListingTest::listsFromAnyPlace()
{
    Mount mount;
    for (int i = 0; i < 300; ++i)
        mount.share.put(QString::number(i), {});
    const auto all = listed(mount, 4096);
    QCOMPARE(all.size(), 302U);
    for (const std::size_t place : {0U, 100U, 200U, 300U, 301U}) {
        const std::vector<Record> rest(all.begin() + qsizetype(place) + 1, all.end());
        QCOMPARE(namesOf(listed(mount, 4096, all[place].next)), namesOf(rest));
    }
}

void FolderServerListingTest::tellsKindsAndNumbers()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    mount.share.makeFolder(QStringLiteral("folder"));
    glasshouse::sandbox::link(mount.share, "file", "link");
    const auto records = listed(mount, 4096);
    const auto typeOf = [&](const char *name) {
        const auto found = std::find_if(records.begin(), records.end(),
                                        [name](const Record &record) { return record.name == name; });
        return found == records.end() ? ~0U : found->type;
    };
    QCOMPARE(typeOf("file"), quint32(DT_REG));
    QCOMPARE(typeOf("folder"), quint32(DT_DIR));
    QCOMPARE(typeOf("link"), quint32(DT_LNK));
    for (const Record &record : records)
        if (record.name.starts_with('f'))
            QCOMPARE(record.number, mount.kernel.lookUp(root, record.name).entry.attr.ino);
}

void FolderServerListingTest::aPageWithoutRoomForANameIsAnError()
{
    Mount mount;
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.openFolder(root, handle), 0);
    std::string bytes;
    QCOMPARE(mount.kernel.readFolder(root, handle, 0, 20, bytes), EINVAL);
}

void FolderServerListingTest::theHostIsAskedForMoreThanAPage()
{
    Mount mount;
    for (int i = 0; i < 200; ++i)
        mount.share.put(QString::number(i), {});
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.openFolder(root, handle), 0);
    std::string first;
    QCOMPARE(mount.kernel.readFolder(root, handle, 0, 4096, first), 0);
    const std::uint64_t next = recordsIn(first).back().next;
    const auto request =
        mount.kernel.send(FUSE_READDIR, root, bytesOf(fuse_read_in{handle, next, 4096, 0, 0, 0, 0}));
    QVERIFY(mount.kernel.isAnswered(request)); // before the host can say a word
}

QTEST_GUILESS_MAIN(FolderServerListingTest)
#include "folder_server_listing_test.moc"
