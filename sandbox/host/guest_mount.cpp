#include "sandbox/host/guest_mount.h"

namespace glasshouse::sandbox {

GuestMount::GuestMount(StreamMux &mux, Mount mount, const Clock &clock)
    : m_mux(mux), m_mount(std::move(mount)), m_server(m_mount.share, clock), m_stream(mux.open())
{
    connect(m_stream.get(), &GuestStream::received, this, [this](const QByteArray &bytes) {
        m_server.receive(bytes);
        m_stream->acknowledge(bytes.size()); // the server bounds what waits
    });
    connect(m_stream.get(), &GuestStream::written, &m_server, &MountServer::acknowledge);
    connect(m_stream.get(), &GuestStream::wasReset, this,
            [this] { fail(QStringLiteral("the sandbox gave it up")); });
    connect(&m_server, &MountServer::replied, m_stream.get(), &GuestStream::write);
    connect(&m_server, &MountServer::accessed, this, &GuestMount::accessed);
    connect(&m_server, &MountServer::failed, this, &GuestMount::fail);
    connect(&m_server, &MountServer::violated, this, [this](const QString &sentence) {
        m_mux.vm().kill(QStringLiteral("The sandbox was ended after a protocol violation: %1").arg(sentence));
    });
    connect(&m_mux, &StreamMux::mountAnswered, this, &GuestMount::handleAnswer);
    m_mux.vm().send(
        protocol::Mount{m_stream->number(), m_mount.guestPath.toStdString(), m_mount.share.writable});
}

GuestMount::~GuestMount()
{
    m_mux.vm().send(protocol::Unmount{m_stream->number()});
}

void GuestMount::handleAnswer(const protocol::Mounted &answer)
{
    if (answer.stream != m_stream->number())
        return;
    m_isMounted = answer.mounted;
    if (answer.mounted)
        Q_EMIT mounted();
    else
        fail(QString::fromStdString(answer.problem));
}

void GuestMount::fail(const QString &why)
{
    if (std::exchange(m_failed, true))
        return;
    Q_EMIT failed(QStringLiteral("The folder \"%1\" could not be mounted at %2: %3")
                      .arg(m_mount.share.hostPath, m_mount.guestPath, why));
}

} // namespace glasshouse::sandbox
