#include "core/agent/agent_run.h"

#include "core/agent/agent_run_private.h"
#include "core/agent/event_data.h"
#include "core/agent/nested_calls.h"
#include "core/base/ids.h"

#include <QJsonArray>
#include <QScopedValueRollback>

namespace glasshouse {

namespace {

namespace type = trace::event_type;

// A later file of the same name replaces the earlier one.
QVector<Artifact> artifactsOf(const QVector<Message> &messages)
{
    QVector<Artifact> artifacts;
    for (const auto &message : messages) {
        for (const auto &artifact : message.artifacts) {
            artifacts.removeIf([&](const Artifact &other) { return other.name == artifact.name; });
            artifacts.append(artifact);
        }
    }
    return artifacts;
}

RunResult resultOf(const RunState &state)
{
    return {state.status, state.stopReason, state.output, state.usage, artifactsOf(state.messages),
            state.error,  state.refused};
}

} // namespace

AgentRun::AgentRun(RunIdentity identity, AgentTask task, RunEnvironment environment, QObject *parent)
    : Run(std::move(identity), parent), m_task(std::move(task)), m_environment(std::move(environment)),
      m_nested(std::make_unique<NestedCalls>(*this))
{
    m_agent = m_environment.project.agent(m_task.agent);
    connect(&m_text, &TextBatch::collected, this, [this](const QString &, const QString &text) {
        happen(type::TextDelta, {{QStringLiteral("text"), text}});
    });
    connect(&m_output, &TextBatch::collected, this, [this](const QString &stream, const QString &text) {
        if (m_toolCall)
            happen(type::ExecOutput, {{QStringLiteral("call"), m_toolCall->callId},
                                      {QStringLiteral("stream"), stream},
                                      {QStringLiteral("text"), text}});
    });
    connect(m_environment.approvals, &ApprovalQueue::decided, this, &AgentRun::takeDecision);
}

AgentRun::~AgentRun() = default;

void AgentRun::start()
{
    later(&AgentRun::begin);
}

void AgentRun::later(void (AgentRun::*step)())
{
    QMetaObject::invokeMethod(
        this, [this, step] { (this->*step)(); }, Qt::QueuedConnection);
}

void AgentRun::begin()
{
    if (status() != RunStatus::NotStarted)
        return; // cancelled in between
    m_endpoint = findEndpoint();
    recordStart();
    performEffects();
}

Result<ChatEndpoint> AgentRun::findEndpoint()
{
    if (!m_agent)
        return fail(QStringLiteral("This project has no agent named \"%1\".").arg(m_task.agent),
                    ErrorCode::BadProject);
    const auto tools = toolsOf(*m_agent, m_environment);
    if (!tools)
        return fail(tools.error());
    m_tools = *tools;
    return m_environment.chatFor(*m_agent);
}

void AgentRun::recordStart()
{
    const int maxIterations = m_agent ? m_agent->maxIterations : 1;
    if (inNode()) {
        m_step = advance({}, run_event::Started{m_task.agent, m_task.input, maxIterations});
        return;
    }
    auto data = event_data::runStarted(QStringLiteral("agent"), m_task.agent, thread(), m_task.input);
    data.insert(QStringLiteral("connection"), m_endpoint ? m_endpoint->connection : QString());
    data.insert(QStringLiteral("model"), m_endpoint ? m_endpoint->model : QString());
    data.insert(QStringLiteral("scripted"),
                m_endpoint && m_endpoint->client && m_endpoint->client->isScripted());
    data.insert(QStringLiteral("max_iterations"), maxIterations);
    happen(type::RunStarted, data);
}

Result<void> AgentRun::restore(const QVector<trace::Event> &events)
{
    Step step;
    for (const auto &event : events) {
        if (event.run != id())
            return fail(QStringLiteral("These events are of run %1, not of %2.").arg(event.run, id()));
        if (const auto decoded = runEventFrom(event))
            step = advance(std::move(step.state), *decoded);
    }
    if (step.state.status == RunStatus::NotStarted || step.state.agent != m_task.agent)
        return fail(QStringLiteral("The stored events of run %1 do not begin a run of the agent %2.")
                        .arg(id(), m_task.agent));
    if (isOver(step.state.status))
        return fail(QStringLiteral("The run %1 is over; there is nothing to go on with.").arg(id()));

    m_step = std::move(step);
    if (!inNode())
        m_environment.recorder->continueAfter(id(), events.last().sequence);
    later(&AgentRun::resume);
    return {};
}

void AgentRun::resume()
{
    if (isOverNow())
        return;
    m_endpoint = findEndpoint();
    forgetNested();
    happen(type::RunResumed, {});
    askAgain();
    performEffects();
}

void AgentRun::cancel()
{
    if (isOverNow())
        return;
    if (status() == RunStatus::NotStarted)
        recordStart();
    stopJobs();
    perform(effect::Finish{{RunStatus::Cancelled, QStringLiteral("cancelled"), state().lastWords(), {}}});
    announceStatus();
}

void AgentRun::stopJobs()
{
    m_text.flush();
    m_output.flush();
    if (m_chatCall)
        m_chatCall->cancel();
    retire(std::move(m_chatCall), this);
    m_nested->drop();
    if (!m_toolCall)
        return;
    if (m_toolCall->job)
        m_toolCall->job->cancel();
    retire(std::move(m_toolCall->job), this);
    m_toolCall.reset();
}

void AgentRun::happen(QLatin1String type, const QJsonObject &data)
{
    m_text.flush(); // what was said before comes before
    m_output.flush();
    if (isOverNow())
        return;
    const auto event =
        m_environment.recorder->stamp({id(), m_task.place.node, m_task.place.occurrence}, type, data);
    if (const auto decoded = runEventFrom(event))
        m_step = advance(std::move(m_step.state), *decoded);
    Q_EMIT recorded(event);
    m_environment.recorder->publish(event);
}

// Performing an effect records an event, and that ends the need for the effect. Listeners may answer at once
// (decide, cancel); their events find this loop running and only change what it sees next.
void AgentRun::performEffects()
{
    if (m_performing)
        return;
    {
        const QScopedValueRollback guard(m_performing, true);
        while (m_step.effect) {
            const auto effect = *m_step.effect;
            std::visit([this](const auto &what) { perform(what); }, effect);
            if (m_step.effect == effect) // cannot be with events that decode; would be an endless loop
                perform(effect::Finish{
                    {RunStatus::Failed, QStringLiteral("internal error"), state().lastWords(),
                     Error{QStringLiteral("The run met an event that it cannot represent.")}}});
        }
    }
    announceStatus();
}

void AgentRun::announceStatus()
{
    if (m_announced == status())
        return;
    m_announced = status();
    if (status() == RunStatus::WaitingForPerson && !inNode()) {
        const auto approvals = QJsonArray::fromStringList(state().pendingApprovals());
        happen(type::RunWaiting, {{QStringLiteral("approvals"), approvals}});
    }
    Q_EMIT statusChanged(m_announced);
}

void AgentRun::perform(const effect::AddMessage &effect)
{
    auto message = effect.message;
    message.id = newId(u"msg");
    message.createdMs = m_environment.clock->nowMs();
    happen(type::MessageAdded, event_data::messageAdded(message));
}

void AgentRun::perform(const effect::Finish &effect)
{
    if (inNode())
        m_step = advance(std::move(m_step.state), effect.outcome);
    else
        happen(type::RunFinished, event_data::runFinished(effect.outcome, state().usage));
    later(&AgentRun::announceEnd);
    if (inNode())
        return;
    m_environment.approvals->withdrawRun(id());
    m_environment.recorder->forget(id());
}

void AgentRun::announceEnd()
{
    Q_EMIT finished(resultOf(state()));
}

} // namespace glasshouse
