// What the window asks of the engines. `app` implements it on core and sandbox/host; tests implement it with
// fakes. The answers arrive as trace events, the one stream that every view folds.
#pragma once

#include "core/approvals/approval_queue.h"
#include "core/approvals/permission_queue.h"
#include "core/approvals/policy.h"
#include "core/base/component.h"
#include "core/llm/connection.h"
#include "core/model/mount_rules.h"
#include "core/model/project.h"
#include "core/model/thread.h"
#include "core/trace/event.h"
#include "core/trace/files_accessed.h"
#include "core/trace/network_request.h"
#include "sandbox/host/image_workshop.h"
#include "sandbox/host/sandbox_service.h"

#include <QObject>

#include <functional>

namespace glasshouse::ui {

struct RunSummary
{
    QString id;
    QString thread;
    QString name;   // of the agent or workflow
    QString kind;   // agent, workflow
    QString status; // running, waiting, completed, failed, cancelled
    qint64 startedMs = 0;
    qint64 finishedMs = 0; // 0 while it runs
};

class Workbench : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    template<typename T> using Answer = std::function<void(const T &)>; // called on the main thread, later

    // Projects
    virtual void setProject(const Project &project) = 0; // also after every edit: the next run uses it
    [[nodiscard]] virtual QStringList
    builtInTools() const = 0; // known to agents without a file in the project

    // Threads and what happened in them
    virtual void listThreads(Answer<QVector<Thread>> answer) = 0; // of the open project, newest first
    virtual void saveThread(const Thread &thread) = 0;            // create, rename, pin
    virtual void deleteThread(const QString &thread) = 0;
    virtual void loadEvents(const QString &thread, Answer<QVector<trace::Event>> answer) = 0;
    virtual void listRuns(Answer<QVector<RunSummary>> answer) = 0;

    // Runs. A sentence in the Error if it cannot start (unknown agent, a run of the thread is going on).
    [[nodiscard]] virtual Result<QString> sendMessage(const QString &thread,
                                                      const QString &text) = 0; // the run's id
    [[nodiscard]] virtual Result<QString> runWorkflow(const QString &thread, const QString &input) = 0;
    virtual void stopRun(const QString &run) = 0;

    [[nodiscard]] virtual ApprovalQueue &approvals() = 0;
    // What was approved last for this tool in the thread, for the diff of the review; empty if nothing.
    [[nodiscard]] virtual QString lastApprovedCode(const QString &thread, const QString &tool) const = 0;
    // What a person allowed beyond one call. Settings lists it and takes it back.
    [[nodiscard]] virtual QVector<RememberedDecision> rememberedApprovals() const = 0;
    virtual void revokeApproval(const QString &id) = 0;

    // Sandbox
    virtual void prepareSandbox() = 0; // makes what is missing, image included, for the open project or samples
    [[nodiscard]] virtual sandbox::Status sandboxStatus() const = 0;
    virtual void resetSandbox(const QString &thread) = 0;
    virtual void watchUsage(const QString &thread, bool watched) = 0; // of one thread at a time
    [[nodiscard]] virtual bool hasSandbox(const QString &thread) const = 0; // a live one
    // Snapshots of sandboxes, newest first; one may be restored in another thread than its own.
    [[nodiscard]] virtual QVector<sandbox::SessionSnapshot> snapshots() const = 0;
    virtual void takeSnapshot(const QString &thread, const QString &description) = 0;
    virtual void restoreSnapshot(const QString &thread, const QString &snapshot) = 0;
    virtual void removeSnapshot(const QString &snapshot) = 0;
    // Requests of code that wait for a person. "Always" is the caller's to write into the project, before it
    // answers.
    [[nodiscard]] virtual PermissionQueue &permissions() = 0;
    // Folders outside the projects that the person has opened to them, on this computer.
    [[nodiscard]] virtual QVector<FolderConsent> folderConsents() const = 0;
    virtual void allowFolder(const QString &folder, bool writable) = 0; // to the open project
    virtual void revokeFolder(const FolderConsent &consent) = 0;

    // Guest images of this machine: built, verified and removed in Settings.
    [[nodiscard]] virtual sandbox::ImageWorkshop &images() = 0;

    // Connections
    [[nodiscard]] virtual QVector<Connection> connections() const = 0;
    // An empty key leaves the stored one as it is.
    virtual void saveConnection(const Connection &connection, const QString &key,
                                Answer<Result<void>> answer) = 0;
    virtual void removeConnection(const QString &name) = 0;
    // Success is a sentence too: "Connected: 12 models, first token after 210 ms."
    virtual void testConnection(const Connection &connection, const QString &key,
                                Answer<Result<QString>> answer) = 0;

    // About
    [[nodiscard]] virtual QVector<Component> components() const = 0;
    virtual void diagnose(Answer<QString> answer) = 0; // a report to pass on, without keys or names; seconds

Q_SIGNALS:
    void eventRecorded(const glasshouse::trace::Event &event, const QString &thread);
    void sandboxStatusChanged(const glasshouse::sandbox::Status &status);
    // When it is decided and again, with the same id, when it is over; also outside runs. In runs events tell
    // the same.
    void networkRequestSeen(const glasshouse::trace::NetworkRequest &request, const QString &thread);
    // By code that goes on after its run; in runs events tell it.
    void filesSeenOutsideRuns(const glasshouse::trace::FilesAccessed &accessed, const QString &thread);
    void usageMeasured(const QString &thread, const glasshouse::sandbox::Usage &usage);
    void limitHit(const QString &thread, const QString &sentence);
    void snapshotsChanged();
    void snapshotSettled(const QString &thread, const QString &sentence, bool failed); // taken or restored
    void threadsChanged();
    void connectionsChanged();
    void rememberedApprovalsChanged();
    void folderConsentsChanged();
    void problemReported(const QString &sentence); // e.g. the disk is full and nothing more can be stored
};

} // namespace glasshouse::ui
