#include "sandbox/host/loopback_link.h"
#include "sandbox/host/machine_proof.h"
#include "sandbox/host/qemu_command.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

// What connects QEMU on Windows; all of it works on Linux too, so it is tried there with the real QEMU.
class LoopbackTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheFirstConnectionOnly();
    void isNotReachableFromOutside();
    void tokensDiffer();
    void refusesAnotherToken();
    void refusesAnotherPeer();
    void realQemuProvesItself();

private:
    [[nodiscard]] static QJsonValue ask(QTcpSocket &control, const QByteArray &command);
};

void LoopbackTest::takesTheFirstConnectionOnly()
{
    LoopbackLink link;
    const auto port = link.open();
    QVERIFY(port);
    QSignalSpy connected(&link, &LoopbackLink::connected);
    QTcpSocket first;
    QTcpSocket second;
    first.connectToHost(QHostAddress::LocalHost, *port);
    QVERIFY(connected.wait());
    QCOMPARE(link.socket().peerPort(), first.localPort());
    second.connectToHost(QHostAddress::LocalHost, *port);
    QTRY_VERIFY(second.state() == QAbstractSocket::UnconnectedState);
    QCOMPARE(connected.size(), 1);
}

void LoopbackTest::isNotReachableFromOutside()
{
    LoopbackLink link;
    QVERIFY(link.open());
    QCOMPARE(link.serverAddress(), QHostAddress(QHostAddress::LocalHost));
}

void LoopbackTest::tokensDiffer()
{
    QVERIFY(newMachineToken() != newMachineToken());
    QCOMPARE(newMachineToken().size(), 36);
}

void LoopbackTest::refusesAnotherToken()
{
    const QString token = newMachineToken();
    QVERIFY(provesToken(QJsonObject{{QStringLiteral("UUID"), token.toUpper()}}, token));
    QVERIFY(!provesToken(QJsonObject{{QStringLiteral("UUID"), newMachineToken()}}, token));
    QVERIFY(!provesToken(QJsonObject(), token));
    QVERIFY(!provesToken(QJsonObject{{QStringLiteral("UUID"), QString()}}, {}));
}

void LoopbackTest::refusesAnotherPeer()
{
    const auto device = [](const char *label, const char *filename) {
        return QJsonObject{{QStringLiteral("label"), QLatin1String(label)},
                           {QStringLiteral("filename"), QLatin1String(filename)}};
    };
    const QJsonArray devices{device("control", "tcp:127.0.0.1:5001 <-> 127.0.0.1:6001"),
                             device("channel", "tcp:127.0.0.1:5002 <-> 127.0.0.1:6002")};
    const QString channel = QStringLiteral("channel");
    QVERIFY(provesPeer(devices, channel, 5002));
    QVERIFY(!provesPeer(devices, channel, 5001));
    QVERIFY(!provesPeer(devices, channel, 500));
    QVERIFY(!provesPeer(devices, channel, 6002));
    QVERIFY(!provesPeer(devices, channel, 0));
    QVERIFY(!provesPeer(QJsonArray{device("channel", "disconnected:tcp:127.0.0.1:6002")}, channel, 5002));
    QVERIFY(!provesPeer(QJsonObject(), channel, 5002));
}

QJsonValue LoopbackTest::ask(QTcpSocket &control, const QByteArray &command)
{
    control.write("{\"execute\": \"" + command + "\"}\n");
    while (control.canReadLine() || control.waitForReadyRead(20'000)) {
        const auto answer = QJsonDocument::fromJson(control.readLine()).object();
        if (answer.contains(QStringLiteral("return")))
            return answer.value(QStringLiteral("return"));
    }
    return {};
}

void LoopbackTest::realQemuProvesItself()
{
    const QString program = QStandardPaths::findExecutable(QStringLiteral("qemu-system-x86_64"));
    if (program.isEmpty())
        QSKIP("QEMU is not installed.");
    LoopbackLink control;
    LoopbackLink channel;
    QemuMachine machine;
    machine.program = program;
    machine.cpu.accelerator = Accelerator::Tcg;
    machine.memory = QemuMachine::Memory::Anonymous;
    machine.memoryMb = 64;
    machine.guest.root = QStringLiteral("/dev/null");
    machine.loopback = {*control.open(), *channel.open(), newMachineToken()};
    QSignalSpy connected(&channel, &LoopbackLink::connected);
    QProcess qemu;
    const ProcessSpec spec = qemuProcess(machine);
    qemu.start(spec.program, spec.arguments);
    QVERIFY2(connected.wait(60'000), qemu.readAllStandardError().constData());
    QTRY_COMPARE(control.socket().state(), QAbstractSocket::ConnectedState);
    QVERIFY(ask(control.socket(), "qmp_capabilities").isObject());
    QVERIFY(provesToken(ask(control.socket(), "query-uuid"), machine.loopback->token));
    const QJsonValue devices = ask(control.socket(), "query-chardev");
    QVERIFY(provesPeer(devices, QStringLiteral("channel"), channel.socket().peerPort()));
    QVERIFY(!provesPeer(devices, QStringLiteral("channel"), control.socket().peerPort()));
    qemu.kill();
    qemu.waitForFinished();
}

QTEST_GUILESS_MAIN(LoopbackTest)
#include "loopback_test.moc"
