#include "fuse_kernel.h"

#include <cerrno>
#include <ctime>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace glasshouse::guest;
using glasshouse::sandbox::SharedFixture;

// What the kernel hears of files, and changes about them.
class FolderServerAttributesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lookUpTellsTheAttributesOfTheHostsFile();
    void attributesAreTheHostsOfThisMoment();
    void theRootHasAttributes();
    void aNodeThatIsNotThereHasNone();
    void changesTheSize();
    void changesTheSizeOfAnOpenFile();
    void changesAFileThatIsOpenForLess();
    void changesARemovedFileThatIsOpen();
    void aRemovedFileIsNotReachedAnew();
    void changesTheMode();
    void setsGivenTimes();
    void setsTheTimesToNow();
    void changesNoOwner();
    void answersAccessByTheModeBits_data();
    void answersAccessByTheModeBits();
    void accessToWhatIsGoneIsAnError();
    void aReadOnlyMountGrantsNoWriting();
    void tellsTheSpaceOfTheQuota();
};

namespace {

struct stat statusOf(const SharedFixture &shared, const char *name)
{
    struct stat status = {};
    if (::lstat(shared.nativePath(name).constData(), &status) != 0)
        qFatal("There is no %s.", name);
    return status;
}

fuse_setattr_in size(std::uint64_t bytes)
{
    fuse_setattr_in wanted{};
    wanted.valid = FATTR_SIZE;
    wanted.size = bytes;
    return wanted;
}

} // namespace

void FolderServerAttributesTest::lookUpTellsTheAttributesOfTheHostsFile()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    QCOMPARE(::chmod(mount.share.nativePath("file").constData(), 0640), 0);
    const KernelEntry found = mount.kernel.lookUp(root, "file");
    QCOMPARE(found.error, 0);
    QVERIFY(found.node() > root);
    const fuse_attr &attributes = found.entry.attr;
    const auto status = statusOf(mount.share, "file");
    QCOMPARE(attributes.ino, status.st_ino);
    QCOMPARE(attributes.size, 5U);
    QCOMPARE(attributes.mode, quint32(S_IFREG | 0640));
    QCOMPARE(attributes.nlink, 1U);
    QCOMPARE(attributes.uid, 1000U); // of the sandbox's user, whoever has it on the host
    QCOMPARE(attributes.gid, 1000U);
    QCOMPARE(attributes.blocks, quint64(status.st_blocks));
    QCOMPARE(attributes.mtime, quint64(status.st_mtim.tv_sec));
    QCOMPARE(attributes.mtimensec, quint32(status.st_mtim.tv_nsec));
    QCOMPARE(attributes.ctime, quint64(status.st_ctim.tv_sec));
    QCOMPARE(attributes.ctimensec, quint32(status.st_ctim.tv_nsec));
}

void FolderServerAttributesTest::attributesAreTheHostsOfThisMoment()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    QCOMPARE(mount.kernel.sizeOf(file), 5U);
    mount.share.put(QStringLiteral("file"), "1234567");
    QCOMPARE(mount.kernel.sizeOf(file), 7U);
    QVERIFY(QFile::remove(mount.share.path(QStringLiteral("file"))));
    fuse_attr_out found{};
    QCOMPARE(mount.kernel.attributes(file, found), ENOENT);
}

void FolderServerAttributesTest::theRootHasAttributes()
{
    Mount mount;
    fuse_attr_out found{};
    QCOMPARE(mount.kernel.attributes(root, found), 0);
    QVERIFY(S_ISDIR(found.attr.mode));
}

void FolderServerAttributesTest::aNodeThatIsNotThereHasNone()
{
    Mount mount;
    fuse_attr_out found{};
    QCOMPARE(mount.kernel.attributes(1234, found), EBADF);
    QCOMPARE(mount.kernel.lookUp(1234, "file").error, EBADF);
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerAttributesTest::changesTheSize()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    const KernelAnswer answer = mount.kernel.ask(FUSE_SETATTR, file, bytesOf(size(3)));
    QCOMPARE(answer.error, 0);
    QCOMPARE(partOf<fuse_attr_out>(answer.body).attr.size, 3U);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("123"));
    QCOMPARE(mount.kernel.setAttributes(file, size(5)), 0);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("123\0\0", 5));
}

void FolderServerAttributesTest::changesTheSizeOfAnOpenFile()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    fuse_setattr_in wanted = size(2);
    QCOMPARE(mount.kernel.open(file, O_RDWR, wanted.fh), 0);
    mount.replace("file", "67890");
    wanted.valid |= FATTR_FH;
    QCOMPARE(mount.kernel.setAttributes(file, wanted), 0);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("67890")); // another one by now
    QCOMPARE(mount.kernel.sizeOf(file), 2U);
}

void FolderServerAttributesTest::changesAFileThatIsOpenForLess()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.open(file, O_RDONLY, handle), 0);
    fuse_setattr_in wanted = size(2);
    wanted.valid |= FATTR_MODE;
    wanted.mode = 0600;
    QCOMPARE(mount.kernel.setAttributes(file, wanted), 0);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("12"));
    QCOMPARE(mount.kernel.rename(root, "file", root, "renamed"), 0);
    QCOMPARE(mount.kernel.setAttributes(file, size(1)), 0);
    QCOMPARE(mount.share.content(QStringLiteral("renamed")), QByteArray("1"));
}

void FolderServerAttributesTest::changesARemovedFileThatIsOpen()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    fuse_setattr_in wanted = size(2);
    QCOMPARE(mount.kernel.open(file, O_RDWR, wanted.fh), 0);
    QCOMPARE(mount.kernel.remove(root, "file"), 0);
    mount.share.put(QStringLiteral("file"), "another");
    wanted.valid |= FATTR_FH;
    QCOMPARE(mount.kernel.setAttributes(file, wanted), 0);
    QCOMPARE(mount.kernel.sizeOf(file), 2U);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("another"));
}

// What /proc/self/fd offers: the host would take what has its name now.
void FolderServerAttributesTest::aRemovedFileIsNotReachedAnew()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    std::uint64_t handle = 0;
    QCOMPARE(mount.kernel.open(file, O_RDONLY, handle), 0);
    QCOMPARE(mount.kernel.remove(root, "file"), 0);
    mount.share.put(QStringLiteral("file"), "another");
    std::uint64_t again = 0;
    QCOMPARE(mount.kernel.open(file, O_RDWR, again), ESTALE);
    QCOMPARE(mount.kernel.setAttributes(file, size(2)), ESTALE);
    QCOMPARE(mount.share.content(QStringLiteral("file")), QByteArray("another"));
}

void FolderServerAttributesTest::changesTheMode()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    fuse_setattr_in wanted{};
    wanted.valid = FATTR_MODE;
    wanted.mode = S_IFREG | 0750;
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    QCOMPARE(mount.kernel.setAttributes(file, wanted), 0);
    QCOMPARE(statusOf(mount.share, "file").st_mode, mode_t(S_IFREG | 0750));
}

void FolderServerAttributesTest::setsGivenTimes()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    fuse_setattr_in wanted{};
    wanted.valid = FATTR_ATIME | FATTR_MTIME;
    wanted.atime = 1'000'000'000;
    wanted.atimensec = 123'456'789;
    wanted.mtime = 1'200'000'000;
    wanted.mtimensec = 987'654'321;
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    QCOMPARE(mount.kernel.setAttributes(file, wanted), 0);
    const auto status = statusOf(mount.share, "file");
    QCOMPARE(status.st_atim.tv_sec, 1'000'000'000);
    QCOMPARE(status.st_atim.tv_nsec, 123'456'789);
    QCOMPARE(status.st_mtim.tv_sec, 1'200'000'000);
    QCOMPARE(status.st_mtim.tv_nsec, 987'654'321);
    QCOMPARE(mount.kernel.lookUp(root, "file").entry.attr.mtimensec, 987'654'321U);
}

void FolderServerAttributesTest::setsTheTimesToNow()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const timespec old[] = {{1000, 0}, {1000, 0}};
    QCOMPARE(::utimensat(AT_FDCWD, mount.share.nativePath("file").constData(), old, 0), 0);
    fuse_setattr_in wanted{};
    wanted.valid = FATTR_MTIME | FATTR_MTIME_NOW; // as utimensat(2) with UTIME_NOW and UTIME_OMIT
    wanted.mtime = 5;
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    QCOMPARE(mount.kernel.setAttributes(file, wanted), 0);
    const auto status = statusOf(mount.share, "file");
    QVERIFY(qAbs(status.st_mtim.tv_sec - ::time(nullptr)) < 100);
    QCOMPARE(status.st_atim.tv_sec, 1000);
}

void FolderServerAttributesTest::changesNoOwner()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    fuse_setattr_in wanted{};
    wanted.valid = FATTR_UID | FATTR_GID;
    wanted.uid = wanted.gid = 0;
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    QCOMPARE(mount.kernel.setAttributes(file, wanted), EPERM);
    QVERIFY(mount.share.lastRefusal().contains(QStringLiteral("belong to the user")));
    wanted.uid = wanted.gid = 1000;
    QCOMPARE(mount.kernel.setAttributes(file, wanted), 0);
}

void FolderServerAttributesTest::answersAccessByTheModeBits_data()
{
    QTest::addColumn<quint32>("mode");
    QTest::addColumn<quint32>("granted");
    QTest::newRow("none") << 0077U << 0U; // the others' do not count
    QTest::newRow("read") << 0400U << quint32(R_OK);
    QTest::newRow("write") << 0600U << quint32(R_OK | W_OK);
    QTest::newRow("run") << 0500U << quint32(R_OK | X_OK);
    QTest::newRow("all") << 0700U << quint32(R_OK | W_OK | X_OK);
}

void FolderServerAttributesTest::answersAccessByTheModeBits()
{
    QFETCH(quint32, mode);
    QFETCH(quint32, granted);
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    QCOMPARE(::chmod(mount.share.nativePath("file").constData(), mode), 0);
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    for (quint32 asked = F_OK; asked <= (R_OK | W_OK | X_OK); ++asked) {
        const int expected = (asked & ~granted) == 0 ? 0 : EACCES;
        QCOMPARE(mount.kernel.ask(FUSE_ACCESS, file, bytesOf(fuse_access_in{asked, 0})).error, expected);
    }
}

void FolderServerAttributesTest::accessToWhatIsGoneIsAnError()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    QVERIFY(QFile::remove(mount.share.path(QStringLiteral("file"))));
    QCOMPARE(mount.kernel.ask(FUSE_ACCESS, file, bytesOf(fuse_access_in{F_OK, 0})).error, ENOENT);
}

void FolderServerAttributesTest::aReadOnlyMountGrantsNoWriting()
{
    Mount mount(false);
    mount.share.put(QStringLiteral("file"), {});
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    const auto access = [&](std::uint32_t mask) {
        return mount.kernel.ask(FUSE_ACCESS, file, bytesOf(fuse_access_in{mask, 0})).error;
    };
    QCOMPARE(access(R_OK), 0);
    QCOMPARE(access(W_OK), EROFS);
    QCOMPARE(access(R_OK | W_OK), EROFS);
    QCOMPARE(access(X_OK), EACCES);
}

void FolderServerAttributesTest::tellsTheSpaceOfTheQuota()
{
    Mount mount(true, {1 << 20, 100});
    mount.share.put(QStringLiteral("file"), QByteArray(40'960, 'x'));
    const KernelAnswer answer = mount.kernel.ask(FUSE_STATFS, root);
    QCOMPARE(answer.error, 0);
    const fuse_kstatfs space = partOf<fuse_statfs_out>(answer.body).st;
    QCOMPARE(space.bsize, 4096U);
    QCOMPARE(space.frsize, 4096U);
    QCOMPARE(space.blocks, 256U);
    QCOMPARE(space.bfree, 246U);
    QCOMPARE(space.bavail, 246U);
    QCOMPARE(space.files, 100U);
    QCOMPARE(space.ffree, 99U);
    QCOMPARE(space.namelen, 255U);
}

QTEST_GUILESS_MAIN(FolderServerAttributesTest)
#include "folder_server_attributes_test.moc"
