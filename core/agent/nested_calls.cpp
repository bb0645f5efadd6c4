#include "core/agent/nested_calls.h"

#include "core/agent/agent_run_private.h"
#include "core/agent/event_data.h"
#include "core/agent/tool_message.h"
#include "core/base/ids.h"
#include "core/tools/arguments.h"

#include <utility>

namespace glasshouse {

namespace {

namespace type = trace::event_type;

// Of one execution. A loop over a tool that needs nobody's approval may call it a million times; the trace
// tells the first ones, and of the others how many there were.
constexpr quint32 RecordedCalls = 200;
constexpr qint64 CountedTogether = 500;

} // namespace

struct NestedCalls::InFlight
{
    quint32 number = 0; // the sandbox's
    QString tool;
    bool isRecorded = false; // has events of its own
    bool waits = false;      // for a person
    qint64 startedMs = 0;    // monotonic
    std::unique_ptr<ToolJob> job;
};

NestedCalls::NestedCalls(AgentRun &run) : m_run(run) {}

NestedCalls::~NestedCalls() = default;

void NestedCalls::begin(const QString &call, ToolJob &code)
{
    m_parent = call;
    m_code = &code;
    m_made = 0;
    connect(&code, &ToolJob::toolCalled, this, &NestedCalls::receive);
}

void NestedCalls::receive(const NestedToolCall &nested)
{
    if (!m_code)
        return;
    CallState call;
    call.call = {m_parent + u'/' + QString::number(++m_made), nested.name,
                 QString::fromUtf8(nested.arguments)};
    call.parent = m_parent;
    m_calls[call.call.id] = {
        nested.call, nested.name, m_made <= RecordedCalls, false, m_run.m_environment.clock->monotonicMs(),
        nullptr};
    review(call);
}

void NestedCalls::review(const CallState &call)
{
    const auto request = m_run.requestFor(call);
    if (!request)
        return finish(call.call.id, {request.error().message, true, {}});
    const auto mode = m_run.modeOf(request->tool);
    const auto answer = m_run.policyFor(*request, mode);
    if (answer.kind == PolicyAnswer::Kind::Approve)
        return startUnasked(*request, mode, answer.by);
    auto &inFlight = m_calls.at(call.call.id);
    inFlight.isRecorded = true;
    inFlight.waits = answer.kind == PolicyAnswer::Kind::Ask;
    holdClock();
    m_run.apply(answer, *request);
    if (answer.kind == PolicyAnswer::Kind::Reject)
        decided(call.call.id, {Verdict::Rejected, {}, answer.reason, Remember::OnlyThisOnce});
    m_run.performEffects();
}

// The start need not be on disk first, as that of the code is: after a crash the outcome of the code is
// unknown, and with it that of everything it called.
void NestedCalls::startUnasked(const ApprovalRequest &request, ApprovalMode mode, const QString &by)
{
    if (mode != ApprovalMode::NeverRequire)
        Q_EMIT m_run.approvalAudited(
            m_run.audited(request, {Verdict::Approved, request.arguments, {}, Remember::OnlyThisOnce}, by));
    if (m_calls.at(request.callId).isRecorded)
        m_run.happen(type::ToolCallStarted, event_data::nestedCallStarted(request, by));
    startJob(request.callId, request.arguments);
}

void NestedCalls::start(const CallState &call)
{
    startJob(call.call.id, call.arguments);
}

void NestedCalls::startJob(const QString &id, const QJsonObject &arguments)
{
    const auto found = m_calls.find(id);
    if (found == m_calls.end())
        return; // a listener stopped the run
    auto &call = found->second;
    call.startedMs = m_run.m_environment.clock->monotonicMs();
    call.job = m_run.m_environment.tool(call.tool)->start(m_run.invocation(id, arguments));
    connect(call.job.get(), &ToolJob::finished, this, [this, id](const Result<ToolOutcome> &outcome) {
        finish(id, outcome ? *outcome : ToolOutcome{outcome.error().message, true, {}});
        m_run.performEffects();
    });
}

void NestedCalls::decided(const QString &id, const ApprovalDecision &decision)
{
    const auto found = m_calls.find(id);
    if (found == m_calls.end())
        return;
    found->second.waits = false;
    holdClock();
    if (decision.verdict != Verdict::Rejected)
        return; // the run starts it
    const auto call = m_calls.extract(found);
    answer(call.mapped(), {tool_message::rejected(decision.reason), true, {}});
}

void NestedCalls::finish(const QString &id, const ToolOutcome &outcome)
{
    auto call = m_calls.extract(id);
    if (call.empty())
        return;
    retire(std::move(call.mapped().job), this);
    recordEnd(id, call.mapped(), outcome);
    answer(call.mapped(), outcome);
}

void NestedCalls::answer(const InFlight &call, const ToolOutcome &outcome)
{
    if (!m_code)
        return;
    m_code->answerTool(call.number, outcome.isError ? Result<QByteArray>(fail(outcome.text))
                                                    : Result<QByteArray>(jsonValueOf(outcome.text)));
}

void NestedCalls::recordEnd(const QString &id, const InFlight &call, const ToolOutcome &outcome)
{
    const qint64 durationMs = m_run.m_environment.clock->monotonicMs() - call.startedMs;
    if (call.isRecorded) {
        m_run.happen(type::ToolCallFinished,
                     event_data::nestedCallFinished(id, m_parent, call.tool, outcome, durationMs));
        return;
    }
    auto &count = m_counts[call.tool];
    ++count.calls;
    count.failed += outcome.isError ? 1 : 0;
    count.durationMs += durationMs;
    if (++m_counted >= CountedTogether)
        recordCounts();
}

void NestedCalls::recordCounts()
{
    if (m_counted == 0)
        return;
    QJsonObject tools;
    for (auto each = m_counts.cbegin(); each != m_counts.cend(); ++each)
        tools.insert(each.key(), QJsonObject{{QStringLiteral("calls"), each->calls},
                                             {QStringLiteral("failed"), each->failed},
                                             {QStringLiteral("duration_ms"), each->durationMs}});
    m_counts.clear();
    m_counted = 0;
    m_run.happen(type::ToolCallsCounted,
                 {{QStringLiteral("call"), m_parent}, {QStringLiteral("tools"), tools}});
}

void NestedCalls::end()
{
    m_code = nullptr;
    const ToolOutcome tooLate{tool_message::codeEnded(), true, {}};
    while (!m_calls.empty()) {
        const auto id = m_calls.begin()->first;
        auto &call = m_calls.begin()->second;
        if (call.job)
            call.job->cancel();
        if (call.waits) {
            withdraw(id);
            m_calls.erase(id);
        } else {
            finish(id, tooLate);
        }
    }
    recordCounts();
}

void NestedCalls::withdraw(const QString &id)
{
    const auto *state = m_run.state().call(id);
    const auto *pending = state ? m_run.m_environment.approvals->find(state->approval) : nullptr;
    if (!pending)
        return;
    const auto request = *pending;
    m_run.record(request,
                 {Verdict::Rejected, request.arguments, tool_message::codeEnded(), Remember::OnlyThisOnce},
                 QStringLiteral("policy"));
    m_run.m_environment.approvals->withdraw(request.id);
}

void NestedCalls::drop()
{
    m_code = nullptr;
    for (auto &[id, call] : m_calls) {
        if (call.job)
            call.job->cancel();
        retire(std::move(call.job), this);
    }
    m_calls.clear();
    m_counts.clear();
    m_counted = 0;
}

// The time limit of the code is for what it computes, not for a person who thinks.
void NestedCalls::holdClock()
{
    const bool isHeld =
        std::any_of(m_calls.begin(), m_calls.end(), [](const auto &call) { return call.second.waits; });
    if (m_code)
        m_code->holdClock(isHeld);
}

} // namespace glasshouse
