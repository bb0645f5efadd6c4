#include "sandbox/host/network_link.h"

#include "sandbox/protocol/limits.h"

namespace glasshouse::sandbox {

GatewayHost::GatewayHost(const gateway::GatewaySettings &settings, const gateway::Outside &outside)
    : m_gateway(settings, outside.makeResolver(), outside.makeDialer())
{
}

GatewayHost::~GatewayHost()
{
    m_connections.clear();
}

void GatewayHost::open(quint32 stream)
{
    auto connection = m_gateway.open();
    connect(connection.get(), &gateway::GatewayConnection::sent, this,
            [this, stream](const QByteArray &bytes) { Q_EMIT sent(stream, bytes); });
    connect(connection.get(), &gateway::GatewayConnection::consumed, this,
            [this, stream](qint64 bytes) { Q_EMIT consumed(stream, bytes); });
    connect(
        connection.get(), &gateway::GatewayConnection::finished, this,
        [this, stream] {
            drop(stream);
            Q_EMIT finished(stream);
        },
        Qt::QueuedConnection); // it must not be deleted in its own signal
    connection->grant(protocol::streamWindow);
    m_connections.insert_or_assign(stream, std::move(connection));
}

gateway::GatewayConnection *GatewayHost::find(quint32 stream) const
{
    const auto found = m_connections.find(stream);
    return found == m_connections.end() ? nullptr : found->second.get();
}

void GatewayHost::receive(quint32 stream, const QByteArray &bytes)
{
    if (auto *connection = find(stream))
        connection->receive(bytes);
}

void GatewayHost::end(quint32 stream)
{
    if (auto *connection = find(stream))
        connection->closeInput();
}

void GatewayHost::grant(quint32 stream, qint64 bytes)
{
    if (auto *connection = find(stream))
        connection->grant(bytes);
}

void GatewayHost::drop(quint32 stream)
{
    m_connections.erase(stream);
}

NetworkLink::NetworkLink(StreamMux &mux, const gateway::GatewaySettings &settings,
                         const gateway::Outside &outside)
    : m_mux(mux), m_host(new GatewayHost(settings, outside))
{
    const QByteArray certificate = m_host->gateway().caCertificatePem();
    m_host->gateway().moveToThread(&m_thread);
    m_host->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_host, &QObject::deleteLater);
    forwardEvents();
    m_thread.setObjectName(QStringLiteral("gateway"));
    m_thread.start();
    if (!certificate.isEmpty())
        m_mux.vm().send(protocol::Authority{certificate.toStdString()});
}

NetworkLink::~NetworkLink()
{
    m_streams.clear();
    m_thread.quit();
    m_thread.wait();
}

template<typename Work> void NetworkLink::onGatewayThread(Work work)
{
    QMetaObject::invokeMethod(m_host, [host = m_host, work = std::move(work)] { work(*host); });
}

void NetworkLink::forwardEvents()
{
    const auto &gateway = m_host->gateway();
    connect(&gateway, &gateway::Gateway::decided, this, &NetworkLink::decided);
    connect(&gateway, &gateway::Gateway::completed, this, &NetworkLink::completed);
    connect(&gateway, &gateway::Gateway::permissionRequested, this, &NetworkLink::permissionRequested);
    connect(&gateway, &gateway::Gateway::permissionWithdrawn, this, &NetworkLink::permissionWithdrawn);
    connect(&gateway, &gateway::Gateway::ruleAdded, this, &NetworkLink::ruleAdded);
    connect(&m_mux, &StreamMux::connectionOpened, this, &NetworkLink::open);
    connect(m_host, &GatewayHost::sent, this, [this](quint32 number, const QByteArray &bytes) {
        if (const auto found = m_streams.find(number); found != m_streams.end())
            found->second->write(bytes);
    });
    connect(m_host, &GatewayHost::consumed, this, [this](quint32 number, qint64 bytes) {
        if (const auto found = m_streams.find(number); found != m_streams.end())
            found->second->acknowledge(bytes);
    });
    connect(m_host, &GatewayHost::finished, this, &NetworkLink::finish);
}

void NetworkLink::setSettings(const gateway::GatewaySettings &settings)
{
    onGatewayThread([settings](GatewayHost &host) {
        host.gateway().setMode(settings.mode);
        host.gateway().setAllowList(settings.allowList);
    });
}

void NetworkLink::answer(qint64 permission, gateway::Permission answer)
{
    onGatewayThread([permission, answer](GatewayHost &host) { host.gateway().answer(permission, answer); });
}

void NetworkLink::open(quint32 number)
{
    auto stream = m_mux.adopt(number);
    onGatewayThread([number](GatewayHost &host) { host.open(number); });
    connect(stream.get(), &GuestStream::received, this, [this, number](const QByteArray &bytes) {
        onGatewayThread([number, bytes](GatewayHost &host) { host.receive(number, bytes); });
    });
    connect(stream.get(), &GuestStream::written, this, [this, number](qint64 bytes) {
        onGatewayThread([number, bytes](GatewayHost &host) { host.grant(number, bytes); });
    });
    connect(stream.get(), &GuestStream::guestEnded, this,
            [this, number] { onGatewayThread([number](GatewayHost &host) { host.end(number); }); });
    connect(
        stream.get(), &GuestStream::wasReset, this,
        [this, number] {
            onGatewayThread([number](GatewayHost &host) { host.drop(number); });
            m_streams.erase(number);
        },
        Qt::QueuedConnection); // not in its own signal
    m_streams.insert_or_assign(number, std::move(stream));
}

// What was written before still leaves; then the guest is told that nothing follows.
void NetworkLink::finish(quint32 number)
{
    const auto found = m_streams.find(number);
    if (found == m_streams.end())
        return;
    auto stream = std::move(found->second);
    m_streams.erase(found);
    stream->disconnect(this);
    GuestStream::finish(std::move(stream));
}

} // namespace glasshouse::sandbox
