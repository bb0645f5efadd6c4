#include "sandbox/gateway/tls_stream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace glasshouse::gateway {

TlsStream::TlsStream(ByteStream &lower, const TlsIdentity &identity, const QByteArray &start)
    : m_lower(lower), m_tls(SSL_new(identity.get()), SSL_free)
{
    SSL_set_bio(m_tls.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(m_tls.get());
    connect(&m_lower, &ByteStream::readyRead, this, &TlsStream::advance);
    connect(&m_lower, &ByteStream::written, this, &TlsStream::written);
    connect(&m_lower, &ByteStream::written, this, &TlsStream::advance);
    feed(start);
    QMetaObject::invokeMethod(this, &TlsStream::advance, Qt::QueuedConnection);
}

TlsStream::~TlsStream() = default;

QByteArray TlsStream::read(qint64 most)
{
    const QByteArray bytes = m_plain.take(most);
    // There may be more below that was left there while this was full.
    if (m_plain.isEmpty() && m_lower.readable() > 0)
        QMetaObject::invokeMethod(this, &TlsStream::advance, Qt::QueuedConnection);
    return bytes;
}

void TlsStream::write(const QByteArray &bytes)
{
    if (m_ended || bytes.isEmpty())
        return;
    ERR_clear_error();
    std::size_t count = 0; // memory takes all at once
    if (SSL_write_ex(m_tls.get(), bytes.constData(), static_cast<std::size_t>(bytes.size()), &count) != 1)
        m_ended = true;
    flush();
}

void TlsStream::finish()
{
    ERR_clear_error();
    SSL_shutdown(m_tls.get());
    flush();
    m_lower.finish();
}

void TlsStream::advance()
{
    const qint64 before = m_plain.size();
    const bool wasEnded = m_ended;
    decrypt(); // what came with the start
    // A guest may make TLS answer without ever taking the answers.
    while (!m_ended && m_lower.readable() > 0 && m_plain.size() < mostUnwritten && m_lower.isWritable()) {
        feed(m_lower.read(blockSize));
        decrypt();
    }
    if (m_lower.atEnd())
        m_ended = true;
    flush();
    if (m_plain.size() > before || m_ended != wasEnded)
        Q_EMIT readyRead();
}

void TlsStream::feed(const QByteArray &encrypted)
{
    BIO_write(SSL_get_rbio(m_tls.get()), encrypted.constData(), static_cast<int>(encrypted.size()));
}

void TlsStream::decrypt()
{
    ERR_clear_error();
    QByteArray block(blockSize, Qt::Uninitialized);
    std::size_t count = 0;
    // Also does the handshake.
    while (SSL_read_ex(m_tls.get(), block.data(), static_cast<std::size_t>(block.size()), &count) == 1)
        m_plain.append(QByteArray(block.constData(), static_cast<qsizetype>(count)));
    if (SSL_get_error(m_tls.get(), 0) != SSL_ERROR_WANT_READ)
        m_ended = true; // closed by the guest, or broken; an alert is on its way
}

void TlsStream::flush()
{
    BIO *const output = SSL_get_wbio(m_tls.get());
    while (const auto pending = BIO_ctrl_pending(output)) {
        QByteArray bytes(static_cast<qsizetype>(pending), Qt::Uninitialized);
        BIO_read(output, bytes.data(), static_cast<int>(bytes.size()));
        m_lower.write(bytes);
    }
}

} // namespace glasshouse::gateway
