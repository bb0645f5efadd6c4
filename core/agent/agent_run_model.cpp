// The model calls of an AgentRun.
#include "core/agent/agent_run.h"

#include "core/agent/agent_run_private.h"
#include "core/agent/conversation.h"
#include "core/agent/event_data.h"
#include "core/base/ids.h"

#include <QSet>

namespace glasshouse {

namespace {

namespace type = trace::event_type;

void collectCallIds(QSet<QString> &ids, const QVector<Message> &messages)
{
    for (const auto &message : messages) {
        for (const auto &call : message.toolCalls)
            ids.insert(call.id);
    }
}

} // namespace

void AgentRun::perform(const effect::CallModel &effect)
{
    happen(type::ModelCallStarted,
           event_data::modelCallStarted(m_task.agent, effect.iteration, m_endpoint.value_or(ChatEndpoint{})));
    if (!state().modelAtWork)
        return; // cancelled by a listener
    if (!m_endpoint) {
        happen(type::ModelCallFailed, event_data::error(m_endpoint.error()));
        return;
    }
    m_chatCall = m_endpoint->client->start(chatRequest());
    connectChatCall();
}

ChatRequest AgentRun::chatRequest() const
{
    ChatRequest request;
    request.model = m_endpoint->model;
    request.agent = m_agent->name;
    request.instructions = m_agent->instructions;
    const auto about = codeInstructions(m_tools, m_environment.project.sandboxFor(*m_agent), m_environment);
    if (!about.isEmpty())
        request.instructions += QStringLiteral("\n\n") + about;
    request.messages = repaired(m_task.history) + state().messages;
    request.temperature = m_agent->temperature;
    request.maxOutputTokens = m_agent->maxOutputTokens;
    for (const auto &name : m_tools.forModel)
        request.tools.append(m_environment.tool(name)->spec());
    return request;
}

void AgentRun::connectChatCall()
{
    connect(m_chatCall.get(), &ChatCall::textReceived, this,
            [this](const QString &text) { m_text.append({}, text); });
    connect(m_chatCall.get(), &ChatCall::retrying, this,
            [this](int attempt, qint64 delayMs, const QString &reason) {
                happen(type::ModelCallRetrying, event_data::modelCallRetrying(attempt, delayMs, reason));
            });
    connect(m_chatCall.get(), &ChatCall::finished, this, &AgentRun::modelFinished);
}

// The message goes first: were the program to end in between, nothing that was said is lost.
void AgentRun::modelFinished(const Result<ChatResponse> &response)
{
    retire(std::move(m_chatCall), this);
    if (response) {
        happen(type::MessageAdded, event_data::messageAdded(finishedMessage(response->message)));
        happen(type::ModelCallFinished, event_data::modelCallFinished(*response));
    } else {
        happen(type::ModelCallFailed, event_data::error(response.error()));
    }
    performEffects();
}

// Call ids name calls in events and approvals, so they must be unique in the whole thread; some servers count
// from 0 in every answer, some send none.
Message AgentRun::finishedMessage(Message message) const
{
    message.id = newId(u"msg");
    message.role = Role::Assistant;
    message.author = m_task.agent;
    message.scripted = m_endpoint->client->isScripted();
    message.createdMs = m_environment.clock->nowMs();

    QSet<QString> used;
    collectCallIds(used, m_task.history);
    collectCallIds(used, state().messages);
    for (auto &call : message.toolCalls) {
        if (call.id.isEmpty() || used.contains(call.id))
            call.id = newId(u"call");
        used.insert(call.id);
    }
    return message;
}

} // namespace glasshouse
