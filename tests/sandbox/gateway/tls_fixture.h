// A client in the guest that speaks TLS through the gateway.
#pragma once

#include "gateway_fixture.h"
#include "test_authority.h"
#include "test_server.h"

#include <QNetworkProxy>
#include <QSslSocket>
#include <QTest>

namespace glasshouse::gateway {

inline const QString web = QStringLiteral("1.2.3.4"); // looks public, leads to loopback

inline QByteArray connectTo(const QByteArray &host)
{
    return "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
}

inline QByteArray get(const QByteArray &path, const QByteArray &more = "Connection: close\r\n")
{
    return "GET " + path + " HTTP/1.1\r\nHost: example.com\r\n" + more + "\r\n";
}

// A TLS client in the guest, which goes through the agent's proxy.
class TlsClient : public QObject
{
    Q_OBJECT

public:
    TlsClient(const GuestAgent &agent, const QSslCertificate &trusted)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates({trusted});
        socket.setSslConfiguration(configuration);
        socket.setProxy(QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_qs, agent.port()));
        connect(&socket, &QSslSocket::readyRead, this, [this] { received += socket.readAll(); });
    }

    // `serverName`: what the ClientHello says, if not the host.
    [[nodiscard]] bool open(const QString &host = u"example.com"_qs, const QString &serverName = {},
                            quint16 port = 443)
    {
        if (serverName.isEmpty())
            socket.connectToHostEncrypted(host, port);
        else
            socket.connectToHostEncrypted(host, port, serverName);
        return QTest::qWaitFor(
                   [this] {
                       return socket.isEncrypted() || socket.state() == QAbstractSocket::UnconnectedState;
                   },
                   20'000) &&
               socket.isEncrypted();
    }

    [[nodiscard]] bool waitFor(const QByteArray &part)
    {
        return QTest::qWaitFor([&] { return received.contains(part); }, 20'000);
    }

    [[nodiscard]] bool waitForEnd()
    {
        return QTest::qWaitFor([this] { return socket.state() == QAbstractSocket::UnconnectedState; },
                               20'000);
    }

    QSslSocket socket;
    QByteArray received;
};

} // namespace glasshouse::gateway
