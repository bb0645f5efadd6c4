// How much goes through the gateway, on loopback and on one thread: prints one JSON object.
//   bench_gateway [MEGABYTES]
// connect_mb_s: down a tunnel; upload_mb_s: up a tunnel; http_mb_s: answers to plain requests, one after the
// other on one connection; requests_per_s: small ones.
#include "sandbox/gateway/gateway.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <cstdio>
#include <functional>
#include <utility>

using namespace glasshouse;
using namespace glasshouse::gateway;

namespace {

constexpr qint64 credit = 1 << 20;
constexpr qint64 blockSize = 1 << 20;
constexpr int smallRequests = 1000;

const QString host = QStringLiteral("bench.example");

class LoopbackLookup final : public LookupJob
{
public:
    LoopbackLookup()
    {
        const auto report = [this] { Q_EMIT finished(QVector{QHostAddress(QHostAddress::LocalHost)}); };
        QMetaObject::invokeMethod(this, report, Qt::QueuedConnection);
    }
};

class LoopbackResolver final : public Resolver
{
public:
    [[nodiscard]] std::unique_ptr<LookupJob> lookup(const QString &) override
    {
        return std::make_unique<LoopbackLookup>();
    }
};

// Sends as fast as the socket takes it.
class Pump : public QObject
{
public:
    Pump(QTcpSocket *socket, qint64 bytes) : QObject(socket), m_socket(socket), m_left(bytes)
    {
        connect(socket, &QTcpSocket::bytesWritten, this, &Pump::send);
        send();
    }

private:
    void send()
    {
        while (m_left > 0 && m_socket->bytesToWrite() < blockSize) {
            const qint64 count = std::min(m_left, blockSize);
            m_socket->write(QByteArray(count, 'x'));
            m_left -= count;
        }
    }

    QTcpSocket *m_socket;
    qint64 m_left;
};

// Does with each connection what `onRequest` says once the first bytes have come.
class Server : public QTcpServer
{
public:
    explicit Server(std::function<void(QTcpSocket *)> onRequest)
    {
        connect(this, &QTcpServer::newConnection, this, [this, onRequest] {
            QTcpSocket *const socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [socket, onRequest] { onRequest(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        listen(QHostAddress::LocalHost);
    }
};

// The guest's end of a connection: takes and counts everything.
class Guest : public QObject
{
public:
    explicit Guest(Gateway &gateway) : m_connection(gateway.open())
    {
        connect(m_connection.get(), &GatewayConnection::sent, this, [this](const QByteArray &bytes) {
            received += bytes.size();
            m_connection->grant(bytes.size());
            if (onReceived)
                onReceived();
        });
        connect(m_connection.get(), &GatewayConnection::consumed, this, [this](qint64 bytes) {
            m_window += bytes;
            pour();
        });
        m_connection->grant(credit);
    }

    void send(const QByteArray &bytes)
    {
        m_window -= bytes.size();
        m_connection->receive(bytes);
    }

    void upload(qint64 bytes)
    {
        m_left = bytes;
        pour();
    }

    std::function<void()> onReceived;
    qint64 received = 0;

private:
    void pour()
    {
        while (m_left > 0 && m_window > 0) {
            const qint64 count = std::min({m_left, m_window, qint64(64 << 10)});
            m_left -= count;
            send(QByteArray(count, 'x'));
        }
    }

    std::unique_ptr<GatewayConnection> m_connection;
    qint64 m_window = GatewayConnection::receiveWindow;
    qint64 m_left = 0;
};

// Just enough of a ClientHello for `host`.
QByteArray clientHello()
{
    const auto counted = [](const QByteArray &content, int width) {
        QByteArray bytes;
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
            bytes += static_cast<char>(content.size() >> shift & 0xff);
        return bytes + content;
    };
    const QByteArray name = QByteArray(1, '\0') + counted(host.toLatin1(), 2);
    const QByteArray extension = QByteArray(2, '\0') + counted(counted(name, 2), 2);
    const QByteArray body = "\x03\x03" + QByteArray(32, 'r') + QByteArray(1, '\0') + counted("\x13\x01", 2) +
                            counted(QByteArray(1, '\0'), 1) + counted(extension, 2);
    return "\x16\x03\x01" + counted('\x01' + counted(body, 3), 2);
}

GatewaySettings settingsFor(quint16 port)
{
    GatewaySettings settings;
    for (const QString &target : {host, QStringLiteral("127.0.0.1")})
        settings.allowList =
            settings.allowList.with(parseAllowEntry(QStringLiteral("%1:%2").arg(target).arg(port)).value());
    return settings;
}

struct Setup
{
    explicit Setup(const std::function<void(QTcpSocket *)> &onRequest)
        : server(onRequest),
          gateway(settingsFor(server.serverPort()), std::make_unique<LoopbackResolver>(), makeSocketDialer()),
          guest(gateway), authority(host.toLatin1() + ':' + QByteArray::number(server.serverPort()))
    {
    }

    void openTunnel()
    {
        guest.send("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
        guest.send(clientHello());
    }

    void get() { guest.send("GET http://" + authority + "/ HTTP/1.1\r\nHost: " + authority + "\r\n\r\n"); }

    Server server;
    Gateway gateway;
    Guest guest;
    QByteArray authority;
    QEventLoop loop;
};

double perSecond(double count, const QElapsedTimer &timer)
{
    return count / (static_cast<double>(timer.nsecsElapsed()) / 1e9);
}

double downTheTunnel(qint64 bytes)
{
    bool started = false;
    Setup setup([bytes, &started](QTcpSocket *socket) {
        socket->readAll();
        if (!std::exchange(started, true))
            new Pump(socket, bytes); // owned by the socket
    });
    setup.guest.onReceived = [&] {
        if (setup.guest.received >= bytes)
            setup.loop.quit();
    };
    QElapsedTimer timer;
    timer.start();
    setup.openTunnel();
    setup.loop.exec();
    return perSecond(static_cast<double>(bytes) / 1e6, timer);
}

double upTheTunnel(qint64 bytes)
{
    qint64 arrived = 0;
    QEventLoop *loop = nullptr;
    Setup setup([&](QTcpSocket *socket) {
        arrived += socket->readAll().size();
        if (arrived >= bytes)
            loop->quit();
    });
    loop = &setup.loop;
    QElapsedTimer timer;
    timer.start();
    setup.openTunnel();
    setup.guest.upload(bytes);
    setup.loop.exec();
    return perSecond(static_cast<double>(bytes) / 1e6, timer);
}

// Answers of `size` bytes, `count` times; per second.
double plainRequests(qint64 size, int count)
{
    Setup setup([size](QTcpSocket *socket) {
        socket->readAll();
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n");
        new Pump(socket, size); // owned by the socket
    });
    int done = 0;
    QObject::connect(&setup.gateway, &Gateway::completed, &setup.loop, [&] {
        if (++done == count)
            setup.loop.quit();
        else
            setup.get();
    });
    QElapsedTimer timer;
    timer.start();
    setup.get();
    setup.loop.exec();
    return perSecond(count, timer);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const int megabytes = application.arguments().value(1, QStringLiteral("500")).toInt();
    const qint64 bytes = megabytes * qint64(1'000'000);
    const qint64 answer = 10'000'000;
    const auto answers = static_cast<int>(std::max<qint64>(1, bytes / answer));
    const QJsonObject figures{
        {QStringLiteral("connect_mb_s"), downTheTunnel(bytes)},
        {QStringLiteral("upload_mb_s"), upTheTunnel(bytes)},
        {QStringLiteral("http_mb_s"), plainRequests(answer, answers) * static_cast<double>(answer) / 1e6},
        {QStringLiteral("requests_per_s"), plainRequests(100, smallRequests)},
    };
    std::printf("%s", QJsonDocument(figures).toJson().constData());
}
