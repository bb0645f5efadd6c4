#include "fuse_kernel.h"

#include <QRandomGenerator>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

using namespace glasshouse::guest;

// Open files.
class FolderServerFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createsWritesAndReadsBack();
    void createsNothingInPlaceOfAFileIfItMustBeNew();
    void createOpensAFileThatIsThere();
    void truncatesWhenItOpens();
    void opensWithoutWhatTheHostKnowsNothingOf();
    void opensAFolderAsAFolderOnly();
    void whatTheHostRemovedIsNotOpened();
    void whatIsOfAnotherTypeByNowIsNotOpened();
    void whatTheHostReplacedIsOpened();
    void readsAndWritesAtOffsets();
    void appendsBehindWhatTheHostHasAppended();
    void readsLessAtTheEnd();
    void carriesLargeDataInPieces();
    void aFileIsOpenMoreThanOnce();
    void closesForTheHost();
    void opensWithoutEnd();
    void aRemovedFileIsReadWhileItIsOpen();
    void aReplacedFileIsReadWhileItIsOpen();
    void syncsFilesAndFolders();
    void whatIsNotOpenCannotBeUsed();

    void aReadOnlyMountTakesNoBytes();
    void aFullMountTakesNoBytes();
};

namespace {

struct OpenFile
{
    NodeId node = 0;
    std::uint64_t handle = 0;
};

OpenFile openFile(Mount &mount, std::string_view name, std::uint32_t flags)
{
    OpenFile file{mount.kernel.lookUp(root, name).node()};
    if (const int error = mount.kernel.open(file.node, flags, file.handle))
        qFatal("The file is not opened: %d.", error);
    return file;
}

std::string readAll(Mount &mount, const OpenFile &file)
{
    std::string bytes;
    if (const int error = mount.kernel.read(file.node, file.handle, 0, 256 << 10, bytes))
        qFatal("The file is not read: %d.", error);
    return bytes;
}

} // namespace

void FolderServerFilesTest::createsWritesAndReadsBack()
{
    Mount mount;
    const KernelEntry file = mount.kernel.create(root, "file", O_RDWR | O_EXCL, 0640);
    QCOMPARE(file.error, 0);
    QCOMPARE(file.entry.attr.mode, quint32(S_IFREG | 0640));
    QCOMPARE(file.entry.attr.size, 0U);
    QCOMPARE(mount.kernel.write(file.node(), file.handle, 0, "12345"), 0);
    QCOMPARE(readAll(mount, {file.node(), file.handle}), std::string("12345"));
    QCOMPARE(mount.kernel.sizeOf(file.node()), 5U);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("12345"));
    QCOMPARE(mount.kernel.lookUp(root, "file").node(), file.node());
}

void FolderServerFilesTest::createsNothingInPlaceOfAFileIfItMustBeNew()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    QCOMPARE(mount.kernel.create(root, "file", O_RDWR | O_EXCL | O_TRUNC).error, EEXIST);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("12345"));
    QCOMPARE(mount.kernel.lookUp(root, "file").error, 0); // what was left at the host is no obstacle
    QCOMPARE(mount.fidsAtHost(), 2);
}

void FolderServerFilesTest::createOpensAFileThatIsThere()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const NodeId known = mount.kernel.lookUp(root, "file").node();
    const KernelEntry file = mount.kernel.create(root, "file", O_RDWR);
    QCOMPARE(file.error, 0);
    QCOMPARE(file.node(), known);
    QCOMPARE(readAll(mount, {file.node(), file.handle}), std::string("12345"));
    QCOMPARE(mount.kernel.create(root, "file", O_RDWR | O_TRUNC).entry.attr.size, 0U);
}

void FolderServerFilesTest::truncatesWhenItOpens()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const OpenFile file = openFile(mount, "file", O_WRONLY | O_TRUNC);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray());
    QCOMPARE(mount.kernel.sizeOf(file.node), 0U);
}

// The kernel keeps those promises itself.
void FolderServerFilesTest::opensWithoutWhatTheHostKnowsNothingOf()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const OpenFile file =
        openFile(mount, "file", O_RDWR | O_APPEND | O_NONBLOCK | O_SYNC | O_NOFOLLOW | O_CLOEXEC | 0100000);
    QCOMPARE(mount.kernel.write(file.node, file.handle, 0, "ab"), 0); // where it says, not at the end
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("ab345"));
}

void FolderServerFilesTest::opensAFolderAsAFolderOnly()
{
    Mount mount;
    mount.share.makeFolder(QStringLiteral("folder"));
    mount.share.put(QStringLiteral("file"), {});
    const NodeId folder = mount.kernel.lookUp(root, "folder").node();
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.open(folder, O_RDWR, handle), ESTALE);
    QCOMPARE(mount.kernel.openFolder(file, handle), ESTALE);
    QCOMPARE(mount.kernel.open(1234, O_RDONLY, handle), EBADF);
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 3);
}

// ESTALE: the kernel walks the path again, without what it believed, and may make the file anew.
void FolderServerFilesTest::whatTheHostRemovedIsNotOpened()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    QVERIFY(QFile::remove(mount.share.path(QStringLiteral("file"))));
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.open(file, O_RDONLY, handle), ESTALE);
    QCOMPARE(mount.kernel.open(file, O_WRONLY | O_TRUNC, handle), ESTALE);
    QCOMPARE(mount.kernel.create(root, "file", O_WRONLY).error, 0);
}

void FolderServerFilesTest::whatIsOfAnotherTypeByNowIsNotOpened()
{
    Mount mount;
    mount.share.put(QStringLiteral("a"), {});
    mount.share.makeFolder(QStringLiteral("b"));
    const NodeId a = mount.kernel.lookUp(root, "a").node();
    const NodeId b = mount.kernel.lookUp(root, "b").node();
    QVERIFY(QFile::remove(mount.share.path(QStringLiteral("a"))));
    QVERIFY(QDir(mount.share.path(QStringLiteral("b"))).removeRecursively());
    mount.share.makeFolder(QStringLiteral("a"));
    mount.share.put(QStringLiteral("b"), {});
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.open(a, O_RDONLY, handle), ESTALE);
    QCOMPARE(mount.kernel.openFolder(b, handle), ESTALE);
    fuse_attr_out found{};
    QCOMPARE(mount.kernel.attributes(a, found), ESTALE);
    QCOMPARE(mount.kernel.attributes(b, found), ESTALE);
    QVERIFY(mount.kernel.lookUp(root, "a").node() != a);
    QCOMPARE(mount.fidsAtHost(), 4);
}

void FolderServerFilesTest::whatTheHostReplacedIsOpened()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "old");
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    mount.replace("file", "newer");
    QCOMPARE(mount.kernel.sizeOf(file), 5U);
    OpenFile opened{file};
    QCOMPARE(mount.kernel.open(file, O_RDONLY, opened.handle), 0);
    QCOMPARE(readAll(mount, opened), std::string("newer"));
}

void FolderServerFilesTest::readsAndWritesAtOffsets()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "0123456789");
    const OpenFile file = openFile(mount, "file", O_RDWR);
    std::string bytes;
    QCOMPARE(mount.kernel.read(file.node, file.handle, 3, 4, bytes), 0);
    QCOMPARE(bytes, std::string("3456"));
    QCOMPARE(mount.kernel.write(file.node, file.handle, 8, "abcd"), 0);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("01234567abcd"));
    QCOMPARE(mount.kernel.write(file.node, file.handle, 1ULL << 33, "far"), 0);
    QCOMPARE(mount.kernel.read(file.node, file.handle, (1ULL << 33) - 1, 4, bytes), 0);
    QCOMPARE(bytes, std::string("\0far", 4));
    QCOMPARE(mount.kernel.sizeOf(file.node), (1ULL << 33) + 3);
}

// The kernel names the offset where the file ended when it last heard.
void FolderServerFilesTest::appendsBehindWhatTheHostHasAppended()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "123");
    const OpenFile file = openFile(mount, "file", O_WRONLY | O_APPEND);
    mount.share.put(QStringLiteral("file"), "123 of the host");
    QCOMPARE(mount.kernel.write(file.node, file.handle, 3, ", of the guest", O_WRONLY | O_APPEND), 0);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("123 of the host, of the guest"));
    // a page that was changed in memory
    QCOMPARE(mount.kernel.write(file.node, file.handle, 0, "ABC", O_WRONLY | O_APPEND, FUSE_WRITE_CACHE), 0);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("ABC of the host, of the guest"));
}

void FolderServerFilesTest::readsLessAtTheEnd()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const OpenFile file = openFile(mount, "file", O_RDONLY);
    std::string bytes;
    QCOMPARE(mount.kernel.read(file.node, file.handle, 3, 4096, bytes), 0);
    QCOMPARE(bytes, std::string("45"));
    QCOMPARE(mount.kernel.read(file.node, file.handle, 5, 4096, bytes), 0);
    QCOMPARE(bytes, std::string());
    QCOMPARE(mount.kernel.read(file.node, file.handle, 1ULL << 40, 4096, bytes), 0);
    QCOMPARE(bytes, std::string());
}

void FolderServerFilesTest::carriesLargeDataInPieces()
{
    constexpr std::size_t largest = 256 << 10;
    QRandomGenerator random(1);
    std::string data(2 * largest, '\0');
    for (char &byte : data)
        byte = static_cast<char>(random.bounded(256));
    Mount mount;
    mount.kernel.cutReplies();
    const KernelEntry file = mount.kernel.create(root, "file", O_RDWR);
    const std::string_view view = data;
    QCOMPARE(mount.kernel.write(file.node(), file.handle, 0, view.substr(0, largest)), 0);
    QCOMPARE(mount.kernel.write(file.node(), file.handle, largest, view.substr(largest)), 0);
    QVERIFY(mount.share.content(QStringLiteral("file")).toStdString() == data);
    std::string first;
    std::string second;
    QCOMPARE(mount.kernel.read(file.node(), file.handle, 0, largest, first), 0);
    QCOMPARE(mount.kernel.read(file.node(), file.handle, largest, largest, second), 0);
    QVERIFY(first + second == data);
}

void FolderServerFilesTest::aFileIsOpenMoreThanOnce()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const OpenFile reader = openFile(mount, "file", O_RDONLY);
    const OpenFile writer = openFile(mount, "file", O_WRONLY);
    QCOMPARE(reader.node, writer.node);
    QVERIFY(reader.handle != writer.handle);
    QCOMPARE(mount.kernel.write(writer.node, writer.handle, 5, "678"), 0);
    QCOMPARE(readAll(mount, reader), std::string("12345678"));
    QCOMPARE(mount.kernel.close(writer.node, writer.handle), 0);
    QCOMPARE(mount.kernel.sizeOf(reader.node), 8U);
    QCOMPARE(readAll(mount, reader), std::string("12345678"));
}

void FolderServerFilesTest::closesForTheHost()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const OpenFile file = openFile(mount, "file", O_RDONLY);
    QCOMPARE(mount.fidsAtHost(), 3); // the root, the name, the open file
    QCOMPARE(mount.kernel.close(file.node, file.handle), 0);
    QCOMPARE(mount.fidsAtHost(), 2);
    QCOMPARE(mount.kernel.sizeOf(file.node), 0U);
}

// The host has room for 512 that are open at once.
void FolderServerFilesTest::opensWithoutEnd()
{
    Mount mount;
    for (int i = 0; i < 2000; ++i) {
        const KernelEntry file = mount.kernel.create(root, "file", O_RDWR);
        QCOMPARE(file.error, 0);
        QCOMPARE(mount.kernel.close(file.node(), file.handle), 0);
        mount.kernel.forget(file.node());
    }
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerFilesTest::aRemovedFileIsReadWhileItIsOpen()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const OpenFile file = openFile(mount, "file", O_RDWR);
    QCOMPARE(mount.kernel.remove(root, "file"), 0);
    QCOMPARE(readAll(mount, file), std::string("12345"));
    QCOMPARE(mount.kernel.write(file.node, file.handle, 5, "6"), 0);
    fuse_attr_out found{};
    QCOMPARE(mount.kernel.attributes(file.node, found), 0);
    QCOMPARE(found.attr.size, 6U);
    QCOMPARE(found.attr.nlink, 0U);
    QCOMPARE(mount.kernel.close(file.node, file.handle), 0);
    QCOMPARE(mount.kernel.attributes(file.node, found), ENOENT);
}

void FolderServerFilesTest::aReplacedFileIsReadWhileItIsOpen()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "old");
    const OpenFile file = openFile(mount, "file", O_RDONLY);
    mount.replace("file", "newer");
    const KernelEntry replaced = mount.kernel.lookUp(root, "file");
    QVERIFY(replaced.node() != file.node);
    QCOMPARE(mount.kernel.sizeOf(file.node), 3U);
    QCOMPARE(mount.kernel.sizeOf(replaced.node()), 5U);
    QCOMPARE(readAll(mount, file), std::string("old"));
    QCOMPARE(readAll(mount, openFile(mount, "file", O_RDONLY)), std::string("newer"));
}

void FolderServerFilesTest::syncsFilesAndFolders()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const OpenFile file = openFile(mount, "file", O_RDWR);
    for (const std::uint32_t flags : {0U, quint32(FUSE_FSYNC_FDATASYNC)})
        QCOMPARE(mount.kernel.ask(FUSE_FSYNC, file.node, bytesOf(fuse_fsync_in{file.handle, flags, 0})).error,
                 0);
    std::uint64_t folder = 0;
    QCOMPARE(mount.kernel.openFolder(root, folder), 0);
    QCOMPARE(mount.kernel.ask(FUSE_FSYNCDIR, root, bytesOf(fuse_fsync_in{folder, 0, 0})).error, 0);
    QCOMPARE(mount.kernel.ask(FUSE_FSYNC, file.node, bytesOf(fuse_fsync_in{1234, 0, 0})).error, EBADF);
}

void FolderServerFilesTest::whatIsNotOpenCannotBeUsed()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const OpenFile reader = openFile(mount, "file", O_RDONLY);
    const OpenFile writer = openFile(mount, "file", O_WRONLY);
    std::string bytes;
    QCOMPARE(mount.kernel.write(reader.node, reader.handle, 0, "x"), EBADF);
    QCOMPARE(mount.kernel.read(writer.node, writer.handle, 0, 100, bytes), EBADF);
    QCOMPARE(mount.kernel.read(reader.node, 1234, 0, 100, bytes), EBADF);
    QCOMPARE(mount.kernel.readFolder(reader.node, reader.handle, 0, 4096, bytes), EBADF);
}

void FolderServerFilesTest::aReadOnlyMountTakesNoBytes()
{
    Mount mount(false);
    mount.share.put(QStringLiteral("file"), "12345");
    const OpenFile file = openFile(mount, "file", O_RDONLY);
    QCOMPARE(readAll(mount, file), std::string("12345"));
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.open(file.node, O_WRONLY, handle), EROFS);
    QCOMPARE(mount.kernel.open(file.node, O_RDONLY | O_TRUNC, handle), EROFS);
    fuse_setattr_in wanted{};
    wanted.valid = FATTR_SIZE;
    QCOMPARE(mount.kernel.setAttributes(file.node, wanted), EROFS);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("12345"));
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 3);
}

void FolderServerFilesTest::aFullMountTakesNoBytes()
{
    Mount mount(true, {10'000, 0});
    const KernelEntry file = mount.kernel.create(root, "file", O_RDWR);
    QCOMPARE(mount.kernel.write(file.node(), file.handle, 0, std::string(10'000, 'x')), 0);
    QCOMPARE(mount.kernel.write(file.node(), file.handle, 10'000, "x"), ENOSPC);
    fuse_setattr_in wanted{};
    wanted.valid = FATTR_SIZE | FATTR_FH;
    wanted.fh = file.handle;
    wanted.size = 10'001;
    QCOMPARE(mount.kernel.setAttributes(file.node(), wanted), ENOSPC);
    QCOMPARE(mount.kernel.sizeOf(file.node()), 10'000U);
}

QTEST_GUILESS_MAIN(FolderServerFilesTest)
#include "folder_server_files_test.moc"
