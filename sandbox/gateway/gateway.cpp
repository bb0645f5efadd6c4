#include "sandbox/gateway/gateway.h"

#include "sandbox/gateway/services.h"

#include <algorithm>

namespace glasshouse::gateway {

Gateway::Gateway(const GatewaySettings &settings)
    : Gateway(settings, makeSystemResolver(), makeSocketDialer())
{
}

Gateway::Gateway(const GatewaySettings &settings, std::unique_ptr<Resolver> resolver,
                 std::unique_ptr<Dialer> dialer)
    : m_services(std::make_unique<Services>(settings, std::move(resolver), std::move(dialer), this))
{
    connect(&m_services->log, &RequestLog::decided, this, &Gateway::decided);
    connect(&m_services->log, &RequestLog::completed, this, &Gateway::completed);
    connect(&m_services->desk, &PermissionDesk::requested, this, &Gateway::permissionRequested);
    connect(&m_services->desk, &PermissionDesk::withdrawn, this, &Gateway::permissionWithdrawn);
    connect(m_services.get(), &Services::ruleAdded, this, &Gateway::ruleAdded);
}

Gateway::~Gateway() = default;

QByteArray Gateway::caCertificatePem() const
{
    const auto &authority = m_services->authority;
    return authority ? (*authority)->certificatePem() : QByteArray();
}

std::unique_ptr<GatewayConnection> Gateway::open()
{
    makeRoom();
    std::unique_ptr<GatewayConnection> connection(new GatewayConnection(*m_services));
    if (m_open.size() >= mostOpen())
        connection->refuseForTooMany();
    else
        m_open.append(connection.get());
    return connection;
}

qsizetype Gateway::mostOpen() const
{
    return std::clamp(m_services->settings.limits.connections, 1, GatewayLimits::mostConnections);
}

// Clients keep connections open for a next request that may never come; those must not keep others out.
void Gateway::makeRoom()
{
    m_open.removeIf([](const auto &one) { return !one || one->isFinished(); });
    if (m_open.size() < mostOpen())
        return;
    const auto idle =
        std::find_if(m_open.begin(), m_open.end(), [](const auto &one) { return one->isIdle(); });
    if (idle == m_open.end())
        return;
    (*idle)->end();
    m_open.erase(idle);
}

const GatewaySettings &Gateway::settings() const
{
    return m_services->settings;
}

void Gateway::setAllowList(const AllowList &list)
{
    m_services->setAllowList(list);
}

void Gateway::setMode(Mode mode)
{
    m_services->settings.mode = mode;
}

void Gateway::answer(qint64 permission, Permission answer)
{
    m_services->desk.answer(permission, answer);
}

} // namespace glasshouse::gateway
