#include "core/model/ports.h"

#include <QJsonArray>

#include <algorithm>

namespace glasshouse {

namespace {

QStringList switchPorts(const QJsonObject &config)
{
    QStringList ports;
    const auto add = [&ports](const QString &port) {
        if (!port.isEmpty() && !ports.contains(port))
            ports.append(port);
    };
    const auto cases = config.value(u"cases").toArray();
    for (const auto &item : cases)
        add(item.toObject().value(u"port").toString());
    add(config.value(u"default").toString());
    return ports;
}

std::optional<QString> whyNotASource(const Node &node, const QString &port)
{
    const auto ports = outputPorts(node);
    if (ports.isEmpty())
        return QStringLiteral("%1 has no output to connect from.").arg(displayName(node));
    if (!ports.contains(port))
        return QStringLiteral("%1 has no output named \"%2\".").arg(displayName(node), port);
    return std::nullopt;
}

std::optional<QString> whyNotATarget(const Node &node, const QString &port)
{
    const auto ports = inputPorts(node);
    if (ports.isEmpty())
        return QStringLiteral("%1 has no input to connect to.").arg(displayName(node));
    if (!ports.contains(port))
        return QStringLiteral("%1 has no input named \"%2\".").arg(displayName(node), port);
    return std::nullopt;
}

} // namespace

QString displayName(const Node &node)
{
    return node.title.isEmpty() ? node.id : node.title;
}

QStringList inputPorts(const Node &node)
{
    if (node.kind == node_kind::Start || node.kind == node_kind::Note)
        return {};
    return {port_name::In};
}

QStringList outputPorts(const Node &node)
{
    if (node.kind == node_kind::Output || node.kind == node_kind::Note)
        return {};
    if (node.kind == node_kind::Switch)
        return switchPorts(node.config);
    return {port_name::Out};
}

std::optional<QString> whyPortsDoNotFit(const Node &source, const QString &fromPort, const Node &target,
                                        const QString &toPort)
{
    if (source.id == target.id)
        return QStringLiteral("%1 cannot be connected to itself; put a switch between to make a loop.")
            .arg(displayName(source));
    if (auto why = whyNotASource(source, fromPort))
        return why;
    return whyNotATarget(target, toPort);
}

std::optional<QString> whyNotConnectable(const Workflow &workflow, const Port &from, const Port &to)
{
    const auto *source = workflow.node(from.node);
    const auto *target = workflow.node(to.node);
    if (!source || !target)
        return QStringLiteral("There is no node \"%1\" in this workflow.").arg(source ? to.node : from.node);
    if (auto why = whyPortsDoNotFit(*source, from.port, *target, to.port))
        return why;

    const auto same = [&](const Edge &edge) { return edge.from == from && edge.to == to; };
    if (std::any_of(workflow.edges.begin(), workflow.edges.end(), same))
        return QStringLiteral("%1 and %2 are connected already.")
            .arg(displayName(*source), displayName(*target));
    return std::nullopt;
}

} // namespace glasshouse
