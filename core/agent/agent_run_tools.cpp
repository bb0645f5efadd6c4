// The tool calls of an AgentRun: review, execution, outcome.
#include "core/agent/agent_run.h"

#include "core/agent/agent_run_private.h"
#include "core/agent/event_data.h"
#include "core/agent/nested_calls.h"
#include "core/agent/tool_message.h"
#include "core/base/ids.h"
#include "core/tools/arguments.h"
#include "core/trace/error_json.h"

#include <QPointer>

#include <algorithm>

namespace glasshouse {

namespace {

namespace type = trace::event_type;

// Of one call's live output; a flood beyond it is still counted in exec_finished, but not stored.
constexpr qsizetype MaxRecordedCharacters = 1 << 20;

} // namespace

void AgentRun::perform(const effect::ReviewCall &effect)
{
    const auto request = requestFor(*state().call(effect.call));
    if (!request) {
        endCall(effect.call, {request.error().message, true, {}});
        return;
    }
    apply(policyFor(*request, modeOf(request->tool)), *request);
}

// The error is a sentence for the model.
Result<Tool *> AgentRun::toolFor(const CallState &call) const
{
    const auto &name = call.call.name;
    const auto names = call.parent.isEmpty() ? m_tools.forModel : m_tools.forCode;
    auto *tool = m_environment.tool(name);
    if (!tool)
        return fail(tool_message::unknownTool(name, names));
    if (!names.contains(name))
        return fail(tool_message::notTheAgents(name, m_task.agent, names));
    return tool;
}

Result<ApprovalRequest> AgentRun::requestFor(const CallState &call) const
{
    const auto tool = toolFor(call);
    if (!tool)
        return fail(tool.error());
    const auto sent = parseArguments(call.call.arguments);
    if (!sent)
        return fail(sent.error());
    const auto arguments = (*tool)->canonical(*sent);
    if (const auto why = (*tool)->whyInvalid(arguments))
        return fail(*why);

    auto request = storedRequest(call);
    request.arguments = arguments;
    request.codeArgument = (*tool)->codeArgument();
    request.language = (*tool)->language(arguments);
    request.requestedMs = m_environment.clock->nowMs();
    return request;
}

ApprovalRequest AgentRun::storedRequest(const CallState &call) const
{
    ApprovalRequest request;
    request.id = call.approval;
    request.run = id();
    request.thread = thread();
    request.node = m_task.place.node;
    request.callId = call.call.id;
    request.parentCall = call.parent;
    request.agent = m_task.agent;
    request.tool = call.call.name;
    request.arguments = call.arguments;
    request.codeArgument = call.codeArgument;
    request.language = call.language;
    request.words = state().lastWords();
    request.requestedMs = call.requestedMs;
    if (const auto *tool = m_environment.tool(call.call.name)) {
        request.hostCommand = tool->hostCommand();
        request.hostCommandHash = tool->hostCommandHash();
    }
    return request;
}

ApprovalMode AgentRun::modeOf(const QString &name) const
{
    return approvalModeOf(*m_agent, m_environment, name);
}

PolicyAnswer AgentRun::policyFor(const ApprovalRequest &request, ApprovalMode mode) const
{
    return m_environment.policy ? m_environment.policy(request, mode) : evaluatePolicy(mode, request, {});
}

void AgentRun::apply(const PolicyAnswer &answer, const ApprovalRequest &unasked)
{
    auto request = unasked;
    if (answer.kind == PolicyAnswer::Kind::Ask || answer.by != u"policy") {
        request.id = newId(u"approval");
        happen(type::ApprovalRequested, event_data::approvalRequested(request));
    }
    if (isOverNow())
        return;
    switch (answer.kind) {
    case PolicyAnswer::Kind::Ask:
        m_environment.approvals->add(request);
        break;
    case PolicyAnswer::Kind::Approve:
        record(request, {Verdict::Approved, request.arguments, {}, Remember::OnlyThisOnce}, answer.by);
        break;
    case PolicyAnswer::Kind::Reject:
        record(request, {Verdict::Rejected, request.arguments, answer.reason, Remember::OnlyThisOnce},
               answer.by);
        break;
    }
}

void AgentRun::takeDecision(const ApprovalRequest &request, const ApprovalDecision &decision)
{
    if (request.run != id() || request.node != m_task.place.node)
        return;
    const auto *call = state().call(request.callId);
    if (!call || call->stage != CallStage::Waiting || call->approval != request.id)
        return;
    if (decision.verdict != Verdict::Rejected && hasChanged(request)) {
        auto again = storedRequest(*call);
        again.isAskedAgain = true;
        return m_environment.approvals->add(again);
    }
    record(request, decision, QStringLiteral("person"));
    if (!request.parentCall.isEmpty())
        m_nested->decided(request.callId, decision);
    performEffects();
}

// The program of this machine is not the one any more that the person saw.
bool AgentRun::hasChanged(const ApprovalRequest &request) const
{
    const auto *tool = m_environment.tool(request.tool);
    return tool && tool->hostCommandHash() != request.hostCommandHash;
}

// Whatever a decision claims, only edited arguments may differ from the ones that were shown.
void AgentRun::record(const ApprovalRequest &request, ApprovalDecision decision, const QString &by)
{
    const auto *tool = m_environment.tool(request.tool);
    if (decision.verdict == Verdict::Edited && tool)
        decision.arguments = tool->canonical(decision.arguments);
    else
        decision.arguments = request.arguments;
    if (decision.verdict == Verdict::Edited && decision.arguments == request.arguments)
        decision.verdict = Verdict::Approved;

    const auto record = audited(request, decision, by);
    const auto language = tool ? tool->language(decision.arguments) : request.language;
    happen(type::ApprovalDecided, event_data::approvalDecided(record, language));
    Q_EMIT approvalAudited(record);
}

ApprovalRecord AgentRun::audited(const ApprovalRequest &request, const ApprovalDecision &decision,
                                 const QString &by) const
{
    const bool isKnown = m_agent && m_environment.tool(request.tool);
    return {request,
            decision,
            isKnown ? modeOf(request.tool) : ApprovalMode::AlwaysRequire,
            by,
            bindingHash(decision.arguments, request.codeArgument),
            m_environment.clock->nowMs()};
}

// After a restart, with the same ids.
void AgentRun::askAgain()
{
    const auto calls = state().calls;
    for (const auto &call : calls) {
        if (call.stage == CallStage::Waiting)
            m_environment.approvals->add(storedRequest(call));
    }
}

// The code that made them ended with the program.
void AgentRun::forgetNested()
{
    const auto calls = state().nested;
    for (const auto &call : calls) {
        if (call.stage == CallStage::Waiting)
            record(storedRequest(call),
                   {Verdict::Rejected, {}, tool_message::codeEnded(), Remember::OnlyThisOnce},
                   QStringLiteral("policy"));
        else
            happen(type::ToolCallFinished,
                   event_data::nestedCallFinished(call.call.id, call.parent, call.call.name,
                                                  {tool_message::outcomeUnknown(), true, {}}, 0));
    }
}

void AgentRun::perform(const effect::RunTool &effect)
{
    happen(type::ToolCallStarted, event_data::toolCallStarted(*state().call(effect.call)));
    if (!m_environment.whenStored) {
        startTool(effect.call);
        return;
    }
    m_environment.whenStored([run = QPointer<AgentRun>(this), call = effect.call] {
        if (!run)
            return;
        run->startTool(call);
        run->performEffects();
    });
}

void AgentRun::startTool(const QString &callId)
{
    const auto *call = state().call(callId);
    if (isOverNow() || !call || call->stage != CallStage::Running)
        return;
    const bool isNested = !call->parent.isEmpty();
    if (const auto why = whyNotStartable(*call)) {
        const ToolOutcome outcome{*why, true, {}};
        isNested ? m_nested->finish(callId, outcome) : endCall(callId, outcome);
        return;
    }
    if (isNested)
        return m_nested->start(*call);
    if (m_toolCall)
        return;
    auto job = (*toolFor(*call))->start(invocation(callId, call->arguments));
    connectTool(job.get());
    m_nested->begin(callId, *job);
    m_toolCall.reset(new ToolCallInFlight{callId, std::move(job), m_environment.clock->monotonicMs(), 0});
}

ToolInvocation AgentRun::invocation(const QString &callId, const QJsonObject &arguments) const
{
    const auto profile = m_environment.project.sandboxFor(*m_agent);
    return {callId, sandboxSession(session(), m_agent->name, profile.sharedBy), profile, arguments,
            m_tools.forCode};
}

std::optional<QString> AgentRun::whyNotStartable(const CallState &call) const
{
    const auto tool = toolFor(call);
    if (!tool)
        return tool.error().message;
    if (bindingHash(call.arguments, (*tool)->codeArgument()) != call.sha256)
        return tool_message::notApproved();
    return (*tool)->whyInvalid(call.arguments);
}

void AgentRun::connectTool(ToolJob *job)
{
    connect(job, &ToolJob::waiting, this, [this](const QString &reason) {
        happen(type::ExecWaiting,
               {{QStringLiteral("call"), m_toolCall->callId}, {QStringLiteral("reason"), reason}});
    });
    connect(job, &ToolJob::codeStarted, this, [this](const CodeStart &start) {
        happen(type::ExecStarted, event_data::execStarted(*state().call(m_toolCall->callId), start));
    });
    connect(job, &ToolJob::outputReceived, this, &AgentRun::takeOutput);
    connect(job, &ToolJob::codeFinished, this, &AgentRun::codeFinished);
    connect(job, &ToolJob::finished, this, &AgentRun::toolFinished);
}

void AgentRun::takeOutput(OutputStream stream, const QString &text)
{
    const auto room = MaxRecordedCharacters - m_toolCall->recordedCharacters;
    if (room <= 0)
        return;
    m_toolCall->recordedCharacters += text.size();
    m_output.append(stream == OutputStream::Stdout ? QStringLiteral("stdout") : QStringLiteral("stderr"),
                    text.left(room));
}

void AgentRun::codeFinished(const CodeOutcome &outcome)
{
    const auto callId = m_toolCall->callId;
    happen(type::ExecFinished, event_data::execFinished(callId, outcome));
    for (const auto &refused : outcome.refused)
        happen(type::ArtifactRefused, event_data::artifactRefused(callId, refused));
}

void AgentRun::toolFinished(const Result<ToolOutcome> &outcome)
{
    const auto callId = m_toolCall->callId;
    if (outcome) {
        for (const auto &artifact : outcome->artifacts)
            happen(type::ArtifactAdded, event_data::artifactAdded(callId, artifact));
        endCall(callId, *outcome);
    } else {
        endCall(callId, {outcome.error().message, true, {}}, outcome.error().code);
    }
    performEffects();
}

void AgentRun::endCall(const QString &callId, const ToolOutcome &outcome, std::optional<ErrorCode> fatal)
{
    const bool ran = m_toolCall && m_toolCall->callId == callId;
    QJsonObject data{{QStringLiteral("call"), callId},
                     {QStringLiteral("tool"), state().call(callId)->call.name},
                     {QStringLiteral("text"), outcome.text},
                     {QStringLiteral("is_error"), outcome.isError},
                     {QStringLiteral("duration_ms"),
                      ran ? m_environment.clock->monotonicMs() - m_toolCall->startedMs : 0}};
    if (fatal)
        data.insert(QStringLiteral("error_code"), trace::toString(*fatal));
    m_output.flush();
    if (ran)
        m_nested->end();
    if (ran && m_toolCall) { // a listener to the last output may have cancelled the run
        retire(std::move(m_toolCall->job), this);
        m_toolCall.reset();
    }
    happen(type::ToolCallFinished, data);
}

void AgentRun::perform(const effect::ReportLost &effect)
{
    if (!state().call(effect.call)->codeArgument.isEmpty()) {
        CodeOutcome lost;
        lost.ending = CodeEnding::Lost;
        happen(type::ExecFinished, event_data::execFinished(effect.call, lost));
    }
    endCall(effect.call, {tool_message::outcomeUnknown(), true, {}});
}

} // namespace glasshouse
