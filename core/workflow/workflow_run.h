// A workflow at work on one input: holds a WorkflowState, performs the effects that nextEffect() asks for,
// and runs an AgentRun for each agent node.
#pragma once

#include "core/agent/agent_run.h"
#include "core/workflow/workflow_advance.h"

#include <map>

namespace glasshouse {

struct WorkflowTask
{
    QString workflow; // name in the environment's project
    QString input;

    bool operator==(const WorkflowTask &) const = default;
};

class WorkflowRun final : public Run
{
    Q_OBJECT

public:
    WorkflowRun(RunIdentity identity, WorkflowTask task, RunEnvironment environment,
                QObject *parent = nullptr);
    ~WorkflowRun() override;

    [[nodiscard]] const WorkflowState &state() const { return m_state; }
    [[nodiscard]] const AgentRun *agentIn(const QString &node) const; // while it is at work, else nullptr
    // WaitingForPerson when all nodes at work do.
    [[nodiscard]] RunStatus status() const override;

    void start() override;
    [[nodiscard]] Result<void> restore(const QVector<trace::Event> &events) override;
    void cancel() override;

Q_SIGNALS:
    // At the end of each superstep, before the event checkpoint_saved names it. `state` is
    // WorkflowState::toJson().
    void checkpointTaken(int step, const QString &checkpoint, const QJsonObject &state);

private:
    // Records an event and takes it into the state. Does nothing once the run is over.
    void happen(QLatin1String type, const QJsonObject &data, const QString &node = {}, int occurrence = 0);
    void take(const trace::Event &event);
    void begin();
    void resume();
    [[nodiscard]] std::optional<Error> whyNotResumable() const;
    void recordStart();
    void later(void (WorkflowRun::*step)());
    void performEffects();
    void announceStatus();
    void announceEnd();
    [[nodiscard]] QStringList pendingApprovals() const;

    void perform(const workflow_effect::BeginSuperstep &effect);
    void perform(const workflow_effect::StartNode &effect);
    void perform(const workflow_effect::Deliver &effect);
    void perform(const workflow_effect::EndSuperstep &effect);
    void perform(const workflow_effect::SaveCheckpoint &effect);
    void perform(const workflow_effect::Finish &effect);

    AgentRun *makeAgent(const Node &node, int occurrence, const QString &input);
    void agentFinished(const QString &node, const RunResult &result);
    void resumeNode(const NodeWork &work);
    void passNodeOn(const Node &node, const NodeWork &work);
    [[nodiscard]] QJsonObject durationOf(const QString &node) const;
    void stopAgents();

    WorkflowTask m_task;
    RunEnvironment m_environment;
    const Workflow m_workflow;
    WorkflowState m_state;
    QVector<trace::Event> m_restored; // until resume() has handed them to the agents
    RunStatus m_announced = RunStatus::NotStarted;
    bool m_performing = false;
    std::map<QString, std::unique_ptr<AgentRun>> m_agents; // by node, while at work
    QHash<QString, qint64> m_startedMs;                    // by node, monotonic
};

} // namespace glasshouse
