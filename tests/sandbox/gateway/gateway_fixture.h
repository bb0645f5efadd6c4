// A gateway whose resolver and dialer a test controls, and all that it tells.
#pragma once

#include "fake_resolver.h"
#include "guest.h"
#include "loopback_dialer.h"

namespace glasshouse::gateway {

class GatewayFixture
{
public:
    explicit GatewayFixture(const QStringList &allowed = {}, const GatewayLimits &limits = {},
                            const QList<QSslCertificate> &authorities = {})
    {
        auto theResolver = std::make_unique<FakeResolver>();
        auto theDialer = std::make_unique<LoopbackDialer>(authorities);
        resolver = theResolver.get();
        dialer = theDialer.get();
        gateway = std::make_unique<Gateway>(GatewaySettings{listOf(allowed), Mode::Deny, limits},
                                            std::move(theResolver), std::move(theDialer));
        QObject::connect(gateway.get(), &Gateway::decided, gateway.get(),
                         [this](const RequestRecord &record) { decided << record; });
        QObject::connect(gateway.get(), &Gateway::completed, gateway.get(),
                         [this](const RequestRecord &record) { completed << record; });
    }

    [[nodiscard]] static AllowList listOf(const QStringList &allowed)
    {
        QVector<AllowEntry> entries;
        for (const QString &rule : allowed)
            entries << parseAllowRule(rule).value();
        return AllowList(entries);
    }

    // `name` is at `address`, where `port` leads to `server`.
    template<typename Server>
    void host(const QString &name, const QString &address, quint16 port, const Server &server)
    {
        resolver->names[name] = {{address}};
        dialer->routes.insert(QStringLiteral("%1 %2").arg(address).arg(port), server.port());
    }

    // The whole answer to one request, after which the connection ended.
    [[nodiscard]] QByteArray ask(const QByteArray &request)
    {
        Guest guest(*gateway);
        guest.send(request);
        return guest.waitForEnd() && guest.keptToCredit ? guest.received : QByteArray("no end");
    }

    [[nodiscard]] QString lastDecision() const
    {
        return decided.isEmpty() ? QString() : toString(decided.last().reason);
    }
    [[nodiscard]] QString lastOutcome() const
    {
        return completed.isEmpty() ? QString() : toString(completed.last().reason);
    }

    FakeResolver *resolver = nullptr;
    LoopbackDialer *dialer = nullptr;
    std::unique_ptr<Gateway> gateway;
    QVector<RequestRecord> decided;
    QVector<RequestRecord> completed;
};

} // namespace glasshouse::gateway
