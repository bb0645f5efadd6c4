// Ways out of a guest that has no network card, and abuse of the only one there is.
#include "hostile_fixture.h"

#include <QTcpServer>
#include <QTcpSocket>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class HostileNetworkTest : public HostileTest
{
    Q_OBJECT

private Q_SLOTS:
    void findsNoRouteForTcp();
    void findsNoRouteForUdp();
    void findsNoNameServer();
    void mayNotSendRawPackets();
    void mayNotMakeANetwork();
    void reachesNoOtherServiceOfTheGuestOrHost();
    void speaksNonsenseToTheProxy();
    void opensFourHundredConnections();
    void connectsAsFastAsItCan();
    void isServedOn200ConnectionsAtOnce();
    void neverReadsWhatItAskedFor();

private:
    // Its target, which the guest may reach from now on.
    [[nodiscard]] QByteArray allow(const QTcpServer &server)
    {
        const QString target = QStringLiteral("127.0.0.1:%1").arg(server.serverPort());
        auto &network = m_guest->request().setup.network;
        if (const auto entry = gateway::parseAllowEntry(target))
            network.allowList = network.allowList.with(*entry);
        return target.toUtf8();
    }
};

void HostileNetworkTest::findsNoRouteForTcp()
{
    const QByteArray said = m_guest->output(attempts + R"(
for address in ('8.8.8.8', '10.0.2.2', '192.168.1.1', '169.254.169.254', '255.255.255.255', '172.17.0.1'):
    attempt(socket.create_connection, (address, 80), 5)
attempt(socket.create_connection, ('2001:4860:4860::8888', 80), 5)
attempt(socket.create_connection, ('fe80::1', 80), 5)
)");
    QVERIFY2(allFailed(said, 8, {"ENETUNREACH", "EADDRNOTAVAIL", "EINVAL", "EAFNOSUPPORT", "EACCES"}),
             said.constData());
}

void HostileNetworkTest::findsNoRouteForUdp()
{
    const QByteArray said = m_guest->output(attempts + R"(
for address in ('8.8.8.8', '10.0.2.3', '224.0.0.1', '255.255.255.255'):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    attempt(s.sendto, b'x', (address, 53))
)");
    QVERIFY2(allFailed(said, 4, {"ENETUNREACH"}), said.constData());
}

void HostileNetworkTest::findsNoNameServer()
{
    const QByteArray said = m_guest->output(attempts + R"(
for name in ('example.com', 'localhost.example.com', 'metadata.google.internal'):
    attempt(socket.getaddrinfo, name, 80)
)");
    QCOMPARE(said, QByteArray("no name\nno name\nno name\n"));
}

void HostileNetworkTest::mayNotSendRawPackets()
{
    const QByteArray said = m_guest->output(attempts + R"(
attempt(socket.socket, socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
attempt(socket.socket, socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
attempt(socket.socket, socket.AF_PACKET, socket.SOCK_RAW)
attempt(socket.socket, socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)
attempt(socket.socket, 40, socket.SOCK_STREAM)
attempt(socket.socket, 31, socket.SOCK_RAW)
)");
    QVERIFY2(allFailed(said, 6, {"EPERM", "EACCES", "EAFNOSUPPORT", "EPROTONOSUPPORT", "ENODEV"}),
             said.constData());
}

void HostileNetworkTest::mayNotMakeANetwork()
{
    const QByteArray said = m_guest->output(attempts + R"(
import fcntl
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
attempt(fcntl.ioctl, s, 0x8914, struct.pack('16sH14s', b'lo', 0, b''))
attempt(fcntl.ioctl, s, 0x890b, b'\0' * 120)
attempt(os.open, '/dev/net/tun', os.O_RDWR)
attempt(open, '/etc/resolv.conf', 'w')
attempt(open, '/proc/sys/net/ipv4/ip_forward', 'w')
)");
    QVERIFY2(allFailed(said, 5, {"EPERM", "EACCES", "ENOENT"}), said.constData());
}

void HostileNetworkTest::reachesNoOtherServiceOfTheGuestOrHost()
{
    QTcpServer neighbour; // on the host's loopback, which is not the guest's
    QVERIFY(neighbour.listen(QHostAddress::LocalHost));
    const QByteArray port = QByteArray::number(neighbour.serverPort());
    const QByteArray said =
        m_guest->output(attempts + "attempt(socket.create_connection, ('127.0.0.1', " + port +
                        "), 5)\n"
                        "s = socket.create_connection(('127.0.0.1', 3128))\n"
                        "s.sendall(b'GET http://127.0.0.1:" +
                        port + "/ HTTP/1.1\\r\\nHost: 127.0.0.1:" + port +
                        "\\r\\n\\r\\n')\n"
                        "print(s.recv(4096).split()[1].decode())\n"
                        "lines = [l.split() for f in ('tcp', 'tcp6', 'udp') for l in "
                        "open('/proc/net/' + f).readlines()[1:]]\n"
                        "print([int(l[1].split(':')[1], 16) for l in lines if l[3] in ('0A', "
                        "'07')])\n");
    QCOMPARE(said, QByteArray("ECONNREFUSED\n403\n[3128]\n"));
    QVERIFY(!neighbour.hasPendingConnections());
}

void HostileNetworkTest::speaksNonsenseToTheProxy()
{
    const QByteArray said = m_guest->output(R"(
import os, socket
for data in (os.urandom(20000), b'\r\n' * 5000, b'GET ' + b'/' * 100_000, b'\x16\x03\x01\xff\xff' + b'x' * 70_000,
             b'GET http://a/ HTTP/1.1\r\n' + b'X: y\r\n' * 10_000, b'CONNECT a:99999 HTTP/1.1\r\n\r\n',
             b'POST http://a/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET ',
             b'TRACE http://a/ HTTP/1.1\r\nHost: a\r\n\r\n', b'GET http://u:p@a/ HTTP/1.1\r\nHost: a\r\n\r\n',
             b'GET http:\\\\a\\ HTTP/1.1\r\nHost: a\r\n\r\n', b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'):
    s = socket.create_connection(('127.0.0.1', 3128))
    s.settimeout(20)
    try:
        s.sendall(data)
        s.shutdown(socket.SHUT_WR)
        answer = s.recv(4096)
    except OSError: answer = b''
    print(answer == b'' or answer.split()[1].startswith(b'4') or answer)
    s.close()
)");
    QCOMPARE(said, QByteArray("True\n").repeated(11));
}

void HostileNetworkTest::opensFourHundredConnections()
{
    const auto call = m_guest->run("import socket\nk = []\n"
                                   "for i in range(400):\n"
                                   "    s = socket.socket(); s.setblocking(False)\n"
                                   "    s.connect_ex(('127.0.0.1', 3128)); k.append(s)\n"
                                   "print(len(k))\n");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.standardOutput, QByteArray("400\n"));
}

void HostileNetworkTest::connectsAsFastAsItCan()
{
    int beats = 0;
    QTimer heart;
    connect(&heart, &QTimer::timeout, &heart, [&] { ++beats; });
    heart.start(20);
    const auto call = m_guest->run("import socket, time\nend = time.monotonic() + 4\nn = 0\n"
                                   "while time.monotonic() < end:\n"
                                   "    s = socket.socket(); s.settimeout(1)\n"
                                   "    try: s.connect(('127.0.0.1', 3128)); s.close(); n += 1\n"
                                   "    except OSError: pass\n"
                                   "print(n > 0)\n");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.standardOutput, QByteArray("True\n"));
    QVERIFY(beats > 20);
}

// All of them open before the first is answered.
void HostileNetworkTest::isServedOn200ConnectionsAtOnce()
{
    QTcpServer server;
    QVector<QTcpSocket *> waiting;
    connect(&server, &QTcpServer::newConnection, &server, [&] {
        while (QTcpSocket *socket = server.nextPendingConnection())
            waiting << socket;
        if (waiting.size() < 200)
            return;
        for (QTcpSocket *socket : std::as_const(waiting))
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    });
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QByteArray target = allow(server);
    m_guest->request().setup.network.limits.connections = 256;
    const QByteArray said = m_guest->output("import socket\nk = []\nfor i in range(200):\n"
                                            "    s = socket.create_connection(('127.0.0.1', 3128))\n"
                                            "    s.sendall(b'GET http://" +
                                            target + "/ HTTP/1.1\\r\\nHost: " + target +
                                            "\\r\\n\\r\\n')\n    k.append(s)\n"
                                            "print(sum(s.recv(4096)[9:12] == b'200' for s in k))\n");
    QCOMPARE(said, QByteArray("200\n"));
}

void HostileNetworkTest::neverReadsWhatItAskedFor()
{
    QTcpServer server;
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
        socket->write(QByteArray(50'000'000, 'x'));
    });
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QByteArray target = allow(server);
    const auto call = m_guest->run("import socket\nk = []\nfor i in range(12):\n"
                                   "    s = socket.create_connection(('127.0.0.1', 3128))\n"
                                   "    s.sendall(b'GET http://" +
                                   target + "/ HTTP/1.1\\r\\nHost: " + target +
                                   "\\r\\n\\r\\n')\n    k.append(s)\n"
                                   "print([s.recv(12)[9:] for s in k].count(b'200'))\n");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.standardOutput, QByteArray("12\n"));
}

QTEST_GUILESS_MAIN(HostileNetworkTest)
#include "network_test.moc"
