#include "p9_client.h"
#include "sandbox/files/mount_server.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse::sandbox;

// The server on its thread, as the micro-VM uses it.
class MountServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersFromItsOwnThread();
    void tellsAccessesBeforeTheirReplies();
    void endsAtAViolation();
    void failsForAFolderThatIsNotThere_data();
    void failsForAFolderThatIsNotThere();
    void pausesUntilRepliesAreAcknowledged();
    void tellsEveryAccessOfAFlood();
    void endsWhenTheGuestDoesNotWaitForReplies();
    void stopsWhileRequestsAreWaiting();
};

namespace {

QByteArray greeting()
{
    return Request(p9::Type::Version).u32(RequestHandler::maxMessage).text("9P2000.L").bytes() +
           Request(p9::Type::Attach).u32(0).u32(p9::noFid).text("").text("").u32(1000).bytes();
}

QByteArray openFile(std::uint32_t fid)
{
    return Request(p9::Type::Walk).u32(0).u32(fid).u16(1).text("file").bytes() +
           Request(p9::Type::Open).u32(fid).u32(0).bytes();
}

QByteArray repeated(const QByteArray &request, int times)
{
    QByteArray all;
    while (times-- > 0)
        all += request;
    return all;
}

struct Mount
{
    Mount()
    {
        QFile file(folder.filePath(QStringLiteral("file")));
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray(1 << 20, 'x')) != 1 << 20)
            qFatal("Could not write the file.");
        file.close();
        server.emplace(Export{folder.path(), true, {}}, clock);
        QObject::connect(&*server, &MountServer::replied, &receiver,
                         [this](const QByteArray &bytes) { replies += bytes; });
        QObject::connect(&*server, &MountServer::accessed, &receiver,
                         [this](const FileAccess &access) { accesses << access; });
    }

    QTemporaryDir folder;
    glasshouse::SystemClock clock;
    QObject receiver;
    QByteArray replies;
    QVector<FileAccess> accesses;
    std::optional<MountServer> server;
};

} // namespace

void MountServerTest::answersFromItsOwnThread()
{
    Mount mount;
    mount.server->receive(greeting() + openFile(1));
    mount.server->receive(Request(p9::Type::Read).u32(1).u64(0).u32(100).bytes());
    QVERIFY(mount.replies.isEmpty()); // nothing happens within the call
    QTRY_COMPARE(mount.replies.size(), 21 + 20 + (7 + 2 + 13) + (7 + 13 + 4) + (11 + 100));
    const auto answers = answersIn(mount.replies);
    QCOMPARE(answers.size(), std::size_t(5));
    QCOMPARE(answers.back().type(), std::uint8_t(117));
}

void MountServerTest::tellsAccessesBeforeTheirReplies()
{
    Mount mount;
    QStringList order;
    connect(&*mount.server, &MountServer::accessed, this,
            [&](const FileAccess &access) { order << access.path; });
    connect(&*mount.server, &MountServer::replied, this, [&] { order << QStringLiteral("(replies)"); });
    mount.server->receive(greeting() + openFile(1));
    QTRY_COMPARE(order, (QStringList{QStringLiteral("file"), QStringLiteral("(replies)")}));
}

void MountServerTest::endsAtAViolation()
{
    Mount mount;
    const QSignalSpy violated(&*mount.server, &MountServer::violated);
    mount.server->receive(greeting() + QByteArray(7, '\0'));
    QTRY_COMPARE(violated.size(), 1);
    QVERIFY(violated[0][0].toString().startsWith(QStringLiteral("The sandbox broke the file protocol")));
    QCOMPARE(answersIn(mount.replies).size(), std::size_t(2));
    mount.server->receive(greeting());
    mount.server->receive(QByteArray(7, '\0'));
    mount.server.reset(); // everything it had to say is said
    QCOMPARE(answersIn(mount.replies).size(), std::size_t(2));
    QCOMPARE(violated.size(), 1);
}

void MountServerTest::failsForAFolderThatIsNotThere_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("missing") << QStringLiteral("missing");
    QTest::newRow("a file") << QStringLiteral("file");
}

void MountServerTest::failsForAFolderThatIsNotThere()
{
    QFETCH(QString, name);
    const Mount mount;
    MountServer server(Export{mount.folder.filePath(name), false, {}}, mount.clock);
    const QSignalSpy failed(&server, &MountServer::failed);
    const QSignalSpy replied(&server, &MountServer::replied);
    server.receive(greeting());
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(failed[0][0].toString().contains(name));
    QCOMPARE(replied.size(), 0);
}

void MountServerTest::pausesUntilRepliesAreAcknowledged()
{
    Mount mount;
    constexpr int reads = 64; // of 1 MiB
    mount.server->receive(greeting() + openFile(1));
    mount.server->receive(repeated(Request(p9::Type::Read).u32(1).u64(0).u32(1 << 20).bytes(), reads));
    QTRY_VERIFY(mount.replies.size() >= MountServer::unsentLimit);
    // What is allowed to be on its way has come; the rest only comes for acknowledgements.
    qint64 total = 0;
    std::size_t answers = 0;
    const qsizetype most =
        MountServer::unsentLimit + P9Session::batchBytes + qsizetype(RequestHandler::maxMessage);
    while (answers < reads + 4) {
        QTRY_VERIFY(!mount.replies.isEmpty());
        QVERIFY(mount.replies.size() <= most);
        answers += answersIn(mount.replies).size();
        total += mount.replies.size();
        mount.server->acknowledge(std::exchange(mount.replies, {}).size());
    }
    QCOMPARE(answers, std::size_t(reads + 4));
    QVERIFY(total > reads * qint64(1'000'000));
}

void MountServerTest::tellsEveryAccessOfAFlood()
{
    Mount mount;
    constexpr int opens = 20'000;
    QByteArray requests = greeting();
    for (int i = 0; i < opens; ++i)
        requests += openFile(1) + Request(p9::Type::Clunk).u32(1).bytes();
    connect(&*mount.server, &MountServer::replied, this,
            [&](const QByteArray &bytes) { mount.server->acknowledge(bytes.size()); });
    mount.server->receive(requests);
    QTRY_COMPARE_WITH_TIMEOUT(answersIn(mount.replies).size(), std::size_t(2 + 3 * opens), 60'000);
    QCOMPARE(mount.accesses.size(), opens);
}

void MountServerTest::endsWhenTheGuestDoesNotWaitForReplies()
{
    Mount mount;
    const QSignalSpy violated(&*mount.server, &MountServer::violated);
    mount.server->receive(greeting() + openFile(1));
    const QByteArray flood = repeated(Request(p9::Type::Read).u32(1).u64(0).u32(1 << 20).bytes(), 100'000);
    for (int i = 0; i < 100 && violated.isEmpty(); ++i) // never acknowledged
        mount.server->receive(flood);
    QCOMPARE(violated.size(), 1);
    QVERIFY(violated[0][0].toString().contains(QStringLiteral("does not wait")));
}

void MountServerTest::stopsWhileRequestsAreWaiting()
{
    Mount mount;
    mount.server->receive(greeting() + openFile(1));
    mount.server->receive(repeated(Request(p9::Type::Read).u32(1).u64(0).u32(1 << 20).bytes(), 100'000));
    QTRY_VERIFY(!mount.replies.isEmpty());
    mount.server.reset(); // neither hangs nor crashes, though much is left to do
    QVERIFY(mount.replies.size() < (100 << 20));
}

QTEST_GUILESS_MAIN(MountServerTest)
#include "mount_server_test.moc"
