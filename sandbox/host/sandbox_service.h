// The host side of the glass, as the rest of the program sees it: run code in a session's micro-VM, watch the
// state, reset, shut down. Everything runs on the caller's event loop and never blocks it.
#pragma once

#include "sandbox/files/file_access.h"
#include "sandbox/gateway/permission.h"
#include "sandbox/gateway/request_record.h"
#include "sandbox/host/exec_job.h"
#include "sandbox/host/sandbox_status.h"
#include "sandbox/host/service_paths.h"
#include "sandbox/host/session_snapshot.h"

#include <memory>

namespace glasshouse::sandbox {

class Service : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // Builds what is missing in the background (image, template) and keeps one sandbox of `image` ready.
    virtual void prepare(const QString &image, const Limits &limits) = 0;
    [[nodiscard]] virtual std::unique_ptr<ExecJob> execute(const ExecRequest &request) = 0;
    virtual void reset(const QString &session) = 0; // kills the session's sandbox; the next call starts fresh
    // Saves the session's sandbox to disk with all its variables and ends it; a later execute() of the
    // session, also in another program, goes on there. sessionKept() follows; nothing to keep counts as kept.
    virtual void keep(const QString &session) = 0;
    // Changes what the session's sandbox sees, also while code runs in it. Without a sandbox nothing happens:
    // the next call says what it needs.
    virtual void configure(const QString &session, const SessionSetup &setup) = 0;
    // To a permissionRequested(); one that was withdrawn meanwhile is ignored.
    virtual void answerPermission(const QString &session, qint64 permission, gateway::Permission answer) = 0;
    // Measures the session's sandbox about once a second until it is told to stop: usageMeasured(). Without a
    // sandbox there is nothing to measure, with the next one it goes on.
    virtual void watchUsage(const QString &session, bool watched) = 0;
    // Keeps the session's sandbox as it is between two calls; it runs on. snapshotTaken() or snapshotFailed()
    // follows, after the calls that were asked for before. The oldest ones make room for it.
    virtual void snapshot(const QString &session, const QString &description) = 0;
    // From now on the session's sandbox is a copy of that one, whichever session it was taken from; the one
    // it has is reset. sessionRestored() or restoreFailed() follows.
    virtual void restore(const QString &session, const QString &snapshot) = 0;
    virtual void removeSnapshot(const QString &snapshot) = 0;
    [[nodiscard]] virtual QVector<SessionSnapshot> snapshots() const = 0; // newest first
    [[nodiscard]] virtual QStringList sessions() const = 0;               // that have a live sandbox
    [[nodiscard]] virtual Status status() const = 0;

Q_SIGNALS:
    void statusChanged(const glasshouse::sandbox::Status &status);
    void sessionKept(const QString &session, const QString &problem); // a sentence; empty if it is kept
    void sessionEnded(const QString &session,
                      const QString &reason); // time to live, crash, protocol violation
    void usageMeasured(const QString &session, const glasshouse::sandbox::Usage &usage);
    void limitHit(const QString &session, const glasshouse::sandbox::LimitHit &hit); // at the end of its call
    void snapshotTaken(const glasshouse::sandbox::SessionSnapshot &snapshot);
    void snapshotFailed(const QString &session, const QString &problem); // a sentence
    void snapshotsChanged();
    void sessionRestored(const QString &session, const QString &snapshot);
    void restoreFailed(const QString &session, const QString &problem); // a sentence
    // It has none any more, for whatever reason: what is open of its network and its questions is gone with it.
    void sandboxDropped(const QString &session);
    void fileAccessed(const QString &session, const QString &guestPath,
                      const glasshouse::sandbox::FileAccess &access);
    void requestDecided(const QString &session, const glasshouse::gateway::RequestRecord &record);
    void requestCompleted(const QString &session, const glasshouse::gateway::RequestRecord &record);
    void permissionRequested(const QString &session, const glasshouse::gateway::PermissionRequest &request);
    void permissionWithdrawn(const QString &session, qint64 permission);
    void ruleAdded(const QString &session,
                   const glasshouse::gateway::AllowEntry &entry); // a person allowed it always
};

// The real one. Ends every sandbox in its destructor; a crash of this program ends them too (guard_unix.cpp).
[[nodiscard]] std::unique_ptr<Service> makeService(const ServicePaths &paths);

} // namespace glasshouse::sandbox
