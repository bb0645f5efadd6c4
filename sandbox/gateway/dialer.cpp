#include "sandbox/gateway/dialer.h"

#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QSslSocket>

#include <optional>

namespace glasshouse::gateway {

namespace {

class SocketDialJob final : public DialJob
{
public:
    SocketDialJob(const DialTarget &target, const QSslConfiguration &configuration)
    {
        if (target.tlsName.isEmpty()) {
            m_socket = std::make_unique<QTcpSocket>();
            connect(m_socket.get(), &QAbstractSocket::connected, this, &DialJob::connected);
        } else {
            setUpTls(target.tlsName, configuration);
        }
        m_socket->setProxy(QNetworkProxy::NoProxy); // nobody else chooses where this leads
        connect(m_socket.get(), &QAbstractSocket::errorOccurred, this, &SocketDialJob::report,
                Qt::QueuedConnection);
        m_socket->connectToHost(target.address, target.port);
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }

    ~SocketDialJob() override
    {
        if (m_socket)
            m_socket->disconnect();
    }

    [[nodiscard]] std::unique_ptr<QAbstractSocket> takeSocket() override
    {
        m_socket->disconnect(this);
        return std::move(m_socket);
    }

private:
    void setUpTls(const QString &name, const QSslConfiguration &configuration)
    {
        auto socket = std::make_unique<QSslSocket>();
        QSslSocket *const tls = socket.get();
        tls->setSslConfiguration(configuration);
        tls->setPeerVerifyName(name); // also the server name in the ClientHello
        connect(tls, &QAbstractSocket::connected, tls, &QSslSocket::startClientEncryption);
        connect(tls, &QSslSocket::encrypted, this, &DialJob::connected);
        connect(tls, &QSslSocket::sslErrors, this,
                [this](const QList<QSslError> &errors) { m_tlsProblem = errors.first().errorString(); });
        m_socket = std::move(socket);
    }

    void report(QAbstractSocket::SocketError error)
    {
        if (!m_socket)
            return;
        const bool isTls = error == QAbstractSocket::SslHandshakeFailedError || !m_tlsProblem.isEmpty();
        const QString why = m_tlsProblem.isEmpty() ? m_socket->errorString() : m_tlsProblem;
        Q_EMIT failed(isTls ? DialProblem::Tls : DialProblem::Connect, why);
    }

    std::unique_ptr<QAbstractSocket> m_socket;
    QString m_tlsProblem;
};

class SocketDialer final : public Dialer
{
public:
    explicit SocketDialer(const QList<QSslCertificate> &authorities) : m_authorities(authorities) {}

    [[nodiscard]] std::unique_ptr<DialJob> dial(const DialTarget &target) override
    {
        return std::make_unique<SocketDialJob>(target, target.tlsName.isEmpty() ? QSslConfiguration()
                                                                                : configuration());
    }

private:
    // Made when it is first needed: the system's certificates take a while to read.
    const QSslConfiguration &configuration()
    {
        if (m_configuration)
            return *m_configuration;
        m_configuration = QSslConfiguration::defaultConfiguration();
        m_configuration->setPeerVerifyMode(QSslSocket::VerifyPeer);
        m_configuration->setAllowedNextProtocols({QSslConfiguration::NextProtocolHttp1_1});
        if (!m_authorities.isEmpty())
            m_configuration->addCaCertificates(m_authorities);
        return *m_configuration;
    }

    const QList<QSslCertificate> m_authorities;
    std::optional<QSslConfiguration> m_configuration;
};

} // namespace

std::unique_ptr<Dialer> makeSocketDialer(const QList<QSslCertificate> &authorities)
{
    return std::make_unique<SocketDialer>(authorities);
}

} // namespace glasshouse::gateway
