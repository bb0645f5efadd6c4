#include "core/workflow/workflow_run.h"

#include "core/agent/event_data.h"

#include <QJsonArray>
#include <QScopedValueRollback>

#include <algorithm>

namespace glasshouse {

namespace {

namespace type = trace::event_type;

Workflow workflowNamed(const Project &project, const QString &name)
{
    const auto *workflow = project.workflow(name);
    return workflow ? *workflow : Workflow();
}

QStringList agentNames(const Project &project)
{
    QStringList names;
    for (const auto &agent : project.agents)
        names << agent.name;
    return names;
}

std::optional<Error> whyNotRunnable(const Project &project, const QString &name)
{
    const auto *workflow = project.workflow(name);
    if (!workflow)
        return Error{QStringLiteral("This project has no workflow named \"%1\".").arg(name),
                     ErrorCode::BadProject};
    return whyNotRunnable(*workflow, agentNames(project));
}

} // namespace

WorkflowRun::WorkflowRun(RunIdentity identity, WorkflowTask task, RunEnvironment environment, QObject *parent)
    : Run(std::move(identity), parent), m_task(std::move(task)), m_environment(std::move(environment)),
      m_workflow(workflowNamed(m_environment.project, m_task.workflow))
{
}

WorkflowRun::~WorkflowRun() = default;

const AgentRun *WorkflowRun::agentIn(const QString &node) const
{
    const auto found = m_agents.find(node);
    return found == m_agents.end() ? nullptr : found->second.get();
}

RunStatus WorkflowRun::status() const
{
    const auto waits = [](const auto &entry) {
        return entry.second->status() == RunStatus::WaitingForPerson;
    };
    const bool allWait = !m_agents.empty() && std::all_of(m_agents.begin(), m_agents.end(), waits);
    return m_state.status == RunStatus::InProgress && allWait ? RunStatus::WaitingForPerson : m_state.status;
}

void WorkflowRun::later(void (WorkflowRun::*step)())
{
    QMetaObject::invokeMethod(
        this, [this, step] { (this->*step)(); }, Qt::QueuedConnection);
}

void WorkflowRun::start()
{
    later(&WorkflowRun::begin);
}

void WorkflowRun::begin()
{
    if (m_state.status != RunStatus::NotStarted)
        return; // cancelled in between
    recordStart();
    if (const auto why = whyNotRunnable(m_environment.project, m_task.workflow))
        perform(workflow_effect::Finish{{RunStatus::Failed, QStringLiteral("workflow cannot run"), *why}});
    performEffects();
}

// Which connection each agent uses is told by its model calls.
void WorkflowRun::recordStart()
{
    happen(type::RunStarted,
           event_data::runStarted(QStringLiteral("workflow"), m_task.workflow, thread(), m_task.input));
}

Result<void> WorkflowRun::restore(const QVector<trace::Event> &events)
{
    WorkflowState state;
    for (const auto &event : events) {
        if (event.run != id())
            return fail(QStringLiteral("These events are of run %1, not of %2.").arg(event.run, id()));
        if (const auto decoded = workflowEventFrom(event))
            evolve(state, *decoded);
    }
    if (state.status == RunStatus::NotStarted ||
        events.first().data.value(u"name").toString() != m_task.workflow)
        return fail(QStringLiteral("The stored events of run %1 do not begin a run of the workflow %2.")
                        .arg(id(), m_task.workflow));
    if (isOver(state.status))
        return fail(QStringLiteral("The run %1 is over; there is nothing to go on with.").arg(id()));

    m_state = std::move(state);
    m_restored = events;
    m_environment.recorder->continueAfter(id(), events.last().sequence);
    later(&WorkflowRun::resume);
    return {};
}

void WorkflowRun::resume()
{
    if (isOver(m_state.status))
        return;
    happen(type::RunResumed, {});
    if (const auto why = whyNotResumable())
        perform(workflow_effect::Finish{{RunStatus::Failed, QStringLiteral("workflow cannot run"), *why}});
    const auto works = m_state.works;
    for (const auto &work : works) {
        if (work.stage == NodeStage::Running && !isOver(m_state.status))
            resumeNode(work);
    }
    m_restored.clear();
    performEffects();
}

// The project may have been edited while the run was not looking.
std::optional<Error> WorkflowRun::whyNotResumable() const
{
    for (const auto &work : m_state.works) {
        if (!m_workflow.node(work.node))
            return Error{
                QStringLiteral(
                    "The workflow %1 cannot go on: its node \"%2\" was removed while it was at work.")
                    .arg(m_task.workflow, work.node),
                ErrorCode::BadProject};
    }
    return whyNotRunnable(m_environment.project, m_task.workflow);
}

void WorkflowRun::cancel()
{
    if (isOver(m_state.status))
        return;
    if (m_state.status == RunStatus::NotStarted)
        recordStart();
    perform(workflow_effect::Finish{{RunStatus::Cancelled, QStringLiteral("cancelled"), {}}});
    announceStatus();
}

void WorkflowRun::happen(QLatin1String type, const QJsonObject &data, const QString &node, int occurrence)
{
    if (isOver(m_state.status))
        return;
    const auto event = m_environment.recorder->stamp({id(), node, occurrence}, type, data);
    take(event);
    m_environment.recorder->publish(event);
}

void WorkflowRun::take(const trace::Event &event)
{
    if (const auto decoded = workflowEventFrom(event))
        evolve(m_state, *decoded);
}

// Performing an effect records events, and these end the need for the effect. Listeners may cancel at once;
// that only changes what this loop sees next.
void WorkflowRun::performEffects()
{
    if (m_performing)
        return;
    {
        const QScopedValueRollback guard(m_performing, true);
        while (const auto effect = nextEffect(m_workflow, m_state))
            std::visit([this](const auto &what) { perform(what); }, *effect);
    }
    announceStatus();
}

void WorkflowRun::announceStatus()
{
    if (m_performing || m_announced == status())
        return;
    m_announced = status();
    if (m_announced == RunStatus::WaitingForPerson)
        happen(type::RunWaiting,
               {{QStringLiteral("approvals"), QJsonArray::fromStringList(pendingApprovals())}});
    Q_EMIT statusChanged(m_announced);
}

QStringList WorkflowRun::pendingApprovals() const
{
    QStringList ids;
    for (const auto &[node, agent] : m_agents)
        ids << agent->state().pendingApprovals();
    return ids;
}

void WorkflowRun::announceEnd()
{
    Q_EMIT finished({m_state.status, m_state.stopReason, m_state.output(), m_state.usage, m_state.artifacts,
                     m_state.error, m_state.refused});
}

} // namespace glasshouse
