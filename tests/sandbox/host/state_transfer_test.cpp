// How a saved state goes to and from QEMU where processes inherit nothing: over loopback. The test plays
// QEMU.
#include "sandbox/host/state_pipe.h"
#include "sandbox/host/state_sender.h"
#include "tests/sandbox/host/qmp_peers.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace glasshouse;
using namespace glasshouse::sandbox;

namespace {

// Reads a pipe to its end as the copier of a snapshot does.
class Reader
{
public:
    explicit Reader(StatePipe &pipe)
        : m_thread(QThread::create([this, &pipe] {
              QByteArray block(1000, Qt::Uninitialized);
              while ((m_last = pipe.read(block.data(), block.size())) > 0)
                  m_bytes += block.first(m_last);
          }))
    {
        m_thread->start();
    }
    ~Reader() { m_thread->wait(); }

    [[nodiscard]] bool hasEnded() const { return m_thread->isFinished(); }
    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; } // after its end
    [[nodiscard]] qint64 last() const { return m_last; }

private:
    QByteArray m_bytes;
    qint64 m_last = 0;
    std::unique_ptr<QThread> m_thread;
};

} // namespace

class StateTransferTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void readsWhatQemuSendsToItsEnd();
    void takesTheFirstConnectionOnly();
    void endsWhenNobodyWantsMore();
    void endsThoughQemuNeverCame();
    void tellsWhatQemuRefused();
    void sendsAFileWhole();
    void saysThatNobodyTakesIt();
    void saysThatThereIsNoFile();
    void canBeAbandonedInTheMiddle();

private:
    [[nodiscard]] quint16 portToldToQemu();

    QTemporaryDir m_folder;
    std::unique_ptr<QmpPeers> m_peers;
    std::unique_ptr<StatePipe> m_pipe;
    QString m_refusal;
};

void StateTransferTest::init()
{
    m_peers = std::make_unique<QmpPeers>();
    QVERIFY(m_peers->qemu.isValid());
    m_peers->qemu.write("{\"QMP\":{}}\n{\"return\":{}}\n");
    m_pipe = makeStatePipe(MachineLink::Kind::Loopback);
    QVERIFY(m_pipe->open());
    m_refusal.clear();
    m_pipe->fill(m_peers->client, [this](const Error &error) { m_refusal = error.message; });
}

void StateTransferTest::cleanup()
{
    m_pipe.reset();
    m_peers.reset();
}

quint16 StateTransferTest::portToldToQemu()
{
    static const QRegularExpression uri(QStringLiteral("\"tcp:127.0.0.1:(\\d+)\""));
    QString commands;
    (void)QTest::qWaitFor([&] {
        commands += QString::fromUtf8(m_peers->qemu.readAll());
        return commands.contains(uri);
    });
    return uri.match(commands).captured(1).toUShort();
}

void StateTransferTest::readsWhatQemuSendsToItsEnd()
{
    const Reader reader(*m_pipe);
    QTcpSocket qemu;
    qemu.connectToHost(QHostAddress::LocalHost, portToldToQemu());
    const QByteArray state(3 << 20, 's');
    qemu.write(state);
    qemu.disconnectFromHost();
    QTRY_VERIFY(reader.hasEnded());
    QCOMPARE(reader.last(), 0);
    QVERIFY(reader.bytes() == state);
}

void StateTransferTest::takesTheFirstConnectionOnly()
{
    const Reader reader(*m_pipe);
    const quint16 port = portToldToQemu();
    QTcpSocket first;
    first.connectToHost(QHostAddress::LocalHost, port);
    first.write("first");
    QTRY_VERIFY(first.state() == QAbstractSocket::ConnectedState && first.bytesToWrite() == 0);
    QTcpSocket second;
    QSignalSpy refused(&second, &QTcpSocket::errorOccurred);
    second.connectToHost(QHostAddress::LocalHost, port);
    QTRY_COMPARE(refused.size(), 1);
    first.disconnectFromHost();
    QTRY_VERIFY(reader.hasEnded());
    QCOMPARE(reader.bytes(), QByteArray("first"));
}

void StateTransferTest::endsWhenNobodyWantsMore()
{
    const Reader reader(*m_pipe);
    QTcpSocket qemu;
    QSignalSpy connected(&qemu, &QTcpSocket::connected);
    qemu.connectToHost(QHostAddress::LocalHost, portToldToQemu());
    QVERIFY(connected.wait());
    m_pipe->stop();
    QTRY_VERIFY(reader.hasEnded());
    QCOMPARE(reader.last(), 0);
}

void StateTransferTest::endsThoughQemuNeverCame()
{
    const Reader reader(*m_pipe);
    m_pipe->stop();
    QTRY_VERIFY(reader.hasEnded());
}

void StateTransferTest::tellsWhatQemuRefused()
{
    m_peers->qemu.write("{\"error\":{\"desc\":\"State blocked by WHPX\"}}\n");
    QTRY_VERIFY(m_refusal.contains(u"State blocked by WHPX"));
}

void StateTransferTest::sendsAFileWhole()
{
    QFile file(m_folder.filePath(QStringLiteral("state")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray state(20 << 20, 's');
    QCOMPARE(file.write(state), state.size());
    file.close();
    QTcpServer qemu;
    QVERIFY(qemu.listen(QHostAddress::LocalHost));
    const StateSender sender(file.fileName(), qemu.serverPort());
    QSignalSpy failed(&sender, &StateSender::failed);
    QTRY_VERIFY(qemu.hasPendingConnections());
    const std::unique_ptr<QTcpSocket> incoming(qemu.nextPendingConnection());
    QTRY_VERIFY(incoming->state() == QAbstractSocket::UnconnectedState);
    QVERIFY(incoming->readAll() == state);
    QCOMPARE(failed.size(), 0);
}

void StateTransferTest::saysThatNobodyTakesIt()
{
    quint16 port = 0;
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        port = gone.serverPort();
    }
    QFile file(m_folder.filePath(QStringLiteral("small")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("state") == 5);
    file.close();
    const StateSender sender(file.fileName(), port);
    QSignalSpy failed(&sender, &StateSender::failed);
    QVERIFY(failed.wait());
    QVERIFY(failed.first().first().toString().contains(u"did not take its saved state"));
}

void StateTransferTest::saysThatThereIsNoFile()
{
    const StateSender sender(m_folder.filePath(QStringLiteral("none")), 1);
    QSignalSpy failed(&sender, &StateSender::failed);
    QVERIFY(failed.wait());
    QVERIFY(failed.first().first().toString().contains(u"none"));
}

void StateTransferTest::canBeAbandonedInTheMiddle()
{
    QFile file(m_folder.filePath(QStringLiteral("large")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(64 << 20));
    file.close();
    QTcpServer qemu;
    QVERIFY(qemu.listen(QHostAddress::LocalHost));
    auto sender = std::make_unique<StateSender>(file.fileName(), qemu.serverPort());
    QTRY_VERIFY(qemu.hasPendingConnections());
    const std::unique_ptr<QTcpSocket> incoming(qemu.nextPendingConnection());
    incoming->setReadBufferSize(1000);
    sender.reset();
    incoming->setReadBufferSize(0);
    QTRY_VERIFY((incoming->readAll(), incoming->state() == QAbstractSocket::UnconnectedState));
}

QTEST_GUILESS_MAIN(StateTransferTest)
#include "state_transfer_test.moc"
