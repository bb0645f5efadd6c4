// The composition root that the window and glasshousectl share: owns the store, the connections, the sandbox
// service, the tools and the runs, and sees to it that every event is stored as it happens.
#pragma once

#include "app/approval_memory.h"
#include "app/chat_endpoints.h"
#include "app/file_watch.h"
#include "app/folder_consents.h"
#include "app/network_watch.h"
#include "app/paths.h"
#include "app/sandbox_code_runner.h"

#include "core/agent/run.h"
#include "core/model/thread.h"
#include "sandbox/host/image_workshop.h"

#include <QLockFile>

#include <map>

namespace glasshouse {

// What a run runs.
struct RunTarget
{
    enum class Kind { Agent, Workflow };

    Kind kind = Kind::Agent;
    QString name;

    bool operator==(const RunTarget &) const = default;
};

struct RunOrder
{
    QString thread; // empty: a new one
    RunTarget target;
    QString input;
    std::optional<ModelRef> model; // instead of the agents' own

    bool operator==(const RunOrder &) const = default;
};

struct StartedRun
{
    QString run;
    QString thread;
};

// Why the target cannot run, as a sentence; nothing if it can.
[[nodiscard]] std::optional<QString> whyNotRunnable(const Project &project, const RunTarget &target);

class Engine : public QObject
{
    Q_OBJECT

public:
    using Policy = std::function<PolicyAnswer(const ApprovalRequest &, ApprovalMode)>;

    explicit Engine(const Paths &paths, QObject *parent = nullptr);
    // With a sandbox service made by somebody else.
    Engine(const Paths &paths, std::unique_ptr<sandbox::Service> sandbox, QObject *parent = nullptr);
    ~Engine() override;

    // Opens the database and reads keys; nothing can run before the callback.
    void open(std::function<void(const Result<void> &)> opened);

    // The next run uses it; those under way keep theirs, except for what their sandboxes may open.
    void setProject(const Project &project);
    [[nodiscard]] const Project &project() const { return m_project; }
    void setPolicy(Policy policy) { m_policy = std::move(policy); } // instead of asking and remembering
    // Tools of the project whose programs may start on this machine, as if a person had agreed to each
    // before.
    void allowPrograms(const QStringList &tools) { m_allowedPrograms = tools; }

    // Fails if the target is not there or a run of the thread is still going on.
    [[nodiscard]] Result<StartedRun> start(const RunOrder &order);
    void stop(const QString &run);
    // Brings back the project's runs that were under way or waiting when their program ended.
    void resumeUnfinishedRuns();
    // Saves the sandboxes of chats, so that their next messages go on with the same variables; a moment each.
    void keepSandboxes(std::function<void()> kept);
    // Everything recorded so far is on disk, or why it is not; problemReported() has said that too.
    void whenStored(std::function<void(const Result<void> &)> callback);

    [[nodiscard]] const Paths &paths() const { return m_paths; }
    [[nodiscard]] ApprovalQueue &approvals() { return m_approvals; }
    [[nodiscard]] PermissionQueue &permissions() { return m_permissions; }
    void setCanAsk(bool canAsk) { m_access.setCanAsk(canAsk); } // somebody answers permissions()
    [[nodiscard]] NetworkWatch &network() { return *m_network; }
    // Of the sandbox that the thread's code runs in, now or last.
    [[nodiscard]] QString sessionOf(const QString &thread) const;
    [[nodiscard]] QString threadOf(const QString &session) const { return ownerOf(session).thread; }
    [[nodiscard]] ApprovalMemory &memory() { return *m_memory; }
    [[nodiscard]] FolderConsents &folders() { return m_folders; }
    [[nodiscard]] sandbox::Service &sandbox() { return *m_sandbox; }
    [[nodiscard]] FileWatch &files() { return *m_files; }
    [[nodiscard]] sandbox::ImageWorkshop &images() { return m_images; }
    [[nodiscard]] Store &store() { return m_store; }
    [[nodiscard]] ConnectionStore &connections() { return m_connections; }
    [[nodiscard]] ChatEndpoints &endpoints() { return *m_endpoints; }
    [[nodiscard]] const ToolRegistry &tools() const { return m_tools; }

Q_SIGNALS:
    void eventRecorded(const glasshouse::trace::Event &event, const QString &thread);
    void runFinished(const QString &run, const glasshouse::RunResult &result);
    void threadsChanged();
    void problemReported(const QString &sentence);

private:
    // A run from its order to its end. The lock tells other programs on the same database that it has one.
    struct Active
    {
        RunRecord record;
        std::unique_ptr<QLockFile> lock;
        std::unique_ptr<Run> run; // absent until the thread's history is read
    };

    // engine.cpp
    [[nodiscard]] SessionOwner ownerOf(const QString &session) const;
    void applyAccessToAll();
    void storeEvent(const trace::Event &event);

    // engine_runs.cpp
    [[nodiscard]] PolicyAnswer decidedByPolicy(ApprovalRequest request, ApprovalMode mode) const;
    [[nodiscard]] RunEnvironment environmentFor(const Project &project, const std::optional<ModelRef> &model);
    [[nodiscard]] std::unique_ptr<Run> makeRun(const RunRecord &record, const QString &input, const QVector<trace::Event> &history,
                                               const std::optional<ModelRef> &model);
    [[nodiscard]] std::unique_ptr<QLockFile> lockRun(const QString &run);
    void saveThreadOf(const RunRecord &record, const QString &input);
    void begin(const RunOrder &order, const QString &run, const QVector<trace::Event> &history);
    void resume(const RunRecord &record);
    void restore(const RunRecord &record, const QVector<trace::Event> &thread);
    void adopt(const QString &id, std::unique_ptr<Run> run);
    void saveStatus(const QString &run, RunStatus status);
    void endRun(const QString &run, const RunResult &result);
    void endUnstarted(const QString &run, const Error &error);

    Paths m_paths;
    SystemClock m_clock;
    Store m_store;
    ConnectionStore m_connections;
    FolderConsents m_folders;
    ApprovalQueue m_approvals;
    PermissionQueue m_permissions;
    trace::Recorder m_recorder;
    ChatEndpoints *m_endpoints;
    ApprovalMemory *m_memory;
    SessionAccess m_access;
    sandbox::ImageWorkshop m_images;
    std::unique_ptr<sandbox::Service> m_sandbox;
    std::unique_ptr<NetworkWatch> m_network;
    std::unique_ptr<FileWatch> m_files;
    std::unique_ptr<SandboxCodeRunner> m_runner;
    ToolRegistry m_tools;
    Policy m_policy;
    QStringList m_allowedPrograms;
    Project m_project;
    std::map<QString, Active> m_active; // by run
    QHash<QString, QString> m_threads;  // by session
};

} // namespace glasshouse
