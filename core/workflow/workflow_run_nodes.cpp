// The supersteps and nodes of a WorkflowRun.
#include "core/workflow/workflow_run.h"

#include "core/agent/event_data.h"
#include "core/base/ids.h"
#include "core/trace/error_json.h"

#include <QJsonArray>

namespace glasshouse {

namespace {

namespace type = trace::event_type;

QVector<trace::Event> eventsIn(const QVector<trace::Event> &events, const NodeWork &work)
{
    QVector<trace::Event> result;
    for (const auto &event : events) {
        if (event.node == work.node && event.occurrence == work.occurrence)
            result.append(event);
    }
    return result;
}

// Like retire() for jobs: the run may be the one whose signal is being handled.
void retireAgent(std::unique_ptr<AgentRun> agent, const QObject *listener)
{
    agent->disconnect(listener);
    agent->cancel();
    agent.release()->deleteLater();
}

QJsonObject stepData(int step)
{
    return {{QStringLiteral("step"), step}};
}

QJsonObject inputOf(const workflow_effect::StartNode &effect)
{
    QJsonObject data{{QStringLiteral("input"), effect.input}};
    if (!effect.author.isEmpty())
        data.insert(QStringLiteral("author"), effect.author);
    return data;
}

QJsonObject withOutcome(QJsonObject data, const workflow_event::NodeFinished &event)
{
    data.insert(QStringLiteral("output"), event.output);
    if (!event.author.isEmpty())
        data.insert(QStringLiteral("author"), event.author);
    if (!event.port.isEmpty())
        data.insert(QStringLiteral("port"), event.port);
    if (event.isResult)
        data.insert(QStringLiteral("is_result"), true);
    return data;
}

} // namespace

void WorkflowRun::perform(const workflow_effect::BeginSuperstep &effect)
{
    auto data = stepData(effect.step);
    data.insert(QStringLiteral("nodes"), QJsonArray::fromStringList(effect.nodes));
    happen(type::SuperstepStarted, data);
}

void WorkflowRun::perform(const workflow_effect::StartNode &effect)
{
    const auto &node = *m_workflow.node(effect.node);
    auto data = inputOf(effect);
    const auto agentName = node.config.value(u"agent").toString();
    const auto *agent = node.kind == node_kind::Agent ? m_environment.project.agent(agentName) : nullptr;
    if (agent) {
        data.insert(QStringLiteral("agent"), agentName);
        data.insert(QStringLiteral("max_iterations"), agent->maxIterations);
    }
    m_startedMs.insert(node.id, m_environment.clock->monotonicMs());
    happen(type::NodeStarted, data, node.id, effect.occurrence);

    const auto *work = m_state.work(node.id);
    if (isOver(m_state.status) || !work || work->stage != NodeStage::Running)
        return; // a listener cancelled the run
    if (agent)
        makeAgent(node, effect.occurrence, effect.input)->start();
    else
        passNodeOn(node, NodeWork(*work));
}

void WorkflowRun::passNodeOn(const Node &node, const NodeWork &work)
{
    happen(type::NodeFinished, withOutcome(durationOf(node.id), passOn(node, work.input, work.author)),
           node.id, work.occurrence);
}

QJsonObject WorkflowRun::durationOf(const QString &node) const
{
    const auto startedMs = m_startedMs.constFind(node);
    if (startedMs == m_startedMs.constEnd())
        return {}; // it began before the program was restarted
    return {{QStringLiteral("duration_ms"), m_environment.clock->monotonicMs() - *startedMs}};
}

AgentRun *WorkflowRun::makeAgent(const Node &node, int occurrence, const QString &input)
{
    AgentTask task;
    task.agent = node.config.value(u"agent").toString();
    task.input = input;
    task.place = {node.id, occurrence};
    auto agent = std::make_unique<AgentRun>(identity(), task, m_environment);
    connect(agent.get(), &AgentRun::recorded, this, &WorkflowRun::take);
    connect(agent.get(), &Run::approvalAudited, this, &Run::approvalAudited);
    connect(agent.get(), &Run::statusChanged, this, &WorkflowRun::announceStatus);
    connect(agent.get(), &Run::finished, this,
            [this, id = node.id](const RunResult &result) { agentFinished(id, result); });
    return (m_agents[node.id] = std::move(agent)).get();
}

void WorkflowRun::agentFinished(const QString &node, const RunResult &result)
{
    const auto occurrence = m_state.work(node)->occurrence;
    const auto agent = m_agents.extract(node);
    const auto author = m_workflow.node(node)->config.value(u"agent").toString();
    auto data = durationOf(node);
    data.insert(QStringLiteral("stop_reason"), result.stopReason);
    if (result.status == RunStatus::Completed) {
        data = withOutcome(data, {node, result.output, author, {}, false});
        happen(type::NodeFinished, data, node, occurrence);
    } else {
        trace::insertError(data, result.error.value_or(Error{result.stopReason}));
        data.insert(QStringLiteral("output"), result.output);
        happen(type::NodeFailed, data, node, occurrence);
    }
    retireAgent(std::move(agent.mapped()), this);
    performEffects();
}

void WorkflowRun::perform(const workflow_effect::Deliver &effect)
{
    for (const auto &delivery : effect.deliveries) {
        const bool isFirst = !m_state.inboxes.contains(delivery.to);
        happen(type::EdgeDelivered, delivery.toJson());
        if (isFirst)
            happen(type::NodeQueued, {}, delivery.to, m_state.occurrences.value(delivery.to) + 1);
    }
}

void WorkflowRun::perform(const workflow_effect::EndSuperstep &effect)
{
    happen(type::SuperstepFinished, stepData(effect.step));
}

void WorkflowRun::perform(const workflow_effect::SaveCheckpoint &effect)
{
    auto state = m_state;
    state.checkpointDue = false; // whoever goes on from it need not save it again
    auto data = stepData(effect.step);
    const auto checkpoint = newId(u"checkpoint");
    data.insert(QStringLiteral("checkpoint"), checkpoint);
    Q_EMIT checkpointTaken(effect.step, checkpoint, state.toJson());
    happen(type::CheckpointSaved, data);
}

void WorkflowRun::perform(const workflow_effect::Finish &effect)
{
    stopAgents();
    const auto &outcome = effect.outcome;
    happen(type::RunFinished,
           event_data::runFinished({outcome.status, outcome.stopReason, m_state.output(), outcome.error},
                                   m_state.usage));
    m_environment.approvals->withdrawRun(id());
    m_environment.recorder->forget(id());
    later(&WorkflowRun::announceEnd);
}

void WorkflowRun::stopAgents()
{
    auto agents = std::exchange(m_agents, {});
    for (auto &[node, agent] : agents)
        retireAgent(std::move(agent), this);
}

// A node that was at work when the program ended: an agent goes on, the others did nothing yet.
void WorkflowRun::resumeNode(const NodeWork &work)
{
    const auto *node = m_workflow.node(work.node);
    if (node->kind != node_kind::Agent) {
        passNodeOn(*node, work);
        return;
    }
    const auto restored = makeAgent(*node, work.occurrence, work.input)->restore(eventsIn(m_restored, work));
    if (restored)
        return;
    m_agents.erase(work.node);
    happen(type::NodeFailed, event_data::error(restored.error()), work.node, work.occurrence);
}

} // namespace glasshouse
