// A dialer that leads to servers on loopback.
#pragma once

#include "sandbox/gateway/dialer.h"

#include <QHash>
#include <QStringList>

namespace glasshouse::gateway {

class RefusingDialJob final : public DialJob
{
public:
    RefusingDialJob()
    {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT failed(DialProblem::Connect, QStringLiteral("Connection refused")); },
            Qt::QueuedConnection);
    }
    [[nodiscard]] std::unique_ptr<QAbstractSocket> takeSocket() override { return nullptr; }
};

class SilentDialJob final : public DialJob
{
public:
    [[nodiscard]] std::unique_ptr<QAbstractSocket> takeSocket() override { return nullptr; }
};

// Leads addresses that look public to servers on loopback.
class LoopbackDialer final : public Dialer
{
public:
    explicit LoopbackDialer(const QList<QSslCertificate> &authorities) : m_real(makeSocketDialer(authorities))
    {
    }

    [[nodiscard]] std::unique_ptr<DialJob> dial(const DialTarget &target) override
    {
        const QString key = QStringLiteral("%1 %2").arg(target.address.toString()).arg(target.port);
        dialled << key;
        if (silent.contains(key))
            return std::make_unique<SilentDialJob>();
        if (!routes.contains(key))
            return std::make_unique<RefusingDialJob>();
        return m_real->dial({QHostAddress(QHostAddress::LocalHost), routes.value(key), target.tlsName});
    }

    QHash<QString, quint16> routes; // "1.2.3.4 80" to a port
    QStringList silent;
    QStringList dialled;

private:
    std::unique_ptr<Dialer> m_real;
};

} // namespace glasshouse::gateway
