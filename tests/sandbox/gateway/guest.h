// Guests that talk to a gateway: one connection, and the proxy that an agent is.
#pragma once

#include "sandbox/gateway/gateway.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

namespace glasshouse::gateway {

// The guest's end of one connection; keeps to the rules of credit.
class Guest : public QObject
{
    Q_OBJECT

public:
    explicit Guest(Gateway &gateway, qint64 credit = 1 << 20) : connection(gateway.open()), m_given(credit)
    {
        connect(connection.get(), &GatewayConnection::sent, this, [this](const QByteArray &bytes) {
            m_given -= bytes.size();
            keptToCredit = keptToCredit && m_given >= 0;
            received += bytes;
            Q_EMIT sentToGuest(bytes);
            if (grantsOn)
                grant(bytes.size());
        });
        connect(connection.get(), &GatewayConnection::consumed, this, [this](qint64 bytes) {
            m_window += bytes;
            sendMore();
        });
        connect(connection.get(), &GatewayConnection::finished, this, [this] {
            finished = true;
            Q_EMIT ended();
        });
        connection->grant(credit);
    }

    void send(const QByteArray &bytes)
    {
        m_waiting += bytes;
        sendMore();
    }

    void grant(qint64 bytes)
    {
        m_given += bytes;
        connection->grant(bytes);
    }

    [[nodiscard]] qint64 waiting() const { return m_waiting.size(); }
    [[nodiscard]] bool waitForEnd()
    {
        return QTest::qWaitFor([this] { return finished; }, 20'000);
    }
    [[nodiscard]] bool waitFor(const QByteArray &part)
    {
        return QTest::qWaitFor([&] { return received.contains(part); }, 20'000);
    }

    std::unique_ptr<GatewayConnection> connection;
    QByteArray received;
    bool grantsOn = true;
    bool keptToCredit = true;
    bool finished = false;

Q_SIGNALS:
    void sentToGuest(const QByteArray &bytes);
    void ended();

private:
    void sendMore()
    {
        const QByteArray bytes = m_waiting.first(std::min<qint64>(m_window, m_waiting.size()));
        m_waiting.remove(0, bytes.size());
        m_window -= bytes.size();
        if (!bytes.isEmpty())
            connection->receive(bytes);
    }

    qint64 m_given;
    qint64 m_window = GatewayConnection::receiveWindow;
    QByteArray m_waiting;
};

// What the agent in the guest does: a proxy on a port, each connection of which becomes one of the gateway.
class GuestAgent : public QObject
{
    Q_OBJECT

public:
    explicit GuestAgent(Gateway &gateway) : m_gateway(gateway)
    {
        connect(&m_server, &QTcpServer::newConnection, this, &GuestAgent::accept);
        m_server.listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    void accept()
    {
        QTcpSocket *const socket = m_server.nextPendingConnection();
        auto *const guest = new Guest(m_gateway);
        guest->setParent(socket);
        connect(socket, &QTcpSocket::readyRead, guest, [socket, guest] { guest->send(socket->readAll()); });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(guest, &Guest::sentToGuest, socket,
                [socket](const QByteArray &bytes) { socket->write(bytes); });
        connect(guest, &Guest::ended, socket, &QTcpSocket::disconnectFromHost, Qt::QueuedConnection);
    }

    Gateway &m_gateway;
    QTcpServer m_server;
};

} // namespace glasshouse::gateway
