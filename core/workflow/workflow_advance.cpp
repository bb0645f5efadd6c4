#include "core/workflow/workflow_advance.h"

#include "core/workflow/condition_evaluation.h"
#include "core/workflow/routing.h"

#include <QJsonArray>

#include <algorithm>

namespace glasshouse {

namespace {

NodeWork *find(WorkflowState &state, const QString &node, NodeStage stage)
{
    const auto matches = [&](const NodeWork &work) { return work.node == node && work.stage == stage; };
    const auto found = std::find_if(state.works.begin(), state.works.end(), matches);
    return found == state.works.end() ? nullptr : &*found;
}

bool hasStage(const WorkflowState &state, NodeStage stage)
{
    return std::any_of(state.works.begin(), state.works.end(),
                       [stage](const NodeWork &work) { return work.stage == stage; });
}

// All nodes of the superstep have done their work; what is left is to send what they made.
bool isDone(const WorkflowState &state)
{
    return state.inSuperstep && std::all_of(state.works.begin(), state.works.end(), [](const NodeWork &work) {
               return work.stage == NodeStage::Done;
           });
}

// The oldest message of each edge; a fan-in keeps the rest for its next turn.
void consume(QVector<Delivery> &inbox)
{
    QSet<QString> taken;
    inbox.removeIf([&](const Delivery &delivery) {
        const bool isFirst = !taken.contains(delivery.edge);
        taken.insert(delivery.edge);
        return isFirst;
    });
}

// The events, one by one: what each does to a state that has begun and is not over.
struct Evolve
{
    WorkflowState &state;

    void operator()(const workflow_event::Started &) const {} // only the first counts, see evolve()

    void operator()(const workflow_event::SuperstepStarted &event) const
    {
        if (state.inSuperstep || state.checkpointDue || event.step != state.step + 1)
            return;
        state.inSuperstep = true;
        state.step = event.step;
        state.works.clear();
        for (const auto &node : event.nodes) {
            NodeWork work;
            work.node = node;
            state.works.append(work);
        }
    }

    void operator()(const workflow_event::NodeStarted &event) const
    {
        auto *work = find(state, event.node, NodeStage::Planned);
        if (!work)
            return;
        work->stage = NodeStage::Running;
        work->occurrence = event.occurrence;
        work->input = event.input;
        work->author = event.author;
        state.occurrences.insert(event.node, event.occurrence);
        consume(state.inboxes[event.node]);
        if (state.inboxes.value(event.node).isEmpty())
            state.inboxes.remove(event.node);
    }

    void operator()(const workflow_event::NodeFinished &event) const
    {
        auto *work = find(state, event.node, NodeStage::Running);
        if (!work)
            return;
        work->stage = NodeStage::Done;
        work->output = event.output;
        work->author = event.author;
        work->port = event.port;
        state.lastText = event.output;
        if (event.isResult)
            state.outputs.append(event.output);
    }

    void operator()(const workflow_event::NodeFailed &event) const
    {
        auto *work = find(state, event.node, NodeStage::Running);
        if (!work)
            return;
        work->stage = NodeStage::Failed;
        state.error = event.error;
    }

    void operator()(const workflow_event::EdgeDelivered &event) const
    {
        if (!isDone(state) || state.delivered.contains(event.delivery.edge))
            return;
        state.delivered.insert(event.delivery.edge);
        state.inboxes[event.delivery.to].append(event.delivery);
    }

    void operator()(const workflow_event::SuperstepFinished &) const
    {
        if (!isDone(state))
            return;
        state.inSuperstep = false;
        state.checkpointDue = true;
        state.works.clear();
        state.delivered.clear();
    }

    void operator()(const workflow_event::CheckpointSaved &) const { state.checkpointDue = false; }
    void operator()(const workflow_event::TokensUsed &event) const { state.usage += event.usage; }
    void operator()(const workflow_event::CallRefused &) const { state.refused = true; }

    void operator()(const workflow_event::ArtifactMade &event) const
    {
        state.artifacts.removeIf([&](const Artifact &other) { return other.name == event.artifact.name; });
        state.artifacts.append(event.artifact);
    }

    void operator()(const workflow_event::Finished &event) const
    {
        state.status = event.status;
        state.stopReason = event.stopReason;
        state.error = event.error;
    }
};

workflow_effect::Finish failure(const QString &stopReason, const Error &error)
{
    return {{RunStatus::Failed, stopReason, error}};
}

workflow_effect::Finish nodeFailure(const Workflow &workflow, const WorkflowState &state)
{
    const auto failed = std::find_if(state.works.begin(), state.works.end(),
                                     [](const NodeWork &work) { return work.stage == NodeStage::Failed; });
    const auto name = failed == state.works.end() ? QString() : routing::titleOf(workflow, failed->node);
    return failure(QStringLiteral("node failed"),
                   Error{QStringLiteral("%1: %2").arg(name, state.error->message), state.error->code});
}

workflow_effect::Finish noMessagesLeft(const Workflow &workflow, const WorkflowState &state)
{
    QStringList starved;
    for (const auto &node : routing::starvedNodes(state))
        starved << routing::titleOf(workflow, node);
    if (starved.isEmpty())
        return {{RunStatus::Completed, QStringLiteral("no messages left"), {}}};
    const auto names = starved.join(QStringLiteral(", "));
    if (!state.outputs.isEmpty())
        return {{RunStatus::Completed,
                 QStringLiteral("no messages left that reach all sources of %1").arg(names),
                 {}}};
    return failure(
        QStringLiteral("fan-in starved"),
        Error{QStringLiteral(
                  "%1 still waited for a source when no other node had work. Each edge into a fan-in "
                  "has to get a message; remove the ones that a condition can leave out.")
                  .arg(names)});
}

WorkflowEffect betweenSupersteps(const Workflow &workflow, const WorkflowState &state)
{
    if (state.checkpointDue)
        return workflow_effect::SaveCheckpoint{state.step};
    const auto *start = routing::startNode(workflow);
    const auto ready =
        state.step == 0 && start ? QStringList{start->id} : routing::readyNodes(workflow, state);
    if (ready.isEmpty())
        return noMessagesLeft(workflow, state);
    if (state.step < workflow.maxSupersteps)
        return workflow_effect::BeginSuperstep{state.step + 1, ready};
    return failure(
        QStringLiteral("max supersteps reached"),
        Error{QStringLiteral(
                  "The workflow was not done after %1 supersteps. It may go round in a circle; check "
                  "its conditions, or raise maxSupersteps.")
                  .arg(workflow.maxSupersteps)});
}

workflow_effect::StartNode startOf(const Workflow &workflow, const WorkflowState &state, const QString &node)
{
    const auto occurrence = state.occurrences.value(node) + 1;
    const auto messages = routing::waitingFor(workflow, state, node);
    if (messages.isEmpty())
        return {node, occurrence, state.input, {}}; // the start node
    const auto author = messages.size() == 1 ? messages.first().author : QString();
    return {node, occurrence, routing::merged(workflow, messages), author};
}

std::optional<WorkflowEffect> inSuperstep(const Workflow &workflow, const WorkflowState &state)
{
    for (const auto &work : state.works) {
        if (work.stage == NodeStage::Planned)
            return startOf(workflow, state, work.node);
    }
    if (hasStage(state, NodeStage::Running))
        return std::nullopt;
    if (auto deliveries = routing::deliveries(workflow, state); !deliveries.isEmpty())
        return workflow_effect::Deliver{std::move(deliveries)};
    return workflow_effect::EndSuperstep{state.step};
}

QString chosenPort(const Node &node, const QJsonObject &subject)
{
    for (const auto &item : node.config.value(u"cases").toArray()) {
        const auto candidate = item.toObject();
        if (holds(candidate.value(u"condition").toObject(), subject))
            return candidate.value(u"port").toString();
    }
    return node.config.value(u"default").toString();
}

} // namespace

void evolve(WorkflowState &state, const WorkflowEvent &event)
{
    if (isOver(state.status))
        return;
    if (state.status != RunStatus::NotStarted) {
        std::visit(Evolve{state}, event);
    } else if (const auto *started = std::get_if<workflow_event::Started>(&event)) {
        state.status = RunStatus::InProgress;
        state.input = started->input;
    }
}

std::optional<WorkflowEffect> nextEffect(const Workflow &workflow, const WorkflowState &state)
{
    if (state.status != RunStatus::InProgress)
        return std::nullopt;
    if (state.error)
        return nodeFailure(workflow, state);
    if (state.inSuperstep)
        return inSuperstep(workflow, state);
    return betweenSupersteps(workflow, state);
}

WorkflowStep advance(const Workflow &workflow, WorkflowState state, const WorkflowEvent &event)
{
    evolve(state, event);
    auto effect = nextEffect(workflow, state);
    return {std::move(state), std::move(effect)};
}

workflow_event::NodeFinished passOn(const Node &node, const QString &input, const QString &author)
{
    workflow_event::NodeFinished finished{node.id, input, author, {}, node.kind == node_kind::Output};
    if (node.kind == node_kind::Switch)
        finished.port = chosenPort(node, conditionSubject(input, author));
    return finished;
}

} // namespace glasshouse
