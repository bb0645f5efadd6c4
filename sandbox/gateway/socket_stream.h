// A server's side of a connection.
#pragma once

#include "sandbox/gateway/byte_stream.h"

#include <QAbstractSocket>

#include <memory>

namespace glasshouse::gateway {

class SocketStream : public ByteStream
{
    Q_OBJECT

public:
    explicit SocketStream(std::unique_ptr<QAbstractSocket> socket); // connected
    ~SocketStream() override;

    [[nodiscard]] qint64 readable() const override { return m_socket->bytesAvailable(); }
    [[nodiscard]] QByteArray read(qint64 most) override;
    [[nodiscard]] bool atEnd() const override;
    void write(const QByteArray &bytes) override;
    [[nodiscard]] qint64 unwritten() const override;
    void finish() override;

private:
    void announceLater();

    bool m_announcing = false;
    std::unique_ptr<QAbstractSocket> m_socket;
};

} // namespace glasshouse::gateway
