#include "sandbox/host/loopback_link.h"

namespace glasshouse::sandbox {

LoopbackLink::LoopbackLink(QObject *parent) : QTcpServer(parent)
{
    setMaxPendingConnections(1);
}

Result<quint16> LoopbackLink::open()
{
    if (!listen(QHostAddress::LocalHost))
        return fail(QStringLiteral("Could not listen for the sandbox on this machine's loopback address: %1.")
                        .arg(errorString()),
                    ErrorCode::SandboxUnavailable);
    return serverPort();
}

void LoopbackLink::incomingConnection(qintptr handle)
{
    if (m_socket.state() != QAbstractSocket::UnconnectedState) {
        QTcpSocket().setSocketDescriptor(handle); // closes it
        return;
    }
    close(); // to anybody else
    if (!m_socket.setSocketDescriptor(handle))
        return;
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    Q_EMIT connected();
}

} // namespace glasshouse::sandbox
