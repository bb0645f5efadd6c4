// A server on loopback that records what it is asked and answers what the test wants.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QSslConfiguration>
#include <QSslServer>
#include <QTcpSocket>

#include <functional>

namespace glasshouse::gateway {

class TestServer : public QObject
{
    Q_OBJECT

public:
    // What is written to the socket for a whole request; then the connection closes if `closes`.
    using Answer = std::function<QByteArray(const QByteArray &request)>;

    TestServer() : m_server(std::make_unique<QTcpServer>()) { listen(); }
    explicit TestServer(const QSslConfiguration &configuration)
    {
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(configuration);
        m_server = std::move(server);
        listen();
    }

    ~TestServer() override
    {
        for (QTcpSocket *const socket : std::as_const(sockets))
            socket->disconnect(this);
    }

    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }

    Answer answer = [](const QByteArray &) { return ok("hello"); };
    bool closes = true;
    bool echoes = false;         // sends back every byte instead
    QByteArrayList requests;     // whole ones
    QByteArray received;         // every byte
    QList<QTcpSocket *> sockets; // open ones
    int connections = 0;

    [[nodiscard]] static QByteArray ok(const QByteArray &body)
    {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }

Q_SIGNALS:
    void requested();
    void disconnected();

private:
    void listen()
    {
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &TestServer::accept);
        m_server->listen(QHostAddress::LocalHost);
    }

    void accept()
    {
        QTcpSocket *const socket = m_server->nextPendingConnection();
        ++connections;
        sockets << socket;
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            sockets.removeAll(socket);
            m_buffers.remove(socket);
            socket->deleteLater();
            Q_EMIT disconnected();
        });
        read(socket);
    }

    void read(QTcpSocket *socket)
    {
        const QByteArray bytes = socket->readAll();
        received += bytes;
        if (echoes) {
            socket->write(bytes);
            return;
        }
        QByteArray &buffer = m_buffers[socket];
        buffer += bytes;
        if (!isWhole(buffer))
            return;
        requests << std::exchange(buffer, {});
        socket->write(answer(requests.last()));
        if (closes)
            socket->disconnectFromHost();
        Q_EMIT requested();
    }

    [[nodiscard]] static bool isWhole(const QByteArray &request)
    {
        const qsizetype end = request.indexOf("\r\n\r\n");
        const qsizetype length = request.indexOf("Content-Length: ");
        if (end < 0)
            return false;
        if (request.first(end).contains("chunked"))
            return request.endsWith("0\r\n\r\n");
        if (length < 0 || length > end)
            return true;
        const QByteArray digits = request.mid(length + 16, request.indexOf('\r', length) - length - 16);
        return request.size() >= end + 4 + digits.toLongLong();
    }

    std::unique_ptr<QTcpServer> m_server;
    QHash<QTcpSocket *, QByteArray> m_buffers;
};

} // namespace glasshouse::gateway
