// The only way out of a sandbox: an HTTP proxy that checks every request of the guest against the allow-list,
// resolves names itself and dials the very address that it checked. Denies all by default.
#pragma once

#include "sandbox/gateway/dialer.h"
#include "sandbox/gateway/gateway_connection.h"
#include "sandbox/gateway/gateway_settings.h"
#include "sandbox/gateway/permission.h"
#include "sandbox/gateway/request_record.h"
#include "sandbox/gateway/resolver.h"

#include <QList>
#include <QPointer>

namespace glasshouse::gateway {

class Services;

// One per sandbox. Everything happens on the event loop of the thread it lives in, nothing blocks. Move it to
// its thread before the first open().
class Gateway : public QObject
{
    Q_OBJECT

public:
    explicit Gateway(const GatewaySettings &settings); // system resolver, real sockets
    Gateway(const GatewaySettings &settings, std::unique_ptr<Resolver> resolver,
            std::unique_ptr<Dialer> dialer);
    ~Gateway() override; // delete the connections first

    // To be trusted in this guest only; its key never leaves the gateway. The same for the gateway's life,
    // and may be called from any thread. Empty if certificates cannot be made here: then what needs one is
    // denied.
    [[nodiscard]] QByteArray caCertificatePem() const;

    [[nodiscard]] std::unique_ptr<GatewayConnection> open();

    [[nodiscard]] const GatewaySettings &settings() const;
    // Counts from now on. Connections that the new list would not allow end, unless a person allowed them
    // once; requests that wait and that it allows go on.
    void setAllowList(const AllowList &list);
    void setMode(Mode mode);

    void answer(qint64 permission, Permission answer); // unknown ids are ignored: it may have been withdrawn

Q_SIGNALS:
    void decided(const glasshouse::gateway::RequestRecord &record);
    void completed(const glasshouse::gateway::RequestRecord &record);
    void permissionRequested(const glasshouse::gateway::PermissionRequest &request);
    void permissionWithdrawn(qint64 permission); // timed out, listed meanwhile, or the guest gave up
    void ruleAdded(const glasshouse::gateway::AllowEntry &entry); // AllowAlways; already in settings()

private:
    [[nodiscard]] qsizetype mostOpen() const;
    void makeRoom();

    std::unique_ptr<Services> m_services;
    QList<QPointer<GatewayConnection>> m_open; // oldest first
};

} // namespace glasshouse::gateway
