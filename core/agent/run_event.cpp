#include "core/agent/run_event.h"

#include "core/approvals/policy.h"
#include "core/trace/error_json.h"

#include <QHash>

namespace glasshouse {

namespace {

namespace type = trace::event_type;
using Decoder = std::optional<RunEvent> (*)(const trace::Event &);

QString text(const trace::Event &event, QStringView key)
{
    return event.data.value(key).toString();
}

std::optional<Error> optionalError(const trace::Event &event)
{
    if (!event.data.contains(u"error"))
        return std::nullopt;
    return trace::errorFrom(event.data);
}

// A chat's run and an agent in a node begin and end with events of different names.
std::optional<RunEvent> started(const trace::Event &event)
{
    const bool inNode = !event.node.isEmpty();
    return run_event::Started{text(event, inNode ? u"agent" : u"name"), text(event, u"input"),
                              event.data.value(u"max_iterations").toInt(10)};
}

std::optional<RunEvent> messageAdded(const trace::Event &event)
{
    auto message = Message::fromJson(event.data.value(u"message").toObject());
    if (!message)
        return std::nullopt;
    return run_event::MessageAdded{std::move(*message)};
}

std::optional<RunEvent> modelCallStarted(const trace::Event &event)
{
    return run_event::ModelCallStarted{event.data.value(u"iteration").toInt()};
}

std::optional<RunEvent> modelCallFinished(const trace::Event &event)
{
    return run_event::ModelCallFinished{Usage::fromJson(event.data.value(u"usage").toObject()),
                                        finishReasonFromString(text(event, u"finish_reason"))};
}

std::optional<RunEvent> modelCallFailed(const trace::Event &event)
{
    return run_event::ModelCallFailed{trace::errorFrom(event.data)};
}

std::optional<RunEvent> approvalRequested(const trace::Event &event)
{
    return run_event::ApprovalRequested{
        text(event, u"approval"),      text(event, u"call"),     event.data.value(u"arguments").toObject(),
        text(event, u"code_argument"), text(event, u"language"), event.timeMs,
        text(event, u"parent"),        text(event, u"tool")};
}

std::optional<RunEvent> approvalDecided(const trace::Event &event)
{
    const auto verdict = verdictFromString(text(event, u"decision"));
    if (!verdict)
        return std::nullopt;
    return run_event::ApprovalDecided{text(event, u"approval"),
                                      text(event, u"call"),
                                      *verdict,
                                      text(event, u"reason"),
                                      event.data.value(u"arguments").toObject(),
                                      text(event, u"code_argument"),
                                      text(event, u"language"),
                                      text(event, u"sha256"),
                                      text(event, u"by")};
}

std::optional<RunEvent> toolCallStarted(const trace::Event &event)
{
    return run_event::ToolCallStarted{text(event, u"call"), text(event, u"parent"), text(event, u"tool")};
}

std::optional<RunEvent> toolCallFinished(const trace::Event &event)
{
    run_event::ToolCallFinished finished{
        text(event, u"call"), text(event, u"text"), event.data.value(u"is_error").toBool(), {}};
    if (event.data.contains(u"error_code"))
        finished.fatal = trace::errorCodeFromString(text(event, u"error_code"));
    return finished;
}

std::optional<RunEvent> artifactAdded(const trace::Event &event)
{
    auto artifact = Artifact::fromJson(event.data);
    if (!artifact)
        return std::nullopt;
    return run_event::ArtifactAdded{text(event, u"call"), std::move(*artifact)};
}

std::optional<RunEvent> resumed(const trace::Event &)
{
    return run_event::Resumed{};
}

std::optional<RunEvent> runFinished(const trace::Event &event)
{
    const auto status = runStatusFromString(text(event, u"status"));
    if (!status || !isOver(*status))
        return std::nullopt;
    return run_event::Finished{*status, text(event, u"stop_reason"), text(event, u"output"),
                               optionalError(event)};
}

std::optional<RunEvent> nodeFinished(const trace::Event &event)
{
    return run_event::Finished{RunStatus::Completed, text(event, u"stop_reason"), text(event, u"output"), {}};
}

std::optional<RunEvent> nodeFailed(const trace::Event &event)
{
    return run_event::Finished{RunStatus::Failed, text(event, u"stop_reason"), text(event, u"output"),
                               optionalError(event)};
}

const QHash<QString, Decoder> &decoders()
{
    static const QHash<QString, Decoder> table{
        {type::RunStarted, started},
        {type::NodeStarted, started},
        {type::MessageAdded, messageAdded},
        {type::ModelCallStarted, modelCallStarted},
        {type::ModelCallFinished, modelCallFinished},
        {type::ModelCallFailed, modelCallFailed},
        {type::ApprovalRequested, approvalRequested},
        {type::ApprovalDecided, approvalDecided},
        {type::ToolCallStarted, toolCallStarted},
        {type::ToolCallFinished, toolCallFinished},
        {type::ArtifactAdded, artifactAdded},
        {type::RunResumed, resumed},
        {type::RunFinished, runFinished},
        {type::NodeFinished, nodeFinished},
        {type::NodeFailed, nodeFailed},
    };
    return table;
}

} // namespace

std::optional<RunEvent> runEventFrom(const trace::Event &event)
{
    const auto decode = decoders().value(event.type);
    return decode ? decode(event) : std::nullopt;
}

} // namespace glasshouse
