// A certificate authority for one sandbox: made in memory, trusted by that guest only, its key never leaves.
#pragma once

#include "sandbox/gateway/host.h"

#include <QByteArray>

#include <memory>

struct ssl_ctx_st; // OpenSSL's SSL_CTX

namespace glasshouse::gateway {

// A server's certificate and key, as OpenSSL wants them.
using TlsIdentity = std::shared_ptr<ssl_ctx_st>;

class CertificateAuthority
{
public:
    [[nodiscard]] static Result<std::unique_ptr<CertificateAuthority>> create(qint64 nowMs);
    ~CertificateAuthority();
    Q_DISABLE_COPY_MOVE(CertificateAuthority)

    [[nodiscard]] const QByteArray &certificatePem() const { return m_pem; }
    // A certificate for that host, valid for as long as the authority's.
    [[nodiscard]] Result<TlsIdentity> issue(const Host &host) const;

private:
    struct Keys;
    CertificateAuthority(std::unique_ptr<Keys> keys, const QByteArray &pem);

    std::unique_ptr<Keys> m_keys;
    QByteArray m_pem;
};

} // namespace glasshouse::gateway
