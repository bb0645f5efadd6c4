// Shows the engine to the window.
#pragma once

#include "app/engine.h"
#include "ui/mainwindow/workbench.h"

#include <set>

namespace glasshouse {

class WorkbenchAdapter final : public ui::Workbench
{
    Q_OBJECT

public:
    explicit WorkbenchAdapter(Engine &engine, QObject *parent = nullptr);
    ~WorkbenchAdapter() override;

    void setProject(const Project &project) override;
    [[nodiscard]] QStringList builtInTools() const override;

    void listThreads(Answer<QVector<Thread>> answer) override;
    void saveThread(const Thread &thread) override;
    void deleteThread(const QString &thread) override;
    void loadEvents(const QString &thread, Answer<QVector<trace::Event>> answer) override;
    void listRuns(Answer<QVector<ui::RunSummary>> answer) override;

    [[nodiscard]] Result<QString> sendMessage(const QString &thread, const QString &text) override;
    [[nodiscard]] Result<QString> runWorkflow(const QString &thread, const QString &input) override;
    void stopRun(const QString &run) override;

    [[nodiscard]] ApprovalQueue &approvals() override;
    [[nodiscard]] QString lastApprovedCode(const QString &thread, const QString &tool) const override;
    [[nodiscard]] QVector<RememberedDecision> rememberedApprovals() const override;
    void revokeApproval(const QString &id) override;

    [[nodiscard]] sandbox::Status sandboxStatus() const override;
    void prepareSandbox() override;
    void resetSandbox(const QString &thread) override;
    void watchUsage(const QString &thread, bool watched) override;
    [[nodiscard]] bool hasSandbox(const QString &thread) const override;
    [[nodiscard]] QVector<sandbox::SessionSnapshot> snapshots() const override;
    void takeSnapshot(const QString &thread, const QString &description) override;
    void restoreSnapshot(const QString &thread, const QString &snapshot) override;
    void removeSnapshot(const QString &snapshot) override;
    [[nodiscard]] PermissionQueue &permissions() override;
    [[nodiscard]] QVector<FolderConsent> folderConsents() const override;
    void allowFolder(const QString &folder, bool writable) override;
    void revokeFolder(const FolderConsent &consent) override;

    [[nodiscard]] sandbox::ImageWorkshop &images() override;

    [[nodiscard]] QVector<Connection> connections() const override;
    void saveConnection(const Connection &connection, const QString &key, Answer<Result<void>> answer) override;
    void removeConnection(const QString &name) override;
    void testConnection(const Connection &connection, const QString &key, Answer<Result<QString>> answer) override;

    [[nodiscard]] QVector<Component> components() const override;
    void diagnose(Answer<QString> answer) override;

private:
    void connectMeters(sandbox::Service &sandbox);
    template<typename T>
    [[nodiscard]] Store::Answer<T> reporting(Answer<T> answer);
    [[nodiscard]] Store::Done threadsChangedWhenDone();
    [[nodiscard]] Result<QString> start(const QString &thread, RunTarget::Kind kind, const QString &input);

    Engine &m_engine;
    QString m_watched; // the session whose use is measured; empty if none is
    QHash<QString, Thread> m_threads; // as last listed or saved
};

} // namespace glasshouse
