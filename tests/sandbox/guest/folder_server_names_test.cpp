#include "fuse_kernel.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

using namespace glasshouse::guest;

// Entries of folders.
class FolderServerNamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMissingNameLeavesNothingAtTheHost();
    void theSameFileKeepsItsNode();
    void aReplacedFileGetsANewNode();
    void aReplacedFileGetsOneNewNodeForAllWhoAsk();
    void whatIsForgottenWhileItIsAskedForIsFoundAnew();
    void aFolderInPlaceOfAFileGetsANewNode();
    void looksUpInFoldersBelow();
    void looksUpNamesOfAnyLength();

    void makesAndRemovesFolders();
    void makesAFileAsANode();
    void makesNothingWhereSomethingIs();
    void removesFiles();
    void aRemovedNameIsAnotherFileLater();
    void removesNoFolderAsAFile();

    void aRenamedFileKeepsItsNode();
    void renamesOverAFile();
    void aRenamedFolderKeepsItsChildren();
    void renamesWithoutFlagsOnly();
    void aFailedRenameChangesNothing();

    void refusesLinksAndDevices_data();
    void refusesLinksAndDevices();
    void followsNoLinkOfTheHost();
    void aReadOnlyMountChangesNothing();
    void aFullMountTakesNoNames();
};

namespace {

std::string named(std::string_view name)
{
    return std::string(name) + '\0';
}

} // namespace

void FolderServerNamesTest::aMissingNameLeavesNothingAtTheHost()
{
    Mount mount;
    for (int i = 0; i < 10; ++i)
        QCOMPARE(mount.kernel.lookUp(root, "missing").error, ENOENT);
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerNamesTest::theSameFileKeepsItsNode()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "1");
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    mount.share.put(QStringLiteral("file"), "12");
    const KernelEntry again = mount.kernel.lookUp(root, "file");
    QCOMPARE(again.node(), file);
    QCOMPARE(again.entry.attr.size, 2U);
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 2);
}

void FolderServerNamesTest::aReplacedFileGetsANewNode()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "old");
    const KernelEntry old = mount.kernel.lookUp(root, "file");
    mount.replace("file", "newer");
    const KernelEntry found = mount.kernel.lookUp(root, "file");
    QVERIFY(found.node() != old.node());
    QVERIFY(found.entry.attr.ino != old.entry.attr.ino);
    QCOMPARE(mount.kernel.lookUp(root, "file").node(), found.node());
    mount.kernel.forget(old.node());
    QCOMPARE(mount.kernel.lookUp(root, "file").node(), found.node());
    QCOMPARE(mount.kernel.sizeOf(found.node()), 5U);
}

void FolderServerNamesTest::aReplacedFileGetsOneNewNodeForAllWhoAsk()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "old");
    const NodeId old = mount.kernel.lookUp(root, "file").node();
    mount.replace("file", "newer");
    const auto first = mount.kernel.send(FUSE_LOOKUP, root, named("file"));
    const auto second = mount.kernel.send(FUSE_LOOKUP, root, named("file"));
    mount.kernel.carry();
    const NodeId found = partOf<fuse_entry_out>(mount.kernel.answer(first).body).nodeid;
    QVERIFY(found != old);
    QCOMPARE(partOf<fuse_entry_out>(mount.kernel.answer(second).body).nodeid, found);
    mount.kernel.forget(old);
    mount.kernel.forget(found, 2);
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerNamesTest::whatIsForgottenWhileItIsAskedForIsFoundAnew()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const NodeId old = mount.kernel.lookUp(root, "file").node();
    const auto request = mount.kernel.send(FUSE_LOOKUP, root, named("file"));
    mount.kernel.forget(old);
    mount.kernel.carry();
    const auto found = partOf<fuse_entry_out>(mount.kernel.answer(request).body);
    QVERIFY(found.nodeid != old);
    QCOMPARE(found.attr.size, 5U);
    QCOMPARE(mount.kernel.sizeOf(found.nodeid), 5U);
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 2);
}

void FolderServerNamesTest::aFolderInPlaceOfAFileGetsANewNode()
{
    Mount mount;
    mount.share.put(QStringLiteral("name"), {});
    const NodeId file = mount.kernel.lookUp(root, "name").node();
    QVERIFY(QFile::remove(mount.share.path(QStringLiteral("name"))));
    mount.share.makeFolder(QStringLiteral("name"));
    const KernelEntry folder = mount.kernel.lookUp(root, "name");
    QVERIFY(folder.node() != file);
    QVERIFY(S_ISDIR(folder.entry.attr.mode));
}

void FolderServerNamesTest::looksUpInFoldersBelow()
{
    Mount mount;
    mount.share.makeFolder(QStringLiteral("a/b"));
    mount.share.put(QStringLiteral("a/b/file"), "123");
    mount.share.put(QStringLiteral("file"), "12345");
    const NodeId a = mount.kernel.lookUp(root, "a").node();
    const NodeId b = mount.kernel.lookUp(a, "b").node();
    QCOMPARE(mount.kernel.lookUp(b, "file").entry.attr.size, 3U);
    QCOMPARE(mount.kernel.lookUp(root, "file").entry.attr.size, 5U);
    QCOMPARE(mount.kernel.lookUp(a, "file").error, ENOENT);
    QCOMPARE(mount.kernel.lookUp(mount.kernel.lookUp(root, "file").node(), "x").error, ENOTDIR);
}

void FolderServerNamesTest::looksUpNamesOfAnyLength()
{
    Mount mount;
    const std::string longest(255, 'n');
    for (const std::string &name : {std::string("n"), longest}) {
        mount.share.put(QString::fromStdString(name), {});
        QCOMPARE(mount.kernel.lookUp(root, name).error, 0);
    }
    QCOMPARE(mount.kernel.lookUp(root, longest + 'n').error, ENAMETOOLONG);
    QCOMPARE(mount.fidsAtHost(), 3);
}

void FolderServerNamesTest::makesAndRemovesFolders()
{
    Mount mount;
    const KernelEntry folder = mount.kernel.makeFolder(root, "folder");
    QCOMPARE(folder.error, 0);
    QCOMPARE(folder.entry.attr.mode, quint32(S_IFDIR | 0755));
    const KernelEntry below = mount.kernel.makeFolder(folder.node(), "below");
    QVERIFY(QFileInfo(mount.share.path(QStringLiteral("folder/below"))).isDir());
    QCOMPARE(mount.kernel.lookUp(folder.node(), "below").node(), below.node());
    QCOMPARE(mount.kernel.removeFolder(root, "folder"), ENOTEMPTY);
    QCOMPARE(mount.kernel.removeFolder(folder.node(), "below"), 0);
    QCOMPARE(mount.kernel.removeFolder(root, "folder"), 0);
    QCOMPARE(mount.kernel.removeFolder(root, "folder"), ENOENT);
    QVERIFY(!QFile::exists(mount.share.path(QStringLiteral("folder"))));
}

void FolderServerNamesTest::makesAFileAsANode()
{
    Mount mount;
    const KernelEntry file = mount.kernel.makeNode(root, "file", S_IFREG | 0600);
    QCOMPARE(file.error, 0);
    QCOMPARE(file.entry.attr.mode, quint32(S_IFREG | 0600));
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray());
}

// The host may have made it since the kernel looked.
void FolderServerNamesTest::makesNothingWhereSomethingIs()
{
    Mount mount;
    mount.share.makeFolder(QStringLiteral("folder"));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(mount.kernel.makeFolder(root, "folder").error, EEXIST);
        QCOMPARE(mount.kernel.makeNode(root, "folder", S_IFREG | 0600).error, EEXIST);
    }
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerNamesTest::removesFiles()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    QCOMPARE(mount.kernel.remove(root, "file"), 0);
    QVERIFY(!QFile::exists(mount.share.path(QStringLiteral("file"))));
    QCOMPARE(mount.kernel.remove(root, "file"), ENOENT);
}

// The host may give it the number of the one that was removed.
void FolderServerNamesTest::aRemovedNameIsAnotherFileLater()
{
    Mount mount;
    std::vector<NodeId> nodes;
    for (int i = 0; i < 20; ++i) {
        const KernelEntry file = mount.kernel.create(root, "file", O_WRONLY);
        QCOMPARE(file.error, 0);
        QCOMPARE(mount.kernel.close(file.node(), file.handle), 0);
        QCOMPARE(mount.kernel.remove(root, "file"), 0);
        QVERIFY(std::find(nodes.begin(), nodes.end(), file.node()) == nodes.end());
        nodes.push_back(file.node());
    }
}

void FolderServerNamesTest::removesNoFolderAsAFile()
{
    Mount mount;
    mount.share.makeFolder(QStringLiteral("folder"));
    mount.share.put(QStringLiteral("file"), {});
    QCOMPARE(mount.kernel.remove(root, "folder"), EISDIR);
    QCOMPARE(mount.kernel.removeFolder(root, "file"), ENOTDIR);
}

void FolderServerNamesTest::aRenamedFileKeepsItsNode()
{
    Mount mount;
    mount.share.makeFolder(QStringLiteral("folder"));
    mount.share.put(QStringLiteral("old"), "12345");
    const NodeId folder = mount.kernel.lookUp(root, "folder").node();
    const NodeId file = mount.kernel.lookUp(root, "old").node();
    QCOMPARE(mount.kernel.rename(root, "old", folder, "new"), 0);
    QCOMPARE(mount.share.content(QStringLiteral("folder/new")), QByteArray("12345"));
    QCOMPARE(mount.kernel.sizeOf(file), 5U);
    QCOMPARE(mount.kernel.lookUp(folder, "new").node(), file);
    QCOMPARE(mount.kernel.lookUp(root, "old").error, ENOENT);
}

void FolderServerNamesTest::renamesOverAFile()
{
    Mount mount;
    mount.share.put(QStringLiteral("a"), "from");
    mount.share.put(QStringLiteral("b"), "overwritten");
    const NodeId a = mount.kernel.lookUp(root, "a").node();
    const NodeId b = mount.kernel.lookUp(root, "b").node();
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.open(b, O_RDONLY, handle), 0);
    QCOMPARE(mount.kernel.rename(root, "a", root, "b"), 0);
    QCOMPARE(mount.share.content(QStringLiteral("b")), QByteArray("from"));
    QCOMPARE(mount.kernel.lookUp(root, "b").node(), a);
    QCOMPARE(mount.kernel.sizeOf(a), 4U);
    QCOMPARE(mount.kernel.sizeOf(b), 11U); // it is open
    QCOMPARE(mount.kernel.close(b, handle), 0);
    mount.kernel.forget(b);
    QCOMPARE(mount.kernel.lookUp(root, "b").node(), a);
}

void FolderServerNamesTest::aRenamedFolderKeepsItsChildren()
{
    Mount mount;
    mount.share.makeFolder(QStringLiteral("old/below"));
    mount.share.put(QStringLiteral("old/below/file"), "12345");
    const NodeId folder = mount.kernel.lookUp(root, "old").node();
    const NodeId below = mount.kernel.lookUp(folder, "below").node();
    const NodeId file = mount.kernel.lookUp(below, "file").node();
    QCOMPARE(mount.kernel.rename(root, "old", root, "new"), 0);
    QCOMPARE(mount.kernel.sizeOf(file), 5U);
    QCOMPARE(mount.kernel.lookUp(below, "file").node(), file);
    QCOMPARE(mount.kernel.lookUp(folder, "below").node(), below);
    QCOMPARE(mount.kernel.lookUp(root, "new").node(), folder);
    QCOMPARE(mount.kernel.create(below, "second", O_WRONLY).error, 0);
    QVERIFY(QFile::exists(mount.share.path(QStringLiteral("new/below/second"))));
}

void FolderServerNamesTest::renamesWithoutFlagsOnly()
{
    Mount mount;
    mount.share.put(QStringLiteral("a"), "a");
    mount.share.put(QStringLiteral("b"), "b");
    const auto rename = [&](std::uint32_t flags) {
        return mount.kernel
            .ask(FUSE_RENAME2, root, bytesOf(fuse_rename2_in{root, flags, 0}) + named("a") + named("b"))
            .error;
    };
    QCOMPARE(rename(RENAME_NOREPLACE), EINVAL);
    QCOMPARE(rename(RENAME_EXCHANGE), EINVAL);
    QCOMPARE(mount.share.content(QStringLiteral("b")), QByteArray("b"));
    QCOMPARE(rename(0), 0);
    QCOMPARE(mount.share.content(QStringLiteral("b")), QByteArray("a"));
}

void FolderServerNamesTest::aFailedRenameChangesNothing()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    mount.share.makeFolder(QStringLiteral("folder/below"));
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    QVERIFY(mount.kernel.rename(root, "file", root, "folder") != 0);
    QCOMPARE(mount.kernel.rename(root, "missing", root, "file"), ENOENT);
    QCOMPARE(mount.kernel.rename(root, "file", 1234, "new"), EBADF);
    QCOMPARE(mount.kernel.lookUp(root, "file").node(), file);
}

void FolderServerNamesTest::refusesLinksAndDevices_data()
{
    QTest::addColumn<quint32>("operation");
    QTest::addColumn<std::string>("body");
    const auto node = [](std::uint32_t mode) {
        return bytesOf(fuse_mknod_in{mode | 0600, 0x103, 022, 0}) + named("new");
    };
    QTest::newRow("symbolic link") << quint32(FUSE_SYMLINK) << named("new") + named("/etc/passwd");
    QTest::newRow("hard link") << quint32(FUSE_LINK) << bytesOf(fuse_link_in{2}) + named("new");
    QTest::newRow("character device") << quint32(FUSE_MKNOD) << node(S_IFCHR);
    QTest::newRow("block device") << quint32(FUSE_MKNOD) << node(S_IFBLK);
    QTest::newRow("named pipe") << quint32(FUSE_MKNOD) << node(S_IFIFO);
    QTest::newRow("socket") << quint32(FUSE_MKNOD) << node(S_IFSOCK);
}

void FolderServerNamesTest::refusesLinksAndDevices()
{
    QFETCH(quint32, operation);
    QFETCH(std::string, body);
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    QCOMPARE(mount.kernel.lookUp(root, "file").node(), NodeId(2));
    QCOMPARE(mount.kernel.ask(operation, root, body).error, EPERM);
    QCOMPARE(mount.share.lastRefusal(), QStringLiteral("create-special new: Links, devices, named pipes and "
                                                       "sockets cannot be created in a mount."));
    QVERIFY(!QFileInfo(mount.share.path(QStringLiteral("new"))).isSymLink());
    QVERIFY(!QFileInfo::exists(mount.share.path(QStringLiteral("new"))));
    QCOMPARE(mount.fidsAtHost(), 2);
}

void FolderServerNamesTest::followsNoLinkOfTheHost()
{
    Mount mount;
    glasshouse::sandbox::link(mount.share, "/etc/passwd", "link");
    QCOMPARE(mount.kernel.lookUp(root, "link").error, EACCES);
    QVERIFY(mount.share.lastRefusal().contains(QStringLiteral("symbolic link")));
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerNamesTest::aReadOnlyMountChangesNothing()
{
    Mount mount(false);
    mount.share.put(QStringLiteral("file"), "x");
    mount.share.makeFolder(QStringLiteral("folder"));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(mount.kernel.makeFolder(root, "new").error, EROFS);
        QCOMPARE(mount.kernel.makeFolder(root, "folder").error, EROFS);
        QCOMPARE(mount.kernel.makeNode(root, "new", S_IFREG | 0600).error, EROFS);
        QCOMPARE(mount.kernel.create(root, "new", O_WRONLY).error, EROFS);
        QCOMPARE(mount.kernel.create(root, "file", O_WRONLY).error, EROFS);
        QCOMPARE(mount.kernel.ask(FUSE_SYMLINK, root, named("new") + named("file")).error, EROFS);
        QCOMPARE(mount.kernel.remove(root, "file"), EROFS);
        QCOMPARE(mount.kernel.removeFolder(root, "folder"), EROFS);
        QCOMPARE(mount.kernel.rename(root, "file", root, "new"), EROFS);
    }
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 1);
    QVERIFY(mount.share.lastRefusal().contains(QStringLiteral("read-only")));
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("x"));
}

void FolderServerNamesTest::aFullMountTakesNoNames()
{
    Mount mount(true, {0, 2});
    QCOMPARE(mount.kernel.makeFolder(root, "folder").error, 0);
    QCOMPARE(mount.kernel.create(root, "file", O_WRONLY).error, 0);
    QCOMPARE(mount.kernel.makeFolder(root, "third").error, ENOSPC);
    QCOMPARE(mount.kernel.create(root, "third", O_WRONLY).error, ENOSPC);
    QCOMPARE(mount.kernel.remove(root, "file"), 0);
}

QTEST_GUILESS_MAIN(FolderServerNamesTest)
#include "folder_server_names_test.moc"
