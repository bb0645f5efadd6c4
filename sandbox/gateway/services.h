// What the parts of one gateway share.
#pragma once

#include "sandbox/gateway/certificate_authority.h"
#include "sandbox/gateway/dialer.h"
#include "sandbox/gateway/gateway_settings.h"
#include "sandbox/gateway/permission_desk.h"
#include "sandbox/gateway/request_log.h"
#include "sandbox/gateway/resolver.h"

namespace glasshouse::gateway {

class Services : public QObject
{
    Q_OBJECT

public:
    Services(const GatewaySettings &theSettings, std::unique_ptr<Resolver> theResolver,
             std::unique_ptr<Dialer> theDialer, QObject *parent);

    void setAllowList(const AllowList &list);

    GatewaySettings settings;
    const std::unique_ptr<Resolver> resolver;
    const std::unique_ptr<Dialer> dialer;
    const Result<std::unique_ptr<CertificateAuthority>> authority;
    const SystemClock clock;
    PermissionDesk desk;
    RequestLog log;

Q_SIGNALS:
    void allowListChanged();
    void ruleAdded(const glasshouse::gateway::AllowEntry &entry);
};

} // namespace glasshouse::gateway
