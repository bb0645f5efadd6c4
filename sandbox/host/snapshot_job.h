// Takes one snapshot of a running sandbox, which goes on as soon as QEMU has said what it is.
#pragma once

#include "sandbox/host/snapshot_store.h"
#include "sandbox/host/state_copy.h"

#include <QElapsedTimer>
#include <QPointer>

namespace glasshouse::sandbox {

class SnapshotJob : public QObject
{
    Q_OBJECT

public:
    SnapshotJob(MicroVm &vm, SnapshotStore store, const SessionSnapshot &snapshot, const Template &made,
                QObject *parent);

    void start();
    void abort(); // the VM is ending

Q_SIGNALS:
    void resumed(qint64 pausedMs); // the VM runs again or ends, and the session may use it
    void finished(const glasshouse::Result<glasshouse::sandbox::SessionSnapshot> &result); // last

private:
    void resume();
    void release();
    void conclude(const QString &problem);
    void finish();

    QPointer<MicroVm> m_vm;
    QElapsedTimer m_pause;
    SnapshotStore m_store;
    SessionSnapshot m_snapshot;
    Template m_template;
    StateCopy m_copy;
    std::optional<Result<SessionSnapshot>> m_result; // until the VM runs again
    bool m_isResuming = false;
};

} // namespace glasshouse::sandbox
