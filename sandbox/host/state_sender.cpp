#include "sandbox/host/state_sender.h"

#include <QFile>
#include <QHostAddress>
#include <QTcpSocket>

namespace glasshouse::sandbox {

namespace {

constexpr qint64 mostInFlight = 4 << 20;

class Sending : public QObject
{
    Q_OBJECT

public:
    Sending(const QString &file, quint16 port) : m_file(file), m_socket(this), m_port(port) {}

    void start()
    {
        if (!m_file.open(QIODevice::ReadOnly))
            return Q_EMIT failed(
                QStringLiteral("Could not open %1: %2.").arg(m_file.fileName(), m_file.errorString()));
        connect(&m_socket, &QTcpSocket::connected, this, &Sending::sendSome);
        connect(&m_socket, &QTcpSocket::bytesWritten, this, &Sending::sendSome);
        connect(&m_socket, &QTcpSocket::errorOccurred, this, &Sending::handleError);
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
    }

Q_SIGNALS:
    void failed(const QString &sentence);

private:
    void sendSome()
    {
        while (!m_file.atEnd() && m_socket.bytesToWrite() < mostInFlight)
            m_socket.write(m_file.read(mostInFlight));
        if (m_file.atEnd() && m_socket.bytesToWrite() == 0)
            m_socket.disconnectFromHost();
    }

    // QEMU closes its end when it has read everything.
    void handleError()
    {
        if (!m_file.atEnd() || m_socket.bytesToWrite() > 0)
            Q_EMIT failed(
                QStringLiteral("The sandbox did not take its saved state: %1.").arg(m_socket.errorString()));
    }

    QFile m_file;
    QTcpSocket m_socket;
    quint16 m_port;
};

} // namespace

StateSender::StateSender(const QString &file, quint16 port, QObject *parent) : QObject(parent)
{
    auto *sending = new Sending(file, port);
    sending->moveToThread(&m_thread);
    connect(sending, &Sending::failed, this, &StateSender::failed);
    connect(&m_thread, &QThread::started, sending, &Sending::start);
    connect(&m_thread, &QThread::finished, sending, &QObject::deleteLater);
    m_thread.start();
}

StateSender::~StateSender()
{
    m_thread.quit();
    m_thread.wait(); // for one write at most
}

} // namespace glasshouse::sandbox

#include "state_sender.moc"
