// A stream to QEMU where a process cannot inherit a connected socket (Windows): this program listens on
// loopback, on a port that the system chose, and QEMU connects. Whoever comes first is taken, nobody after;
// that it is QEMU must be proven before anything is said (machine_proof.h), since any program of this machine
// can connect.
#pragma once

#include "core/base/result.h"

#include <QTcpServer>
#include <QTcpSocket>

namespace glasshouse::sandbox {

class LoopbackLink : public QTcpServer
{
    Q_OBJECT

public:
    explicit LoopbackLink(QObject *parent = nullptr);

    // The port to tell QEMU.
    [[nodiscard]] Result<quint16> open();
    [[nodiscard]] QTcpSocket &socket() { return m_socket; }

Q_SIGNALS:
    void connected();

protected:
    void incomingConnection(qintptr handle) override;

private:
    QTcpSocket m_socket;
};

} // namespace glasshouse::sandbox
