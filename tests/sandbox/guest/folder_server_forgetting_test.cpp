#include "fuse_kernel.h"

#include <cerrno>

#include <fcntl.h>

using namespace glasshouse::guest;

// What the kernel forgets, the host forgets as well.
class FolderServerForgettingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forgettingClunksWithTheNextRequest();
    void forgettingCountsLookUps();
    void forgetsManyAtOnce();
    void forgetsNoMoreThanItWasGiven();
    void looksUpWithoutEnd();
    void failsWithoutEnd();
};

void FolderServerForgettingTest::forgettingClunksWithTheNextRequest()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    QCOMPARE(mount.fidsAtHost(), 2);
    mount.kernel.forget(file);
    QVERIFY(!mount.kernel.server().hasForHost());
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerForgettingTest::forgettingCountsLookUps()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    NodeId file = 0;
    for (int i = 0; i < 5; ++i)
        file = mount.kernel.lookUp(root, "file").node();
    mount.kernel.forget(file, 4);
    QCOMPARE(mount.kernel.sizeOf(file), 0U);
    mount.kernel.forget(file, 1);
    fuse_attr_out found{};
    QCOMPARE(mount.kernel.attributes(file, found), EBADF);
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerForgettingTest::forgetsManyAtOnce()
{
    Mount mount;
    std::string body = bytesOf(fuse_batch_forget_in{50, 0});
    for (int i = 0; i < 50; ++i) {
        mount.share.put(QString::number(i), {});
        body += bytesOf(fuse_forget_one{mount.kernel.lookUp(root, std::to_string(i)).node(), 1});
    }
    QCOMPARE(mount.fidsAtHost(), 51);
    mount.kernel.send(FUSE_BATCH_FORGET, 0, body);
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerForgettingTest::forgetsNoMoreThanItWasGiven()
{
    Mount mount;
    mount.share.put(QStringLiteral("a"), {});
    mount.share.put(QStringLiteral("b"), {});
    const NodeId a = mount.kernel.lookUp(root, "a").node();
    const NodeId b = mount.kernel.lookUp(root, "b").node();
    const std::string both = bytesOf(fuse_forget_one{a, 1}) + bytesOf(fuse_forget_one{b, 1});
    mount.kernel.send(FUSE_BATCH_FORGET, 0, bytesOf(fuse_batch_forget_in{1, 0}) + both);
    QCOMPARE(mount.kernel.sizeOf(b), 0U);
    QCOMPARE(mount.fidsAtHost(), 2);
    mount.kernel.send(FUSE_BATCH_FORGET, 0, bytesOf(fuse_batch_forget_in{~0U, 0}) + both);
    mount.kernel.forget(root, ~0ULL);
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 1);
}

// The host has room for 65,536 fids.
void FolderServerForgettingTest::looksUpWithoutEnd()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    for (int i = 0; i < 70'000; ++i) {
        const KernelEntry found = mount.kernel.lookUp(root, "file");
        QCOMPARE(found.error, 0);
        mount.kernel.forget(found.node());
    }
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerForgettingTest::failsWithoutEnd()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    for (int i = 0; i < 10'000; ++i) {
        QCOMPARE(mount.kernel.create(root, "file", O_RDWR | O_EXCL).error, EEXIST);
        QCOMPARE(mount.kernel.makeFolder(root, "file").error, EEXIST);
        QCOMPARE(mount.kernel.create(root, "a\\b", O_RDWR).error, EINVAL);
    }
    mount.kernel.askAnything();
    QCOMPARE(mount.fidsAtHost(), 1);
}

QTEST_GUILESS_MAIN(FolderServerForgettingTest)
#include "folder_server_forgetting_test.moc"
