// The guest inside of TLS that ends here: the server's side of TLS over another stream, in memory.
#pragma once

#include "sandbox/gateway/byte_queue.h"
#include "sandbox/gateway/byte_stream.h"
#include "sandbox/gateway/certificate_authority.h"

struct ssl_st; // OpenSSL's SSL

namespace glasshouse::gateway {

class TlsStream : public ByteStream
{
    Q_OBJECT

public:
    // `lower` outlives this. `start`: what was already read from it.
    TlsStream(ByteStream &lower, const TlsIdentity &identity, const QByteArray &start);
    ~TlsStream() override;

    [[nodiscard]] qint64 readable() const override { return m_plain.size(); }
    [[nodiscard]] QByteArray read(qint64 most) override;
    [[nodiscard]] bool atEnd() const override { return m_ended && m_plain.isEmpty(); }
    void write(const QByteArray &bytes) override;
    [[nodiscard]] qint64 unwritten() const override { return m_lower.unwritten(); }
    void finish() override;

private:
    void advance();
    void decrypt();
    void feed(const QByteArray &encrypted);
    void flush(); // what TLS has to say goes down

    ByteStream &m_lower;
    std::unique_ptr<ssl_st, void (*)(ssl_st *)> m_tls;
    ByteQueue m_plain;
    bool m_ended = false;
};

} // namespace glasshouse::gateway
