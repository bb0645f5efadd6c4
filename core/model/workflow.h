// A workflow graph as a value: nodes, edges and conditions that are data. One file: workflows/NAME.workflow.json.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QPointF>
#include <QString>
#include <QVector>

#include <optional>

namespace glasshouse {

// Kinds the engine runs now; the format allows the others of DESIGN section 6 and they survive a load and save.
namespace node_kind {
inline constexpr QLatin1String Start("start");
inline constexpr QLatin1String Output("output");
inline constexpr QLatin1String Agent("agent");   // config: {"agent": NAME}
inline constexpr QLatin1String Switch("switch"); // config: {"cases": [{"port","condition"}], "default": PORT}
inline constexpr QLatin1String FanOut("fan_out");
inline constexpr QLatin1String FanIn("fan_in");  // waits for all its sources
inline constexpr QLatin1String Note("note");     // config: {"text"}; never runs
} // namespace node_kind

namespace port_name {
inline constexpr QLatin1String In("in");
inline constexpr QLatin1String Out("out");
} // namespace port_name

struct Node
{
    QString id; // unique in the workflow, e.g. "analyst"
    QString kind;
    QString title;
    QPointF position; // canvas units, top left
    QJsonObject config;
    QJsonObject extra;

    bool operator==(const Node &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Node> fromJson(const QJsonObject &json);
};

// One end of an edge. Ports: "in" and "out", and for a switch one "out" port per case, named by the case.
struct Port
{
    QString node;
    QString port;

    bool operator==(const Port &) const = default;
};

struct Edge
{
    QString id;
    Port from;
    Port to;
    QJsonObject condition; // empty: always; the form is in core/model/condition.h
    QJsonObject extra;

    bool operator==(const Edge &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Edge> fromJson(const QJsonObject &json);
};

struct Workflow
{
    QString name; // also the file's name
    QString title;
    QString description;
    QStringList suggestions; // inputs the window offers
    QVector<Node> nodes;
    QVector<Edge> edges;
    int maxSupersteps = 100;
    QJsonObject extra;

    bool operator==(const Workflow &) const = default;
    [[nodiscard]] const Node *node(QStringView id) const; // nullptr if absent
    [[nodiscard]] const Edge *edge(QStringView id) const;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Workflow> fromJson(const QJsonObject &json);
};

// The ports of a node in the order they are drawn.
[[nodiscard]] QStringList inputPorts(const Node &node);
[[nodiscard]] QStringList outputPorts(const Node &node);

// Why an edge between these ports is not allowed, as a sentence; nothing if it is.
[[nodiscard]] std::optional<QString> whyNotConnectable(const Workflow &workflow, const Port &from, const Port &to);

} // namespace glasshouse
