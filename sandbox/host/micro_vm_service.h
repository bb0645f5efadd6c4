// The service over micro-VMs: sessions on one side, pools of clones on the other.
#pragma once

#include "sandbox/host/kept_sessions.h"
#include "sandbox/host/session.h"
#include "sandbox/host/snapshot_store.h"
#include "sandbox/host/vm_pool.h"

#include <map>

namespace glasshouse::sandbox {

class MicroVmService : public Service, public VmSource
{
    Q_OBJECT

public:
    explicit MicroVmService(const ServicePaths &paths); // the real images and programs of this machine
    MicroVmService(ServicePaths paths, std::unique_ptr<ImageSource> images, HostFactsJob::Finder find);
    ~MicroVmService() override;

    void prepare(const QString &image, const Limits &limits) override;
    [[nodiscard]] std::unique_ptr<ExecJob> execute(const ExecRequest &request) override;
    void reset(const QString &session) override;
    void keep(const QString &session) override;
    void configure(const QString &session, const SessionSetup &setup) override;
    void watchUsage(const QString &session, bool watched) override;
    void answerPermission(const QString &session, qint64 permission, gateway::Permission answer) override;
    void snapshot(const QString &session, const QString &description) override;
    void restore(const QString &session, const QString &snapshot) override;
    void removeSnapshot(const QString &snapshot) override;
    [[nodiscard]] QVector<SessionSnapshot> snapshots() const override;
    [[nodiscard]] QStringList sessions() const override;
    [[nodiscard]] Status status() const override { return m_status; }

    [[nodiscard]] std::unique_ptr<VmRequest> requestVm(const VmNeeds &needs) override;
    [[nodiscard]] std::unique_ptr<VmRequest> requestVmFor(const QString &session,
                                                          const VmNeeds &needs) override;
    void replenish(const VmNeeds &needs) override;

    // For tests that play the network themselves; before the first call.
    void setOutside(const gateway::Outside &outside) { m_outside = outside; }
    void setLink(MachineLink::Kind link) { m_link = link; } // likewise, to try another system's
    void setPoolSize(int size);                             // VMs to keep ready per template; 1 unless told
    [[nodiscard]] qint64 lastPauseMs() const { return m_lastPauseMs; }     // of a sandbox for its snapshot
    [[nodiscard]] QVector<qint64> processes(const QString &session) const; // of its VM, if it has one

private:
    [[nodiscard]] VmPool &pool(const VmNeeds &needs);
    [[nodiscard]] Session &session(const QString &name);
    [[nodiscard]] ArtifactFolders artifactFolders();
    void forward(const QString &session, SessionLinks &links);
    void takeSnapshot(Session &session, SessionSnapshot snapshot, Vm *vm);
    void update();

    ServicePaths m_paths;
    std::unique_ptr<ImageSource> m_images;
    HostFactsJob::Finder m_find;
    std::unique_ptr<ProgramFolder> m_incoming; // for files of /output on their way
    KeptSessions m_kept;
    SnapshotStore m_snapshots;
    std::map<VmNeeds, std::unique_ptr<VmPool>> m_pools;
    std::map<QString, std::unique_ptr<Session>> m_sessions;
    VmPool *m_latest = nullptr; // whose news the status tells
    Status m_status;
    gateway::Outside m_outside;
    MachineLink::Kind m_link = MachineLink::own;
    int m_poolSize = 1;
    qint64 m_lastPauseMs = 0;
};

} // namespace glasshouse::sandbox
