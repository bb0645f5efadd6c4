// One folder of the host in one guest: the server on its own thread, joined to the guest's agent by a
// stream.
#pragma once

#include "sandbox/files/mount_server.h"
#include "sandbox/host/session_setup.h"
#include "sandbox/host/stream_mux.h"

namespace glasshouse::sandbox {

class GuestMount : public QObject
{
    Q_OBJECT

public:
    // `mux` and `clock` outlive it. Deleting it unmounts.
    GuestMount(StreamMux &mux, Mount mount, const Clock &clock);
    ~GuestMount() override;

    [[nodiscard]] const Mount &mount() const { return m_mount; }
    [[nodiscard]] bool isMounted() const { return m_isMounted; }

Q_SIGNALS:
    void mounted();
    void failed(const QString &sentence); // it is not mounted, or not any more
    void accessed(const glasshouse::sandbox::FileAccess &access);

private:
    void handleAnswer(const protocol::Mounted &answer);
    void fail(const QString &why);

    StreamMux &m_mux;
    Mount m_mount;
    MountServer m_server;
    std::unique_ptr<GuestStream> m_stream;
    bool m_isMounted = false;
    bool m_failed = false;
};

} // namespace glasshouse::sandbox
