#include "test_authority.h"

#include <QSslKey>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace glasshouse::gateway {

namespace {

template<auto Free> struct Freer
{
    template<typename T> void operator()(T *object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

QByteArray contentOf(BIO *bio)
{
    char *text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    return {text, size};
}

QSslCertificate toQt(X509 *certificate)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate);
    return QSslCertificate(contentOf(bio.get()));
}

QSslKey toQt(EVP_PKEY *key)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return QSslKey(contentOf(bio.get()), QSsl::Ec);
}

Certificate makeCertificate(long serial, EVP_PKEY *key, const QByteArray &name, const QByteArray &extension,
                            int kind, X509 *issuer, EVP_PKEY *issuerKey)
{
    Certificate certificate(X509_new());
    X509 *const x509 = certificate.get();
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), serial);
    X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
    X509_set_pubkey(x509, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(name.constData()), -1, -1, 0);
    X509_set_issuer_name(x509, X509_get_subject_name(issuer ? issuer : x509));
    X509_EXTENSION *const added = X509V3_EXT_conf_nid(nullptr, nullptr, kind, extension.constData());
    X509_add_ext(x509, added, -1);
    X509_EXTENSION_free(added);
    X509_sign(x509, issuerKey, EVP_sha256());
    return certificate;
}

} // namespace

struct TestAuthority::Parts
{
    Key key{EVP_EC_gen("P-256")};
    Certificate root = makeCertificate(1, key.get(), "Test authority", "critical,CA:TRUE",
                                       NID_basic_constraints, nullptr, key.get());
    long lastSerial = 1;
};

TestAuthority::TestAuthority() : m_parts(std::make_unique<Parts>()) {}

TestAuthority::~TestAuthority() = default;

QSslCertificate TestAuthority::certificate() const
{
    return toQt(m_parts->root.get());
}

QSslConfiguration TestAuthority::serverConfiguration(const QByteArray &name) const
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate leaf = makeCertificate(++m_parts->lastSerial, key.get(), name, "DNS:" + name,
                                             NID_subject_alt_name, m_parts->root.get(), m_parts->key.get());
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(toQt(leaf.get()));
    configuration.setPrivateKey(toQt(key.get()));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

} // namespace glasshouse::gateway
