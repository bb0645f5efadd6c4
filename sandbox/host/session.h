// A session keeps one micro-VM and with it the interpreter's variables. Its calls run one after the other; it
// lets go of the VM when it was idle for too long.
#pragma once

#include "sandbox/host/clock_hold.h"
#include "sandbox/host/execution.h"
#include "sandbox/host/mounted_output.h"
#include "sandbox/host/session_links.h"
#include "sandbox/host/usage_meter.h"
#include "sandbox/host/vm_source.h"

#include <QPointer>

#include <deque>
#include <functional>
#include <optional>

namespace glasshouse::sandbox {

class SessionJob;

class Session : public QObject
{
    Q_OBJECT

public:
    Session(QString name, VmSource &source, ArtifactFolders folders, QObject *parent = nullptr);
    ~Session() override;

    [[nodiscard]] std::unique_ptr<ExecJob> execute(const ExecRequest &request);
    void reset(const QString &reason); // ends the VM and cancels what runs in it; what waits starts fresh
    [[nodiscard]] std::unique_ptr<Vm> release(); // gives the VM away; null while it has none or executes
    // Calls `visitor` with the VM, or null if there is none, as soon as no call runs; the next one waits for
    // endVisit().
    void visit(std::function<void(Vm *)> visitor);
    void endVisit();
    // Ends the VM and goes on in the one that `request` asks for, which has the state `snapshot`.
    using MakeRequest = std::function<std::unique_ptr<VmRequest>()>;
    void restore(const QString &snapshot, const VmNeeds &needs, MakeRequest request);
    void configure(const SessionSetup &setup);
    void watchUsage(bool watched);
    void setOutside(const gateway::Outside &outside) { m_outside = outside; } // before the first call
    void answerPermission(qint64 permission, gateway::Permission answer);
    [[nodiscard]] const VmNeeds &needs() const { return m_needs; }
    [[nodiscard]] const Vm *vm() const { return m_vm.get(); } // null while it has none

Q_SIGNALS:
    void vmStarted(qint64 elapsedMs);
    void vmDropped();
    void vmEnded(const QString &name, const QString &reason); // by itself, not by reset()
    void usageMeasured(const glasshouse::sandbox::Usage &usage);
    void limitHit(const glasshouse::sandbox::LimitHit &hit);
    void restored(const QString &snapshot);
    void restoreFailed(const QString &problem); // a sentence
    void linked(SessionLinks *links);           // to a new VM

private:
    friend class SessionJob;

    struct Restore
    {
        QString snapshot;
        VmNeeds needs;
        MakeRequest request;
    };

    static void abandon(const QPointer<SessionJob> &job);
    void cancel(SessionJob &job);
    void holdClock(const SessionJob &job, bool held);
    void applyHold();
    [[nodiscard]] Execution *executionOf(const SessionJob &job) const;
    void startNext();
    void startNextCall();
    void startRestore();
    void finishRestore(const Result<void> &result);
    void requestVm();
    void await(std::unique_ptr<VmRequest> request);
    void handleVm();
    void handleVmFailure(const Error &error);
    void link();
    void measure();
    void applySetup();
    void handleSettled(const QString &problem);
    void run();
    void handleOutput(Stream stream, const QByteArray &bytes);
    void handleFinished(const ExecResult &result);
    [[nodiscard]] const Mount *mountedOutput() const;
    void collectMountedOutput(const Mount &mount, const ExecResult &result);
    void replenish();
    void finishCurrent(const Result<ExecResult> &result);
    void rest();
    void limitLifetime();
    void expire();
    void tryAgain(const QString &reason);
    void handleNeverRan(const QString &reason);
    void handleVmEnd(const QString &reason);
    void handleLoss(const QString &reason);
    void dropVm();

    QString m_name;
    VmSource &m_source;
    ArtifactFolders m_folders;
    SystemClock m_clock;
    std::deque<QPointer<SessionJob>> m_queue;
    std::deque<std::function<void(Vm *)>> m_visitors; // before the queue
    std::optional<Restore> m_restore;                 // before both
    QPointer<SessionJob> m_current;                   // null too when its owner deleted it while it runs
    ExecRequest m_request;                            // of the call that runs
    VmNeeds m_needs;                                  // of the VM that is here or asked for
    std::unique_ptr<VmRequest> m_vmRequest;
    std::unique_ptr<Vm> m_vm;
    std::unique_ptr<SessionLinks> m_links; // of the VM that is here
    std::unique_ptr<UsageMeter> m_meter;   // while somebody watches
    std::unique_ptr<Execution> m_execution;
    ClockHold m_hold; // of the call that runs
    gateway::Outside m_outside;
    ChangedNames m_changedOutput;                      // since the call began
    std::unique_ptr<MountedOutputJob> m_mountedOutput; // of a call that has ended
    QTimer m_idle;
    QTimer m_lifetime;
    QElapsedTimer m_age;           // of the VM
    std::optional<QString> m_lost; // why the VM ended under the call that runs
    qint64 m_restoredMs = 0;       // of a VM that has not executed yet
    quint32 m_calls = 0;
    int m_tries = 0; // of the call that is to run
    bool m_watched = false;
    bool m_outlived = false; // the VM goes when its call has ended
    bool m_busy = false;
    bool m_settling = false;  // the call waits for its mounts
    bool m_restoring = false; // the VM that is asked for is no call's
    bool m_resetting = false;
    bool m_replenished = true;
};

} // namespace glasshouse::sandbox
