// A workflow at work on one input: holds a WorkflowState, performs what advance() asks for, and runs an
// AgentRun for each agent node.
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

    [[nodiscard]] const WorkflowState &state() const { return m_step.state; }
    [[nodiscard]] RunStatus status() const override { return m_step.state.status; }

    void start() override;
    [[nodiscard]] Result<void> restore(const QVector<trace::Event> &events) override;
    void cancel() override;

Q_SIGNALS:
    // At the end of each superstep, before the event checkpoint_saved names it. `state` is
    // WorkflowState::toJson().
    void checkpointTaken(int step, const QString &checkpoint, const QJsonObject &state);

private:
    void happen(QLatin1String type, const QJsonObject &data, const QString &node = {}, int occurrence = 0);
    void note(QLatin1String type, const QJsonObject &data, const QString &node = {});
    void take(const trace::Event &event);
    void begin();
    void continueLater();
    void performEffects();
    void announceStatus();

    void perform(const workflow_effect::BeginSuperstep &effect);
    void perform(const workflow_effect::StartNode &effect);
    void perform(const workflow_effect::Deliver &effect);
    void perform(const workflow_effect::EndSuperstep &effect);
    void perform(const workflow_effect::SaveCheckpoint &effect);
    void perform(const workflow_effect::Finish &effect);

    void startAgent(const Node &node, int occurrence, const QString &input);
    AgentRun *makeAgentRun(const Node &node, int occurrence, const QString &input);
    void agentFinished(const QString &node, int occurrence, const RunResult &result);
    void restoreAgents(const QVector<trace::Event> &events);
    void stopAgents();
    void finish(const workflow_event::Finished &outcome);

    WorkflowTask m_task;
    RunEnvironment m_environment;
    Workflow m_workflow;
    WorkflowStep m_step;
    RunStatus m_announced = RunStatus::NotStarted;
    bool m_performing = false;
    std::map<QString, std::unique_ptr<AgentRun>> m_agents; // by node, while at work
};

} // namespace glasshouse
