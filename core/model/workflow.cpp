#include "core/model/workflow.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"
#include "core/model/limits.h"
#include "core/model/lookup.h"

namespace glasshouse {

namespace key {
constexpr QLatin1String Name("name");
constexpr QLatin1String Title("title");
constexpr QLatin1String Description("description");
constexpr QLatin1String Suggestions("suggestions");
constexpr QLatin1String Nodes("nodes");
constexpr QLatin1String Edges("edges");
constexpr QLatin1String MaxSupersteps("max_supersteps");
constexpr QLatin1String Id("id");
constexpr QLatin1String Kind("kind");
constexpr QLatin1String X("x");
constexpr QLatin1String Y("y");
constexpr QLatin1String Config("config");
constexpr QLatin1String From("from");
constexpr QLatin1String FromPort("from_port");
constexpr QLatin1String To("to");
constexpr QLatin1String ToPort("to_port");
constexpr QLatin1String Condition("condition");
} // namespace key

QJsonObject Node::toJson() const
{
    JsonWriter writer(extra);
    writer.always(key::Id, id);
    writer.always(key::Kind, kind);
    writer.unlessEmpty(key::Title, title);
    writer.always(key::X, position.x());
    writer.always(key::Y, position.y());
    writer.unlessEmpty(key::Config, config);
    return writer.object();
}

Result<Node> Node::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Node node;
    node.id = reader.requiredText(key::Id);
    node.kind = reader.requiredText(key::Kind);
    node.title = reader.text(key::Title);
    node.position = {reader.number(key::X), reader.number(key::Y)};
    node.config = reader.object(key::Config);
    node.extra = reader.unread();
    return reader.finish(node);
}

QJsonObject Edge::toJson() const
{
    JsonWriter writer(extra);
    writer.always(key::Id, id);
    writer.always(key::From, from.node);
    writer.unlessDefault(key::FromPort, from.port, port_name::Out);
    writer.always(key::To, to.node);
    writer.unlessDefault(key::ToPort, to.port, port_name::In);
    writer.unlessEmpty(key::Condition, condition);
    return writer.object();
}

Result<Edge> Edge::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Edge edge;
    edge.id = reader.requiredText(key::Id);
    edge.from = {reader.requiredText(key::From), reader.text(key::FromPort, port_name::Out)};
    edge.to = {reader.requiredText(key::To), reader.text(key::ToPort, port_name::In)};
    edge.condition = reader.object(key::Condition);
    edge.extra = reader.unread();
    return reader.finish(edge);
}

const Node *Workflow::node(QStringView id) const
{
    return findBy(nodes, &Node::id, id);
}

const Edge *Workflow::edge(QStringView id) const
{
    return findBy(edges, &Edge::id, id);
}

QJsonObject Workflow::toJson() const
{
    JsonWriter writer(extra);
    writer.always(key::Name, name);
    writer.unlessEmpty(key::Title, title);
    writer.unlessEmpty(key::Description, description);
    writer.unlessEmpty(key::Suggestions, suggestions);
    writer.unlessEmpty(key::Nodes, nodes);
    writer.unlessEmpty(key::Edges, edges);
    writer.unlessDefault(key::MaxSupersteps, maxSupersteps, Workflow{}.maxSupersteps);
    return writer.object();
}

Result<Workflow> Workflow::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Workflow workflow;
    workflow.name = reader.requiredText(key::Name);
    workflow.title = reader.text(key::Title);
    workflow.description = reader.text(key::Description);
    workflow.suggestions = reader.texts(key::Suggestions);
    workflow.nodes = reader.list<Node>(key::Nodes);
    workflow.edges = reader.list<Edge>(key::Edges);
    workflow.maxSupersteps =
        reader.integer(key::MaxSupersteps, workflow.maxSupersteps, 1, limits::MaxSupersteps);
    workflow.extra = reader.unread();
    return reader.finish(workflow);
}

} // namespace glasshouse
