// A workbench without engines: it keeps what it is asked and plays the events a test gives it.
#pragma once

#include "ui/mainwindow/workbench.h"

#include <QHash>
#include <QTemporaryDir>

namespace glasshouse::ui {

class FakeWorkbench : public Workbench
{
    Q_OBJECT

public:
    explicit FakeWorkbench(QObject *parent = nullptr);

    // What a test prepares or looks at
    Project project;
    QVector<Thread> threads;
    QHash<QString, QVector<trace::Event>> events; // by thread
    QVector<RunSummary> runs;
    QVector<Connection> connectionList;
    QVector<RememberedDecision> remembered;
    QVector<FolderConsent> consents;
    sandbox::Status status;
    QString refusal; // if set, runs do not start and this is why
    QStringList stopped;
    QStringList inputs; // of started runs, in order
    QStringList resets;
    QString watchedThread;   // whose use is measured
    QStringList liveThreads; // with a live sandbox
    QStringList restored;    // "thread snapshot"
    QVector<sandbox::SessionSnapshot> snapshotList;
    int preparations = 0; // of the sandbox
    QString report = QStringLiteral("The sandbox is ok.\n");
    Result<QString> testAnswer = QStringLiteral("Connected.");

    // Records an event as the engine would: numbered, stored, announced. Returns it.
    trace::Event record(const QString &run, const QString &type, const QJsonObject &data = {},
                        const QString &node = {});
    void setStatus(const sandbox::Status &status);
    void requestApproval(const QString &run, const QString &code); // of execute_code, Python

    void setProject(const Project &value) override { project = value; }
    [[nodiscard]] QStringList builtInTools() const override;
    void listThreads(Answer<QVector<Thread>> answer) override;
    void saveThread(const Thread &thread) override;
    void deleteThread(const QString &thread) override;
    void loadEvents(const QString &thread, Answer<QVector<trace::Event>> answer) override;
    void listRuns(Answer<QVector<RunSummary>> answer) override;
    [[nodiscard]] Result<QString> sendMessage(const QString &thread, const QString &text) override;
    [[nodiscard]] Result<QString> runWorkflow(const QString &thread, const QString &input) override;
    void stopRun(const QString &run) override;
    [[nodiscard]] ApprovalQueue &approvals() override { return m_queue; }
    [[nodiscard]] QString lastApprovedCode(const QString &, const QString &) const override { return {}; }
    [[nodiscard]] QVector<RememberedDecision> rememberedApprovals() const override { return remembered; }
    void revokeApproval(const QString &id) override;
    [[nodiscard]] sandbox::Status sandboxStatus() const override { return status; }
    void prepareSandbox() override { ++preparations; }
    void resetSandbox(const QString &thread) override { resets.append(thread); }
    void watchUsage(const QString &thread, bool watched) override
    {
        watchedThread = watched ? thread : QString();
    }
    [[nodiscard]] bool hasSandbox(const QString &thread) const override
    {
        return liveThreads.contains(thread);
    }
    [[nodiscard]] QVector<sandbox::SessionSnapshot> snapshots() const override { return snapshotList; }
    void takeSnapshot(const QString &thread, const QString &description) override;
    void restoreSnapshot(const QString &thread, const QString &snapshot) override;
    void removeSnapshot(const QString &snapshot) override;
    [[nodiscard]] PermissionQueue &permissions() override { return m_permissions; }
    [[nodiscard]] QVector<FolderConsent> folderConsents() const override { return consents; }
    void allowFolder(const QString &folder, bool writable) override;
    void revokeFolder(const FolderConsent &consent) override;
    [[nodiscard]] sandbox::ImageWorkshop &images() override { return m_images; }
    [[nodiscard]] QVector<Connection> connections() const override { return connectionList; }
    void saveConnection(const Connection &connection, const QString &key,
                        Answer<Result<void>> answer) override;
    void removeConnection(const QString &name) override;
    void testConnection(const Connection &connection, const QString &key,
                        Answer<Result<QString>> answer) override;
    [[nodiscard]] QVector<Component> components() const override
    {
        return {{QStringLiteral("Qt"), QStringLiteral("6.4.2"), QStringLiteral("LGPL-3.0-only"),
                 QStringLiteral("https://www.qt.io")}};
    }
    void diagnose(Answer<QString> answer) override;

private:
    template<typename Value> void later(Answer<Value> answer, Value value);
    [[nodiscard]] Result<QString> start(const QString &thread, const QString &kind, const QString &input);

    QTemporaryDir m_imageFolder;
    sandbox::ImageWorkshop m_images{{.images = m_imageFolder.filePath(QStringLiteral("images")),
                                     .templates = m_imageFolder.filePath(QStringLiteral("snapshots")),
                                     .runtime = {},
                                     .artifacts = {},
                                     .guest = m_imageFolder.path()},
                                    m_imageFolder.filePath(QStringLiteral("templates"))};
    ApprovalQueue m_queue;
    PermissionQueue m_permissions;
    int m_runCount = 0;
    qint64 m_now = 1'700'000'000'000;
    QHash<QString, QString> m_threadOfRun;
    QHash<QString, qint64> m_sequence;
};

} // namespace glasshouse::ui
