// A gateway whose resolver and dialer a test controls, and guests that talk to it.
#pragma once

#include "sandbox/gateway/gateway.h"

#include <QHash>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <deque>

namespace glasshouse::gateway {

class FakeLookupJob final : public LookupJob
{
public:
    explicit FakeLookupJob(const QStringList &addresses)
    {
        for (const QString &address : addresses)
            m_addresses << QHostAddress(address);
        QMetaObject::invokeMethod(
            this, [this] { report(); }, Qt::QueuedConnection);
    }

private:
    void report()
    {
        if (m_addresses.isEmpty())
            Q_EMIT finished(fail(QStringLiteral("The name could not be found.")));
        else
            Q_EMIT finished(m_addresses);
    }

    QVector<QHostAddress> m_addresses;
};

class FakeResolver final : public Resolver
{
public:
    [[nodiscard]] std::unique_ptr<LookupJob> lookup(const QString &name) override
    {
        lookups << name;
        if (silent.contains(name))
            return std::make_unique<LookupJob>();
        auto &answers = names[name];
        const QStringList answer = answers.isEmpty() ? QStringList() : answers.first();
        if (answers.size() > 1)
            answers.removeFirst();
        return std::make_unique<FakeLookupJob>(answer);
    }

    QHash<QString, QList<QStringList>> names; // each lookup gets the next answer; the last one stays
    QStringList silent;                       // never answered
    QStringList lookups;
};

class RefusingDialJob final : public DialJob
{
public:
    RefusingDialJob()
    {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT failed(DialProblem::Connect, QStringLiteral("Connection refused")); },
            Qt::QueuedConnection);
    }
    [[nodiscard]] std::unique_ptr<QAbstractSocket> takeSocket() override { return nullptr; }
};

class SilentDialJob final : public DialJob
{
public:
    [[nodiscard]] std::unique_ptr<QAbstractSocket> takeSocket() override { return nullptr; }
};

// Leads addresses that look public to servers on loopback.
class LoopbackDialer final : public Dialer
{
public:
    explicit LoopbackDialer(const QList<QSslCertificate> &authorities) : m_real(makeSocketDialer(authorities))
    {
    }

    [[nodiscard]] std::unique_ptr<DialJob> dial(const DialTarget &target) override
    {
        const QString key = QStringLiteral("%1 %2").arg(target.address.toString()).arg(target.port);
        dialled << key;
        if (silent.contains(key))
            return std::make_unique<SilentDialJob>();
        if (!routes.contains(key))
            return std::make_unique<RefusingDialJob>();
        return m_real->dial({QHostAddress(QHostAddress::LocalHost), routes.value(key), target.tlsName});
    }

    QHash<QString, quint16> routes; // "1.2.3.4 80" to a port
    QStringList silent;
    QStringList dialled;

private:
    std::unique_ptr<Dialer> m_real;
};

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

class GatewayFixture
{
public:
    explicit GatewayFixture(const QStringList &allowed = {}, const GatewayLimits &limits = {},
                            const QList<QSslCertificate> &authorities = {})
    {
        auto theResolver = std::make_unique<FakeResolver>();
        auto theDialer = std::make_unique<LoopbackDialer>(authorities);
        resolver = theResolver.get();
        dialer = theDialer.get();
        gateway = std::make_unique<Gateway>(GatewaySettings{listOf(allowed), Mode::Deny, limits},
                                            std::move(theResolver), std::move(theDialer));
        QObject::connect(gateway.get(), &Gateway::decided, gateway.get(),
                         [this](const RequestRecord &record) { decided << record; });
        QObject::connect(gateway.get(), &Gateway::completed, gateway.get(),
                         [this](const RequestRecord &record) { completed << record; });
    }

    // "target" or "target=METHOD,METHOD"
    [[nodiscard]] static AllowList listOf(const QStringList &allowed)
    {
        QVector<AllowEntry> entries;
        for (const QString &text : allowed) {
            const QStringList parts = text.split(u'=');
            const auto methods = parts.size() < 2 ? std::nullopt : std::optional(parts.at(1).split(u','));
            entries << parseAllowEntry(parts.first(), methods).value();
        }
        return AllowList(entries);
    }

    // `name` is at `address`, where `port` leads to `server`.
    template<typename Server>
    void host(const QString &name, const QString &address, quint16 port, const Server &server)
    {
        resolver->names[name] = {{address}};
        dialer->routes.insert(QStringLiteral("%1 %2").arg(address).arg(port), server.port());
    }

    // The whole answer to one request, after which the connection ended.
    [[nodiscard]] QByteArray ask(const QByteArray &request)
    {
        Guest guest(*gateway);
        guest.send(request);
        return guest.waitForEnd() && guest.keptToCredit ? guest.received : QByteArray("no end");
    }

    [[nodiscard]] QString lastDecision() const
    {
        return decided.isEmpty() ? QString() : toString(decided.last().reason);
    }
    [[nodiscard]] QString lastOutcome() const
    {
        return completed.isEmpty() ? QString() : toString(completed.last().reason);
    }

    FakeResolver *resolver = nullptr;
    LoopbackDialer *dialer = nullptr;
    std::unique_ptr<Gateway> gateway;
    QVector<RequestRecord> decided;
    QVector<RequestRecord> completed;
};

} // namespace glasshouse::gateway
