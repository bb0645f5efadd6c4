#include "core/workflow/workflow_state.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"
#include "core/trace/error_json.h"

#include <algorithm>
#include <array>

namespace glasshouse {

namespace key {
constexpr QLatin1String Edge("edge");
constexpr QLatin1String From("from");
constexpr QLatin1String To("to");
constexpr QLatin1String Text("text");
constexpr QLatin1String Author("author");
constexpr QLatin1String Node("node");
constexpr QLatin1String Stage("stage");
constexpr QLatin1String Occurrence("occurrence");
constexpr QLatin1String Input("input");
constexpr QLatin1String Output("output");
constexpr QLatin1String Port("port");
constexpr QLatin1String Status("status");
constexpr QLatin1String Step("step");
constexpr QLatin1String InSuperstep("in_superstep");
constexpr QLatin1String CheckpointDue("checkpoint_due");
constexpr QLatin1String Works("works");
constexpr QLatin1String Delivered("delivered");
constexpr QLatin1String Waiting("waiting");
constexpr QLatin1String Occurrences("occurrences");
constexpr QLatin1String Outputs("outputs");
constexpr QLatin1String LastText("last_text");
constexpr QLatin1String Usage("usage");
constexpr QLatin1String Refused("refused");
constexpr QLatin1String Artifacts("artifacts");
constexpr QLatin1String StopReason("stop_reason");
constexpr QLatin1String Failure("failure");
} // namespace key

namespace {

constexpr std::array StageNames{"planned", "running", "done", "failed"};

Result<NodeStage> stageFromString(QStringView text)
{
    const auto found = std::find_if(StageNames.begin(), StageNames.end(),
                                    [text](const char *name) { return text == QLatin1String(name); });
    if (found == StageNames.end())
        return fail(QStringLiteral("\"%1\" is no stage of a node.").arg(text));
    return static_cast<NodeStage>(found - StageNames.begin());
}

QStringList sorted(const QSet<QString> &texts)
{
    QStringList list(texts.begin(), texts.end());
    list.sort();
    return list;
}

QVector<Delivery> flattened(const QMap<QString, QVector<Delivery>> &inboxes)
{
    QVector<Delivery> all;
    for (const auto &inbox : inboxes)
        all += inbox;
    return all;
}

QMap<QString, QVector<Delivery>> inboxesOf(const QVector<Delivery> &deliveries)
{
    QMap<QString, QVector<Delivery>> inboxes;
    for (const auto &delivery : deliveries)
        inboxes[delivery.to].append(delivery);
    return inboxes;
}

QJsonObject toJson(const QMap<QString, int> &counts)
{
    QJsonObject json;
    for (auto count = counts.begin(); count != counts.end(); ++count)
        json.insert(count.key(), count.value());
    return json;
}

QMap<QString, int> countsOf(const QJsonObject &json)
{
    QMap<QString, int> counts;
    for (auto count = json.begin(); count != json.end(); ++count)
        counts.insert(count.key(), count.value().toInt());
    return counts;
}

} // namespace

QJsonObject Delivery::toJson() const
{
    JsonWriter writer;
    writer.unlessEmpty(key::Edge, edge);
    writer.unlessEmpty(key::From, from);
    writer.always(key::To, to);
    writer.always(key::Text, text);
    writer.unlessEmpty(key::Author, author);
    return writer.object();
}

Result<Delivery> Delivery::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Delivery delivery;
    delivery.edge = reader.text(key::Edge);
    delivery.from = reader.text(key::From);
    delivery.to = reader.requiredText(key::To);
    delivery.text = reader.text(key::Text);
    delivery.author = reader.text(key::Author);
    return reader.finish(delivery);
}

QJsonObject NodeWork::toJson() const
{
    JsonWriter writer;
    writer.always(key::Node, node);
    writer.always(key::Stage, QString::fromLatin1(StageNames[static_cast<std::size_t>(stage)]));
    writer.always(key::Occurrence, occurrence);
    writer.unlessEmpty(key::Input, input);
    writer.unlessEmpty(key::Output, output);
    writer.unlessEmpty(key::Author, author);
    writer.unlessEmpty(key::Port, port);
    return writer.object();
}

Result<NodeWork> NodeWork::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    NodeWork work;
    work.node = reader.requiredText(key::Node);
    work.stage = reader.word(key::Stage, NodeStage::Planned, stageFromString);
    work.occurrence = reader.integer(key::Occurrence);
    work.input = reader.text(key::Input);
    work.output = reader.text(key::Output);
    work.author = reader.text(key::Author);
    work.port = reader.text(key::Port);
    return reader.finish(work);
}

const NodeWork *WorkflowState::work(QStringView node) const
{
    const auto found =
        std::find_if(works.begin(), works.end(), [node](const auto &work) { return work.node == node; });
    return found == works.end() ? nullptr : &*found;
}

QString WorkflowState::output() const
{
    return outputs.isEmpty() ? lastText : outputs.join(QStringLiteral("\n\n"));
}

QJsonObject WorkflowState::toJson() const
{
    JsonWriter writer;
    writer.always(key::Status, toString(status));
    writer.always(key::Input, input);
    writer.always(key::Step, step);
    writer.unlessDefault(key::InSuperstep, inSuperstep, false);
    writer.unlessDefault(key::CheckpointDue, checkpointDue, false);
    writer.unlessEmpty(key::Works, works);
    writer.unlessEmpty(key::Delivered, sorted(delivered));
    writer.unlessEmpty(key::Waiting, flattened(inboxes));
    writer.always(key::Occurrences, glasshouse::toJson(occurrences));
    writer.unlessEmpty(key::Outputs, outputs);
    writer.unlessEmpty(key::LastText, lastText);
    writer.always(key::Usage, usage.toJson());
    writer.unlessDefault(key::Refused, refused, false);
    writer.unlessEmpty(key::Artifacts, artifacts);
    writer.unlessEmpty(key::StopReason, stopReason);
    if (error) {
        QJsonObject failure;
        trace::insertError(failure, *error);
        writer.always(key::Failure, failure);
    }
    return writer.object();
}

Result<WorkflowState> WorkflowState::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    WorkflowState state;
    state.status = reader.word(key::Status, RunStatus::NotStarted, runStatusFromString);
    state.input = reader.text(key::Input);
    state.step = reader.integer(key::Step);
    state.inSuperstep = reader.flag(key::InSuperstep);
    state.checkpointDue = reader.flag(key::CheckpointDue);
    state.works = reader.list<NodeWork>(key::Works);
    const auto delivered = reader.texts(key::Delivered);
    state.delivered = {delivered.begin(), delivered.end()};
    state.inboxes = inboxesOf(reader.list<Delivery>(key::Waiting));
    state.occurrences = countsOf(reader.object(key::Occurrences));
    state.outputs = reader.texts(key::Outputs);
    state.lastText = reader.text(key::LastText);
    state.usage = Usage::fromJson(reader.object(key::Usage));
    state.refused = reader.flag(key::Refused);
    state.artifacts = reader.list<Artifact>(key::Artifacts);
    state.stopReason = reader.text(key::StopReason);
    if (reader.has(key::Failure))
        state.error = trace::errorFrom(reader.object(key::Failure));
    return reader.finish(state);
}

} // namespace glasshouse
