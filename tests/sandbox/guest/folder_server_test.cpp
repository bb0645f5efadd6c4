#include "fuse_kernel.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>

using namespace glasshouse::guest;

// The conversation with the kernel, and what it may believe.
class FolderServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersInitWithItsLimits_data();
    void answersInitWithItsLimits();
    void hasNoUnknownOperations();
    void answersTheEndButNoInterrupt();
    void answersInTheOrderOfRequests();

    void attributesAreBelievedForAMoment();
    void attributesAreTakenBackOnce();
    void attributesOnTheirWayAreNotBelieved();
    void whatWasAskedForAgainIsTakenBack();
    void whatIsTooMuchToKeepInMindIsTakenBackAtOnce();
    void whatIsNoLongerBelievedIsNotTakenBack();
    void onlyNamesOfFoldersAreBelieved();
    void countsWhatTheKernelHasNotForgotten();

    void cutRequestsDoNoHarm();
    void emptyNamesDoNoHarm();
    void garbageDoesNoHarm();
};

namespace {

constexpr std::uint32_t moment = std::chrono::nanoseconds(FolderServer::freshFor).count();

} // namespace

void FolderServerTest::answersInitWithItsLimits_data()
{
    QTest::addColumn<quint32>("minor");
    QTest::addColumn<quint32>("agreed");
    QTest::newRow("older") << 31U << 31U;
    QTest::newRow("newer") << 1000U << quint32(FUSE_KERNEL_MINOR_VERSION);
}

void FolderServerTest::answersInitWithItsLimits()
{
    QFETCH(quint32, minor);
    QFETCH(quint32, agreed);
    Mount mount;
    fuse_init_in in{};
    in.major = FUSE_KERNEL_VERSION;
    in.minor = minor;
    in.max_readahead = 12'345;
    in.flags = ~0U;
    const KernelAnswer answer = mount.kernel.ask(FUSE_INIT, 0, bytesOf(in));
    QCOMPARE(answer.error, 0);
    const auto out = partOf<fuse_init_out>(answer.body);
    QCOMPARE(out.major, quint32(FUSE_KERNEL_VERSION));
    QCOMPARE(out.minor, agreed);
    QCOMPARE(out.max_readahead, 1U << 20);
    QCOMPARE(out.max_write, 256U << 10);
    QCOMPARE(out.max_pages, 64);
    QCOMPARE(out.time_gran, 1U);
    QVERIFY((out.flags & FUSE_ATOMIC_O_TRUNC) != 0);
    QCOMPARE(out.flags & (FUSE_DO_READDIRPLUS | FUSE_READDIRPLUS_AUTO),
             quint32(FUSE_DO_READDIRPLUS | FUSE_READDIRPLUS_AUTO));
    // It does not serve these.
    QCOMPARE(out.flags & (FUSE_WRITEBACK_CACHE | FUSE_POSIX_LOCKS | FUSE_INIT_EXT), 0U);
    QVERIFY(out.max_write + sizeof(fuse_in_header) + sizeof(fuse_write_in) <= FolderServer::mostRequest);
}

void FolderServerTest::hasNoUnknownOperations()
{
    Mount mount;
    for (const quint32 operation : {quint32(FUSE_GETXATTR), quint32(FUSE_READLINK), quint32(FUSE_IOCTL),
                                    quint32(FUSE_FLUSH), 0U, 9999U, ~0U})
        QCOMPARE(mount.kernel.ask(operation, root, std::string(100, '\0')).error, ENOSYS);
}

void FolderServerTest::answersTheEndButNoInterrupt()
{
    Mount mount;
    const auto interrupt = mount.kernel.send(FUSE_INTERRUPT, root, bytesOf(fuse_interrupt_in{2}));
    mount.kernel.carry();
    QVERIFY(!mount.kernel.isAnswered(interrupt));
    QCOMPARE(mount.kernel.ask(FUSE_DESTROY, root).error, 0);
}

void FolderServerTest::answersInTheOrderOfRequests()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), "12345");
    const auto missing = mount.kernel.send(FUSE_LOOKUP, root, {"missing\0", 8});
    const auto file = mount.kernel.send(FUSE_LOOKUP, root, {"file\0", 5});
    const auto removed = mount.kernel.send(FUSE_UNLINK, root, {"file\0", 5});
    const auto gone = mount.kernel.send(FUSE_LOOKUP, root, {"file\0", 5});
    QVERIFY(!mount.kernel.isAnswered(missing));
    mount.kernel.carry();
    QCOMPARE(mount.kernel.answer(missing).error, ENOENT);
    QCOMPARE(partOf<fuse_entry_out>(mount.kernel.answer(file).body).attr.size, 5U);
    QCOMPARE(mount.kernel.answer(removed).error, 0);
    QCOMPARE(mount.kernel.answer(gone).error, ENOENT);
}

void FolderServerTest::attributesAreBelievedForAMoment()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const KernelEntry found = mount.kernel.lookUp(root, "file");
    QCOMPARE(found.entry.attr_valid, 0U);
    QCOMPARE(found.entry.attr_valid_nsec, moment);
    fuse_attr_out again{};
    QCOMPARE(mount.kernel.attributes(found.node(), again), 0);
    QCOMPARE(again.attr_valid, 0U);
    QCOMPARE(again.attr_valid_nsec, moment);
}

void FolderServerTest::attributesAreTakenBackOnce()
{
    Mount mount;
    mount.share.put(QStringLiteral("a"), {});
    mount.share.put(QStringLiteral("b"), {});
    const NodeId a = mount.kernel.lookUp(root, "a").node();
    const NodeId b = mount.kernel.lookUp(root, "b").node();
    fuse_attr_out again{};
    QCOMPARE(mount.kernel.attributes(a, again), 0);
    mount.kernel.server().noteWords();
    auto nodes = mount.kernel.takenBack();
    std::sort(nodes.begin(), nodes.end());
    QCOMPARE(nodes, (std::vector<NodeId>{a, b}));
    mount.kernel.server().noteWords();
    QCOMPARE(mount.kernel.takenBack().size(), 0U);
    QCOMPARE(mount.kernel.attributes(a, again), 0);
    QCOMPARE(again.attr_valid_nsec, moment); // asked for after those words
}

void FolderServerTest::attributesOnTheirWayAreNotBelieved()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const auto request = mount.kernel.send(FUSE_LOOKUP, root, {"file\0", 5});
    mount.kernel.server().noteWords();
    mount.kernel.carry();
    QCOMPARE(partOf<fuse_entry_out>(mount.kernel.answer(request).body).attr_valid_nsec, 0U);
    mount.kernel.server().noteWords();
    QCOMPARE(mount.kernel.takenBack().size(), 0U);
}

// Only so many nodes are kept in mind: the one that was asked for last is the last to go.
void FolderServerTest::whatWasAskedForAgainIsTakenBack()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    constexpr int most = 1100;
    for (int i = 0; i < most; ++i)
        mount.share.put(QString::number(i), {});
    for (int others = 0; others <= most; others += 100) {
        (void)mount.kernel.sizeOf(file);
        for (int i = 0; i < others; ++i)
            (void)mount.kernel.lookUp(root, std::to_string(i));
        (void)mount.kernel.sizeOf(file);
        (void)mount.kernel.lookUp(root, "0");
        (void)mount.kernel.takenBack();
        mount.kernel.server().noteWords();
        const auto nodes = mount.kernel.takenBack();
        QVERIFY(std::find(nodes.begin(), nodes.end(), file) != nodes.end());
    }
}

void FolderServerTest::whatIsTooMuchToKeepInMindIsTakenBackAtOnce()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    const NodeId file = mount.kernel.lookUp(root, "file").node();
    mount.share.put(QStringLiteral("other"), {});
    const auto isTakenBack = [&] {
        const auto nodes = mount.kernel.takenBack();
        return std::find(nodes.begin(), nodes.end(), file) != nodes.end();
    };
    int others = 0;
    for (; others < 5000 && !isTakenBack(); ++others)
        (void)mount.kernel.lookUp(root, "other");
    QVERIFY(others < 5000);
    mount.kernel.server().noteWords();
    QVERIFY(!isTakenBack());
}

void FolderServerTest::whatIsNoLongerBelievedIsNotTakenBack()
{
    Mount mount;
    for (int i = 0; i < 200; ++i) {
        mount.share.put(QString::number(i), {});
        (void)mount.kernel.lookUp(root, std::to_string(i));
        mount.kernel.advance(FolderServer::freshFor);
    }
    QCOMPARE(mount.kernel.takenBack().size(), 0U);
    mount.kernel.advance(std::chrono::seconds(1));
    const NodeId last = mount.kernel.lookUp(root, "0").node();
    mount.kernel.server().noteWords();
    QCOMPARE(mount.kernel.takenBack(), std::vector<NodeId>{last});
}

void FolderServerTest::onlyNamesOfFoldersAreBelieved()
{
    Mount mount;
    mount.share.put(QStringLiteral("file"), {});
    mount.share.makeFolder(QStringLiteral("folder"));
    QCOMPARE(mount.kernel.lookUp(root, "file").entry.entry_valid_nsec, 0U);
    const fuse_entry_out folder = mount.kernel.lookUp(root, "folder").entry;
    QCOMPARE(folder.entry_valid, 0U);
    QCOMPARE(folder.entry_valid_nsec, moment);
}

void FolderServerTest::countsWhatTheKernelHasNotForgotten()
{
    Mount mount;
    const std::size_t before = mount.kernel.server().nodes();
    mount.share.put(QStringLiteral("a"), {});
    mount.share.put(QStringLiteral("b"), {});
    const NodeId a = mount.kernel.lookUp(root, "a").node();
    (void)mount.kernel.lookUp(root, "b");
    (void)mount.kernel.lookUp(root, "b");
    QCOMPARE(mount.kernel.server().nodes(), before + 2);
    mount.kernel.forget(a);
    QCOMPARE(mount.kernel.server().nodes(), before + 1);
}

void FolderServerTest::cutRequestsDoNoHarm()
{
    for (std::uint32_t operation = 0; operation < 64; ++operation) {
        Mount mount;
        mount.share.put(QStringLiteral("file"), {});
        const NodeId file = mount.kernel.lookUp(root, "file").node();
        for (std::size_t size = 0; size < 100; ++size) {
            mount.kernel.send(operation, root, std::string(size, '\x01'));
            mount.kernel.send(operation, file, std::string(size, '\0'));
            mount.kernel.carry();
        }
        for (std::size_t size = 0; size < sizeof(fuse_in_header); ++size)
            mount.kernel.server().fromKernel(std::string(size, '\x01'));
        QVERIFY(!mount.kernel.server().hasForHost());
    }
}

void FolderServerTest::emptyNamesDoNoHarm()
{
    Mount mount;
    for (int i = 0; i < 3; ++i) {
        const KernelEntry found = mount.kernel.lookUp(root, "");
        QVERIFY(found.error != 0);
        QVERIFY(mount.kernel.makeFolder(root, "").error != 0);
        QVERIFY(mount.kernel.create(root, "", O_RDWR).error != 0);
        QVERIFY(mount.kernel.remove(root, "") != 0);
        QVERIFY(mount.kernel.rename(root, "", root, "new") != 0);
    }
    mount.kernel.askAnything(); // before it, what is no more needed is given back
    QCOMPARE(mount.fidsAtHost(), 1);
}

void FolderServerTest::garbageDoesNoHarm()
{
    QRandomGenerator random(1);
    Mount mount;
    for (int i = 0; i < 20'000; ++i) {
        std::string body(random.bounded(120U), '\0');
        for (char &byte : body)
            byte = static_cast<char>(random.bounded(3) == 0 ? random.bounded(256) : 0);
        const std::uint32_t operation = random.bounded(64);
        if (operation != FUSE_RELEASE && operation != FUSE_RELEASEDIR) // believed to close what is open
            mount.kernel.send(operation, random.bounded(6), body);
        mount.kernel.carry();
    }
    QVERIFY(!mount.share.session().violation());
    QCOMPARE(mount.kernel.ask(FUSE_STATFS, root).error, 0);
}

QTEST_GUILESS_MAIN(FolderServerTest)
#include "folder_server_test.moc"
