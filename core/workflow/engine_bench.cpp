#include "core/workflow/engine_bench.h"

#include "core/agent/advance.h"
#include "core/workflow/workflow_advance.h"

#include <QElapsedTimer>
#include <QStringBuilder>

#include <algorithm>
#include <vector>

namespace glasshouse {

namespace {

constexpr int Turns = 20'000;     // of an agent: model call, tool call, answer
constexpr int Supersteps = 5'000; // of a workflow that goes round a ring
constexpr int RingNodes = 10;

Message assistantMessage(const QString &callId)
{
    Message message;
    message.role = Role::Assistant;
    message.toolCalls = {{callId, QStringLiteral("execute_code"), QStringLiteral("{}")}};
    return message;
}

Message toolMessage(const QString &callId)
{
    Message message;
    message.role = Role::Tool;
    message.toolCallId = callId;
    return message;
}

std::vector<RunEvent> turn(int iteration)
{
    const auto call = QString::number(iteration);
    run_event::ApprovalDecided approval;
    approval.call = call;
    approval.verdict = Verdict::Approved;
    return {run_event::ModelCallStarted{iteration},
            run_event::MessageAdded{assistantMessage(call)},
            run_event::ModelCallFinished{{10, 5}, FinishReason::ToolCalls},
            approval,
            run_event::ToolCallStarted{call},
            run_event::ToolCallFinished{call, QStringLiteral("1"), false, {}},
            run_event::MessageAdded{toolMessage(call)}};
}

double agentEventsPerSecond()
{
    auto state =
        advance({}, run_event::Started{QStringLiteral("Agent"), QStringLiteral("Go"), Turns + 1}).state;
    state = advance(std::move(state), run_event::MessageAdded{}).state;
    qint64 count = 0;
    QElapsedTimer timer;
    timer.start();
    for (int iteration = 1; iteration <= Turns; ++iteration) {
        for (const auto &event : turn(iteration)) {
            state = advance(std::move(state), event).state;
            ++count;
        }
    }
    return static_cast<double>(count) * 1e9 / static_cast<double>(timer.nsecsElapsed());
}

Workflow ring()
{
    Workflow workflow;
    workflow.maxSupersteps = Supersteps;
    for (int i = 0; i < RingNodes; ++i) {
        Node node;
        node.id = QString::number(i);
        node.kind = i == 0 ? node_kind::Start : node_kind::FanOut;
        workflow.nodes.append(node);
        Edge edge;
        edge.id = QStringLiteral("e") + node.id;
        edge.from = {node.id, QStringLiteral("out")};
        edge.to = {QString::number((i + 1) % RingNodes), QStringLiteral("in")};
        workflow.edges.append(edge);
    }
    return workflow;
}

// What a WorkflowRun would record for an effect, without recording it.
struct Answer
{
    const Workflow &workflow;

    std::vector<WorkflowEvent> operator()(const workflow_effect::BeginSuperstep &effect) const
    {
        return {workflow_event::SuperstepStarted{effect.step, effect.nodes}};
    }
    std::vector<WorkflowEvent> operator()(const workflow_effect::StartNode &effect) const
    {
        return {workflow_event::NodeStarted{effect.node, effect.occurrence, effect.input, effect.author},
                passOn(*workflow.node(effect.node), effect.input, effect.author)};
    }
    std::vector<WorkflowEvent> operator()(const workflow_effect::Deliver &effect) const
    {
        std::vector<WorkflowEvent> events;
        for (const auto &delivery : effect.deliveries)
            events.emplace_back(workflow_event::EdgeDelivered{delivery});
        return events;
    }
    std::vector<WorkflowEvent> operator()(const workflow_effect::EndSuperstep &effect) const
    {
        return {workflow_event::SuperstepFinished{effect.step}};
    }
    std::vector<WorkflowEvent> operator()(const workflow_effect::SaveCheckpoint &effect) const
    {
        return {workflow_event::CheckpointSaved{effect.step}};
    }
    std::vector<WorkflowEvent> operator()(const workflow_effect::Finish &effect) const
    {
        return {effect.outcome};
    }
};

// Microseconds per superstep.
std::vector<double> superstepTimes()
{
    const auto workflow = ring();
    auto step = advance(workflow, {}, workflow_event::Started{QStringLiteral("Go")});
    std::vector<double> times;
    QElapsedTimer timer;
    timer.start();
    while (step.effect) {
        const bool endsStep = std::holds_alternative<workflow_effect::SaveCheckpoint>(*step.effect);
        const auto events = std::visit(Answer{workflow}, *step.effect);
        for (const auto &event : events)
            step = advance(workflow, std::move(step.state), event);
        if (endsStep) {
            times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e3);
            timer.restart();
        }
    }
    return times;
}

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

} // namespace

QJsonObject benchEngine()
{
    const auto times = superstepTimes();
    return {{QStringLiteral("type"), QStringLiteral("result")},
            {QStringLiteral("agent_events_per_second"), agentEventsPerSecond()},
            {QStringLiteral("supersteps"), static_cast<qint64>(times.size())},
            {QStringLiteral("superstep_us"), QJsonObject{{QStringLiteral("p50"), percentile(times, 0.5)},
                                                         {QStringLiteral("p95"), percentile(times, 0.95)}}}};
}

} // namespace glasshouse
