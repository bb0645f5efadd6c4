#include "sandbox/gateway/certificate_authority.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>

namespace glasshouse::gateway {

namespace {

constexpr long dayBefore = -24L * 3600; // the guest's clock may be behind
constexpr long validFor = 365L * 24 * 3600;

template<auto Free> struct Freer
{
    template<typename T> void operator()(T *object) const { Free(object); }
};

using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

struct Validity
{
    time_t from;
    time_t until;
};

Key makeKey()
{
    return Key(EVP_EC_gen("P-256"));
}

bool setSerial(X509 *certificate)
{
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        return false;
    bytes[0] = (bytes[0] & 0x3f) | 0x40; // positive, and of one length
    const std::unique_ptr<BIGNUM, Freer<BN_free>> number(
        BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool setName(X509_NAME *name, const QByteArray &commonName)
{
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char *>(commonName.constData()),
                                      static_cast<int>(commonName.size()), -1, 0) == 1;
}

bool addExtension(X509 *certificate, X509 *issuer, int kind, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Certificate startCertificate(const Validity &validity, EVP_PKEY *key, const QByteArray &commonName)
{
    Certificate certificate(X509_new());
    X509 *const x509 = certificate.get();
    const bool isSet = x509 && X509_set_version(x509, X509_VERSION_3) == 1 && setSerial(x509) &&
                       ASN1_TIME_set(X509_getm_notBefore(x509), validity.from) &&
                       ASN1_TIME_set(X509_getm_notAfter(x509), validity.until) &&
                       X509_set_pubkey(x509, key) == 1 && setName(X509_get_subject_name(x509), commonName);
    return isSet ? std::move(certificate) : Certificate();
}

Certificate makeRoot(const Validity &validity, EVP_PKEY *key)
{
    Certificate root = startCertificate(validity, key, "Glasshouse sandbox authority");
    X509 *const x509 = root.get();
    const bool isSigned = x509 && X509_set_issuer_name(x509, X509_get_subject_name(x509)) == 1 &&
                          addExtension(x509, x509, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                          addExtension(x509, x509, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                          addExtension(x509, x509, NID_subject_key_identifier, "hash") &&
                          X509_sign(x509, key, EVP_sha256()) > 0;
    return isSigned ? std::move(root) : Certificate();
}

// `host` holds nothing but letters, digits, dots, colons, hyphens and underscores: see parseWireHost().
Certificate makeLeaf(const Host &host, X509 *root, EVP_PKEY *rootKey, EVP_PKEY *key)
{
    const QByteArray name = host.name.toLatin1();
    const QByteArray alternative = (host.isAddress() ? "IP:" : "DNS:") + name;
    Certificate leaf(X509_new());
    X509 *const x509 = leaf.get();
    const bool isSigned =
        x509 && X509_set_version(x509, X509_VERSION_3) == 1 && setSerial(x509) &&
        X509_set1_notBefore(x509, X509_get0_notBefore(root)) == 1 &&
        X509_set1_notAfter(x509, X509_get0_notAfter(root)) == 1 && X509_set_pubkey(x509, key) == 1 &&
        X509_set_issuer_name(x509, X509_get_subject_name(root)) == 1 &&
        // A common name has at most 64 characters; without one the alternative name has to be critical.
        addExtension(x509, root, NID_subject_alt_name, "critical," + alternative) &&
        addExtension(x509, root, NID_basic_constraints, "critical,CA:FALSE") &&
        addExtension(x509, root, NID_key_usage, "critical,digitalSignature") &&
        addExtension(x509, root, NID_ext_key_usage, "serverAuth") &&
        addExtension(x509, root, NID_subject_key_identifier, "hash") &&
        addExtension(x509, root, NID_authority_key_identifier, "keyid:always") &&
        X509_sign(x509, rootKey, EVP_sha256()) > 0;
    return isSigned ? std::move(leaf) : Certificate();
}

QByteArray pemOf(X509 *certificate)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1)
        return {};
    char *text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, size};
}

// The gateway reads HTTP/1.1 and nothing else.
int chooseProtocol(SSL *, const unsigned char **chosen, unsigned char *chosenSize,
                   const unsigned char *offered, unsigned int offeredSize, void *)
{
    static constexpr unsigned char http11[] = "\x08http/1.1";
    unsigned char *found = nullptr;
    const int outcome =
        SSL_select_next_proto(&found, chosenSize, http11, sizeof http11 - 1, offered, offeredSize);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

} // namespace

struct CertificateAuthority::Keys
{
    Key rootKey;
    Key leafKey; // one for all hosts: only this gateway has it
    Certificate root;
};

CertificateAuthority::CertificateAuthority(std::unique_ptr<Keys> keys, const QByteArray &pem)
    : m_keys(std::move(keys)), m_pem(pem)
{
}

CertificateAuthority::~CertificateAuthority() = default;

Result<std::unique_ptr<CertificateAuthority>> CertificateAuthority::create(qint64 nowMs)
{
    const auto now = static_cast<time_t>(nowMs / 1000);
    auto keys = std::make_unique<Keys>(Keys{makeKey(), makeKey(), nullptr});
    if (keys->rootKey && keys->leafKey)
        keys->root = makeRoot({now + dayBefore, now + validFor}, keys->rootKey.get());
    const QByteArray pem = keys->root ? pemOf(keys->root.get()) : QByteArray();
    if (pem.isEmpty())
        return fail(QStringLiteral("OpenSSL could not make the sandbox's certificate authority."));
    return std::unique_ptr<CertificateAuthority>(new CertificateAuthority(std::move(keys), pem));
}

Result<TlsIdentity> CertificateAuthority::issue(const Host &host) const
{
    const Certificate leaf = makeLeaf(host, m_keys->root.get(), m_keys->rootKey.get(), m_keys->leafKey.get());
    const TlsIdentity identity(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    SSL_CTX *const context = identity.get();
    const bool isReady = leaf && context && SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                         SSL_CTX_use_certificate(context, leaf.get()) == 1 &&
                         SSL_CTX_use_PrivateKey(context, m_keys->leafKey.get()) == 1;
    if (!isReady)
        return fail(QStringLiteral("OpenSSL could not make a certificate for %1.").arg(host.name));
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
    return identity;
}

} // namespace glasshouse::gateway
