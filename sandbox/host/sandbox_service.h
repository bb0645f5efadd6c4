// The host side of the glass, as the rest of the program sees it: run code in a session's micro-VM, watch the
// state, reset, shut down. Everything runs on the caller's event loop and never blocks it.
#pragma once

#include "core/base/result.h"
#include "sandbox/files/file_access.h"
#include "sandbox/gateway/permission.h"
#include "sandbox/gateway/request_record.h"
#include "sandbox/host/limits.h"
#include "sandbox/host/session_setup.h"
#include "sandbox/host/session_snapshot.h"
#include "sandbox/host/usage.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVector>

#include <memory>

namespace glasshouse::sandbox {

enum class Accelerator { Unknown, Kvm, Whpx, Tcg };

[[nodiscard]] QString toString(Accelerator accelerator); // "kvm", "whpx", "tcg"

struct ExecRequest
{
    QString session;
    QString image = QStringLiteral("code-interpreter");
    Limits limits;
    QString language;   // python, bash, javascript, typescript or an alias
    QByteArray code;    // UTF-8
    SessionSetup setup; // from this call on
    QStringList tools;  // names that code may pass to call_tool()

    bool operator==(const ExecRequest &) const = default;
};

enum class Stream { Stdout, Stderr };

enum class Ending { Completed, Failed, TimedOut, OutOfMemory, Cancelled, Lost };

// A regular file of /output after a call. `content` is in a file of the store: see OutputFile::path.
struct OutputFile
{
    QString name; // relative to /output
    QString path; // absolute, in the artifact folder given to the service, named by its SHA-256
    qint64 size = 0;
    QString sha256; // lower-case hex

    bool operator==(const OutputFile &) const = default;
};

struct RefusedFile
{
    QString name; // escaped for display
    QString reason;
    bool isHostsFault = false; // the file is fine, but this machine could not store it

    bool operator==(const RefusedFile &) const = default;
};

struct ExecResult
{
    Ending ending = Ending::Completed;
    int exitCode = 0;
    QByteArray standardOutput; // the first outputCharacters of both streams together
    QByteArray standardError;
    qint64 cutCharacters = 0;
    QVector<OutputFile> files; // new and changed since the last call
    QVector<RefusedFile> refused;
    QVector<LimitHit> limitsHit;
    qint64 durationMs = 0;

    bool operator==(const ExecResult &) const = default;
};

struct ExecStart
{
    QString sandbox;
    Accelerator accelerator = Accelerator::Unknown;
    bool confined = false;
    qint64 restoredMs = 0; // 0 if the session already had a sandbox

    bool operator==(const ExecStart &) const = default;
};

// Code in the sandbox has called a tool and waits for ExecJob::answerTool().
struct ToolRequest
{
    quint32 call = 0;     // of this execution
    QString name;         // one of ExecRequest::tools
    QByteArray arguments; // a JSON object as text, not parsed: from the guest

    bool operator==(const ToolRequest &) const = default;
};

// One execution, owned by the caller. Deleting it cancels. Calls of one session run one after the other.
class ExecJob : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void cancel() = 0;
    // JSON text, or why there is none. Calls that have ended are ignored.
    virtual void answerTool(quint32 call, const Result<QByteArray> &answer) = 0;
    virtual void holdClock(bool held) = 0; // the time limit stands still while a person decides

Q_SIGNALS:
    void toolCalled(const glasshouse::sandbox::ToolRequest &request);
    void waiting(const QString &reason); // image or template is still being made; another call runs
    void started(const glasshouse::sandbox::ExecStart &start);
    void outputReceived(glasshouse::sandbox::Stream stream, const QByteArray &bytes);
    void finished(const glasshouse::Result<glasshouse::sandbox::ExecResult> &result);
};

// What the status bar and the Glass dock show.
struct Status
{
    enum class State { Unknown, NoImage, BuildingImage, BuildingTemplate, Ready, Degraded, Unavailable };

    State state = State::Unknown;
    QString sentence; // for a person, complete
    Accelerator accelerator = Accelerator::Unknown;
    bool confined = false;
    double progress = 0;     // 0 to 1 while building
    QString step;            // "Unpacking packages", while building
    qint64 remainingMs = -1; // estimate while building, -1 if unknown
    int pooled = 0;          // restored and waiting
    int running = 0;         // sessions with a live sandbox
    qint64 lastRestoreMs = 0;

    bool operator==(const Status &) const = default;
};

struct ServicePaths
{
    QString images;    // image folders: IMAGE/manifest.json, rootfs, kernel, initramfs
    QString templates; // template snapshots; rebuilt at will
    QString runtime;   // sockets of running sandboxes
    QString artifacts; // content by SHA-256
    QString guest;     // folder with the guest agent binary and the Python kernel
    QStringList providedImages = {}; // folders like `images`, of packages: only read

    bool operator==(const ServicePaths &) const = default;
};

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
