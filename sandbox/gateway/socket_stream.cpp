#include "sandbox/gateway/socket_stream.h"

#include <QSslSocket>

#include <algorithm>
#include <utility>

namespace glasshouse::gateway {

SocketStream::SocketStream(std::unique_ptr<QAbstractSocket> socket) : m_socket(std::move(socket))
{
    m_socket->setReadBufferSize(mostUnwritten); // a guest that reads slowly slows the server down
    connect(m_socket.get(), &QAbstractSocket::readyRead, this, &SocketStream::announceLater);
    connect(m_socket.get(), &QAbstractSocket::disconnected, this, &SocketStream::announceLater);
    connect(m_socket.get(), &QAbstractSocket::errorOccurred, this, &SocketStream::announceLater);
    connect(m_socket.get(), &QAbstractSocket::bytesWritten, this, &SocketStream::written);
    if (auto *const tls = qobject_cast<QSslSocket *>(m_socket.get()))
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &SocketStream::written);
}

SocketStream::~SocketStream()
{
    m_socket->disconnect(this); // it would say that it disconnects, while its owner is on the way out
}

// TLS sockets announce every 4 KiB; together they make larger pieces.
void SocketStream::announceLater()
{
    if (std::exchange(m_announcing, true))
        return;
    const auto announce = [this] {
        m_announcing = false;
        Q_EMIT readyRead();
    };
    QMetaObject::invokeMethod(this, announce, Qt::QueuedConnection);
}

QByteArray SocketStream::read(qint64 most)
{
    return m_socket->read(std::min(most, m_socket->bytesAvailable()));
}

bool SocketStream::atEnd() const
{
    return m_socket->state() == QAbstractSocket::UnconnectedState && m_socket->bytesAvailable() == 0;
}

void SocketStream::write(const QByteArray &bytes)
{
    if (m_socket->state() == QAbstractSocket::ConnectedState)
        m_socket->write(bytes);
}

qint64 SocketStream::unwritten() const
{
    const auto *const tls = qobject_cast<const QSslSocket *>(m_socket.get());
    return m_socket->bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
}

void SocketStream::finish()
{
    m_socket->disconnectFromHost();
}

} // namespace glasshouse::gateway
