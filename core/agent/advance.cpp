#include "core/agent/advance.h"

#include "core/agent/tool_message.h"

#include <algorithm>

namespace glasshouse {

namespace {

using Calls = QVector<CallState>;

CallState *find(Calls &calls, const QString &id)
{
    const auto found =
        std::find_if(calls.begin(), calls.end(), [&](const auto &state) { return state.call.id == id; });
    return found == calls.end() ? nullptr : &*found;
}

bool isIn(const CallState &call, std::initializer_list<CallStage> stages)
{
    return std::find(stages.begin(), stages.end(), call.stage) != stages.end();
}

CallState *find(Calls &calls, const QString &id, std::initializer_list<CallStage> stages)
{
    auto *call = find(calls, id);
    return call && isIn(*call, stages) ? call : nullptr;
}

// Among the calls of the model and those of running code.
CallState *findAny(RunState &state, const QString &id, std::initializer_list<CallStage> stages)
{
    auto *call = find(state.calls, id, stages);
    return call ? call : find(state.nested, id, stages);
}

CallState nestedCall(const QString &id, const QString &tool, const QString &parent)
{
    CallState call;
    call.call = {id, tool, {}};
    call.parent = parent;
    return call;
}

bool isOpen(const CallState &call)
{
    return call.stage != CallStage::Answered;
}

bool hasOpenCalls(const RunState &state)
{
    return std::any_of(state.calls.begin(), state.calls.end(), isOpen);
}

// The events, one by one: what each does to a state that has begun and is not over.
struct Evolve
{
    RunState &state;

    void operator()(const run_event::Started &) const {} // only the first counts, see evolve()

    void operator()(const run_event::MessageAdded &event) const
    {
        switch (event.message.role) {
        case Role::System:
        case Role::User:
            state.messages.append(event.message);
            break;
        case Role::Assistant:
            if (state.modelAtWork)
                takeAnswer(event.message);
            break;
        case Role::Tool:
            if (auto *call = find(state.calls, event.message.toolCallId, {CallStage::Finished})) {
                call->stage = CallStage::Answered;
                state.messages.append(event.message);
            }
            break;
        }
    }

    void takeAnswer(const Message &message) const
    {
        state.modelAtWork = false;
        state.messages.append(message);
        state.calls.clear();
        for (const auto &call : message.toolCalls) {
            CallState proposed;
            proposed.call = call;
            state.calls.append(proposed);
        }
    }

    void operator()(const run_event::ModelCallStarted &event) const
    {
        if (state.modelAtWork || hasOpenCalls(state))
            return;
        state.modelAtWork = true;
        state.iteration = event.iteration;
        state.finishReason = FinishReason::Stop;
    }

    void operator()(const run_event::ModelCallFinished &event) const
    {
        state.usage += event.usage;
        state.finishReason = event.finishReason;
    }

    void operator()(const run_event::ModelCallFailed &event) const
    {
        if (!state.modelAtWork)
            return;
        state.modelAtWork = false;
        state.error = event.error;
    }

    // A call of running code enters the state here or when it starts, and leaves it with its outcome: however
    // many there are in an execution, the state holds those that are under way.
    void addNested(const QString &id, const QString &tool, const QString &parent) const
    {
        if (!parent.isEmpty() && find(state.calls, parent, {CallStage::Running}) && !find(state.nested, id))
            state.nested.append(nestedCall(id, tool, parent));
    }

    void removeNested(const QString &id) const
    {
        state.nested.removeIf([&id](const CallState &call) { return call.call.id == id; });
    }

    void operator()(const run_event::ApprovalRequested &event) const
    {
        addNested(event.call, event.tool, event.parent);
        auto *call = findAny(state, event.call, {CallStage::Proposed});
        if (!call)
            return;
        call->stage = CallStage::Waiting;
        call->approval = event.approval;
        call->arguments = event.arguments;
        call->codeArgument = event.codeArgument;
        call->language = event.language;
        call->requestedMs = event.timeMs;
    }

    void operator()(const run_event::ApprovalDecided &event) const
    {
        auto *call = findAny(state, event.call, {CallStage::Proposed, CallStage::Waiting});
        if (!call || call->approval != event.approval)
            return;
        if (event.verdict != Verdict::Rejected)
            approve(*call, event);
        else if (call->parent.isEmpty())
            refuse(*call, event.reason);
        else
            refuseNested(event);
    }

    // The code hears of it. That its request was withdrawn (by no person) is no refusal.
    void refuseNested(const run_event::ApprovalDecided &event) const
    {
        state.refused = state.refused || event.by != u"policy";
        removeNested(event.call);
    }

    void refuse(CallState &call, const QString &reason) const
    {
        call.stage = CallStage::Finished;
        call.text = tool_message::rejected(reason);
        call.isError = true;
        state.refused = true;
    }

    static void approve(CallState &call, const run_event::ApprovalDecided &event)
    {
        call.stage = CallStage::Approved;
        call.arguments = event.arguments;
        call.codeArgument = event.codeArgument;
        call.language = event.language;
        call.sha256 = event.sha256;
        call.edited = event.verdict == Verdict::Edited;
    }

    void operator()(const run_event::ToolCallStarted &event) const
    {
        addNested(event.call, event.tool, event.parent);
        auto *call = findAny(state, event.call, {CallStage::Approved, CallStage::Proposed});
        if (call && (call->stage == CallStage::Approved || !call->parent.isEmpty()))
            call->stage = CallStage::Running;
    }

    // A call that never ran finishes from Proposed (it could not be understood) or Approved (not startable).
    void operator()(const run_event::ToolCallFinished &event) const
    {
        auto *call = find(state.calls, event.call,
                          {CallStage::Proposed, CallStage::Approved, CallStage::Running, CallStage::Lost});
        if (!call)
            return removeNested(event.call);
        state.nested.removeIf([&event](const CallState &nested) { return nested.parent == event.call; });
        call->stage = CallStage::Finished;
        call->text = event.text;
        call->isError = event.isError;
        call->fatal = event.fatal;
    }

    void operator()(const run_event::ArtifactAdded &event) const
    {
        if (auto *call = find(state.calls, event.call, {CallStage::Running}))
            call->artifacts.append(event.artifact);
    }

    // A call to the model that the end of the program cut off is made again, as the same iteration.
    void operator()(const run_event::Resumed &) const
    {
        if (state.modelAtWork)
            --state.iteration;
        state.modelAtWork = false;
        state.nested.clear(); // the code that made them has ended
        for (auto &call : state.calls) {
            if (call.stage == CallStage::Running)
                call.stage = CallStage::Lost;
        }
    }

    void operator()(const run_event::Finished &event) const
    {
        state.status = event.status;
        state.stopReason = event.stopReason;
        state.output = event.output;
        state.error = event.error;
        state.modelAtWork = false;
        state.nested.clear();
    }
};

void evolve(RunState &state, const RunEvent &event)
{
    if (isOver(state.status))
        return;
    if (state.status != RunStatus::NotStarted) {
        std::visit(Evolve{state}, event);
    } else if (const auto *started = std::get_if<run_event::Started>(&event)) {
        state.status = RunStatus::InProgress;
        state.agent = started->agent;
        state.input = started->input;
        state.maxIterations = started->maxIterations;
    }
}

effect::Finish failure(const RunState &state, const QString &stopReason, const Error &error)
{
    return {{RunStatus::Failed, stopReason, state.lastWords(), error}};
}

std::optional<Effect> fatalEnd(const RunState &state)
{
    if (state.error)
        return failure(state, QStringLiteral("model call failed"), *state.error);
    for (const auto &call : state.calls) {
        if (call.fatal)
            return failure(state, QStringLiteral("tool call failed"), Error{call.text, *call.fatal});
    }
    return std::nullopt;
}

Message answerTo(const CallState &call)
{
    Message message;
    message.role = Role::Tool;
    message.author = call.call.name;
    message.toolCallId = call.call.id;
    message.text = call.edited ? tool_message::afterEdit(call) : call.text;
    message.isError = call.isError;
    message.artifacts = call.artifacts;
    return message;
}

// Decisions are asked for all at once; execution keeps the model's order, because later calls may build on
// what earlier ones did.
std::optional<Effect> forCalls(const RunState &state)
{
    const auto &calls = state.calls;
    for (const auto &call : calls) {
        if (call.stage == CallStage::Proposed)
            return effect::ReviewCall{call.call.id};
    }
    for (const auto &call : state.nested) {
        if (call.stage == CallStage::Approved)
            return effect::RunTool{call.call.id};
    }
    const auto first = std::find_if(calls.begin(), calls.end(), isOpen);
    switch (first->stage) {
    case CallStage::Approved:
        return effect::RunTool{first->call.id};
    case CallStage::Lost:
        return effect::ReportLost{first->call.id};
    case CallStage::Finished:
        return effect::AddMessage{answerTo(*first)};
    default:
        return std::nullopt; // runs, or waits for a person
    }
}

Effect afterAnswer(const RunState &state)
{
    switch (state.finishReason) {
    case FinishReason::ContentFilter:
        return failure(
            state, QStringLiteral("withheld by the content filter"),
            Error{QStringLiteral("The model's provider withheld the answer (content filter). Rephrase "
                                 "the request.")});
    case FinishReason::Length:
        return effect::Finish{
            {RunStatus::Completed, QStringLiteral("output limit reached"), state.lastWords(), {}}};
    default:
        return effect::Finish{
            {RunStatus::Completed, QStringLiteral("model finished"), state.lastWords(), {}}};
    }
}

Effect modelCall(const RunState &state)
{
    if (state.iteration < state.maxIterations)
        return effect::CallModel{state.iteration + 1};
    return failure(
        state, QStringLiteral("max iterations reached"),
        Error{QStringLiteral("%1 made all of its %2 model calls without coming to an end. Raise the "
                             "limit of the agent, or give it a smaller task.")
                  .arg(state.agent)
                  .arg(state.maxIterations)});
}

// A person is to decide, and nothing goes on before that; code that asked goes on with its other threads at
// most.
bool waitsForPerson(const RunState &state)
{
    const auto waits = [](const CallState &call) { return call.stage == CallStage::Waiting; };
    const auto first = std::find_if(state.calls.begin(), state.calls.end(), isOpen);
    return (first != state.calls.end() && waits(*first)) ||
           std::any_of(state.nested.begin(), state.nested.end(), waits);
}

} // namespace

std::optional<Effect> nextEffect(const RunState &state)
{
    if (state.status == RunStatus::NotStarted || isOver(state.status))
        return std::nullopt;
    if (auto end = fatalEnd(state))
        return end;
    if (state.modelAtWork)
        return std::nullopt;
    if (state.messages.isEmpty()) {
        Message message;
        message.text = state.input;
        return effect::AddMessage{message};
    }
    if (hasOpenCalls(state))
        return forCalls(state);
    if (state.messages.last().role == Role::Assistant)
        return afterAnswer(state);
    return modelCall(state);
}

Step advance(RunState state, const RunEvent &event)
{
    evolve(state, event);
    auto effect = nextEffect(state);
    if (state.status == RunStatus::InProgress || state.status == RunStatus::WaitingForPerson) {
        state.status = !effect && waitsForPerson(state) ? RunStatus::WaitingForPerson : RunStatus::InProgress;
    }
    return {std::move(state), std::move(effect)};
}

} // namespace glasshouse
