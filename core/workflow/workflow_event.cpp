#include "core/workflow/workflow_event.h"

#include "core/trace/error_json.h"

#include <QHash>
#include <QJsonArray>

namespace glasshouse {

namespace {

namespace type = trace::event_type;
using Decoder = std::optional<WorkflowEvent> (*)(const trace::Event &);

QString text(const trace::Event &event, QStringView key)
{
    return event.data.value(key).toString();
}

int stepOf(const trace::Event &event)
{
    return event.data.value(u"step").toInt();
}

std::optional<WorkflowEvent> runStarted(const trace::Event &event)
{
    return workflow_event::Started{text(event, u"input")};
}

std::optional<WorkflowEvent> superstepStarted(const trace::Event &event)
{
    QStringList nodes;
    for (const auto &node : event.data.value(u"nodes").toArray())
        nodes << node.toString();
    return workflow_event::SuperstepStarted{stepOf(event), nodes};
}

std::optional<WorkflowEvent> nodeStarted(const trace::Event &event)
{
    return workflow_event::NodeStarted{event.node, event.occurrence, text(event, u"input"),
                                       text(event, u"author")};
}

std::optional<WorkflowEvent> nodeFinished(const trace::Event &event)
{
    return workflow_event::NodeFinished{event.node, text(event, u"output"), text(event, u"author"),
                                        text(event, u"port"), event.data.value(u"is_result").toBool()};
}

std::optional<WorkflowEvent> nodeFailed(const trace::Event &event)
{
    return workflow_event::NodeFailed{event.node, trace::errorFrom(event.data)};
}

std::optional<WorkflowEvent> edgeDelivered(const trace::Event &event)
{
    auto delivery = Delivery::fromJson(event.data);
    if (!delivery)
        return std::nullopt;
    return workflow_event::EdgeDelivered{std::move(*delivery)};
}

std::optional<WorkflowEvent> superstepFinished(const trace::Event &event)
{
    return workflow_event::SuperstepFinished{stepOf(event)};
}

std::optional<WorkflowEvent> checkpointSaved(const trace::Event &event)
{
    return workflow_event::CheckpointSaved{stepOf(event)};
}

std::optional<WorkflowEvent> modelCallFinished(const trace::Event &event)
{
    return workflow_event::TokensUsed{Usage::fromJson(event.data.value(u"usage").toObject())};
}

std::optional<WorkflowEvent> artifactAdded(const trace::Event &event)
{
    auto artifact = Artifact::fromJson(event.data);
    if (!artifact)
        return std::nullopt;
    return workflow_event::ArtifactMade{std::move(*artifact)};
}

std::optional<WorkflowEvent> approvalDecided(const trace::Event &event)
{
    if (text(event, u"decision") != u"rejected")
        return std::nullopt;
    return workflow_event::CallRefused{};
}

std::optional<WorkflowEvent> runFinished(const trace::Event &event)
{
    const auto status = runStatusFromString(text(event, u"status"));
    if (!status || !isOver(*status))
        return std::nullopt;
    workflow_event::Finished finished{*status, text(event, u"stop_reason"), {}};
    if (event.data.contains(u"error"))
        finished.error = trace::errorFrom(event.data);
    return finished;
}

const QHash<QString, Decoder> &decoders()
{
    static const QHash<QString, Decoder> table{
        {type::RunStarted, runStarted},
        {type::SuperstepStarted, superstepStarted},
        {type::NodeStarted, nodeStarted},
        {type::NodeFinished, nodeFinished},
        {type::NodeFailed, nodeFailed},
        {type::EdgeDelivered, edgeDelivered},
        {type::SuperstepFinished, superstepFinished},
        {type::CheckpointSaved, checkpointSaved},
        {type::ModelCallFinished, modelCallFinished},
        {type::ArtifactAdded, artifactAdded},
        {type::ApprovalDecided, approvalDecided},
        {type::RunFinished, runFinished},
    };
    return table;
}

} // namespace

std::optional<WorkflowEvent> workflowEventFrom(const trace::Event &event)
{
    const auto decode = decoders().value(event.type);
    return decode ? decode(event) : std::nullopt;
}

} // namespace glasshouse
