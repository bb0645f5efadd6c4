// A certificate authority for the servers that the tests start.
#pragma once

#include <QByteArray>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <memory>

namespace glasshouse::gateway {

class TestAuthority
{
public:
    TestAuthority();
    ~TestAuthority();
    Q_DISABLE_COPY_MOVE(TestAuthority)

    [[nodiscard]] QSslCertificate certificate() const;
    // For a server of that name.
    [[nodiscard]] QSslConfiguration serverConfiguration(const QByteArray &name) const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace glasshouse::gateway
