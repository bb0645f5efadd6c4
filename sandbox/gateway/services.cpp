#include "sandbox/gateway/services.h"

namespace glasshouse::gateway {

Services::Services(const GatewaySettings &theSettings, std::unique_ptr<Resolver> theResolver,
                   std::unique_ptr<Dialer> theDialer, QObject *parent)
    : QObject(parent), settings(theSettings), resolver(std::move(theResolver)), dialer(std::move(theDialer)),
      authority(CertificateAuthority::create(SystemClock().nowMs())), desk(clock, this), log(this)
{
}

void Services::setAllowList(const AllowList &list)
{
    if (list == settings.allowList)
        return;
    settings.allowList = list;
    Q_EMIT allowListChanged();
}

} // namespace glasshouse::gateway
