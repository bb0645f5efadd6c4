// Workflows in a few words, for tests.
#pragma once

#include "core/model/workflow.h"

#include <QJsonArray>
#include <QStringBuilder>

namespace glasshouse::test {

class WorkflowBuilder
{
public:
    WorkflowBuilder &node(const QString &id, QLatin1String kind, const QJsonObject &config = {})
    {
        Node node;
        node.id = id;
        node.kind = kind;
        node.config = config;
        m_workflow.nodes.append(node);
        return *this;
    }

    WorkflowBuilder &agent(const QString &id, const QString &name)
    {
        return node(id, node_kind::Agent, {{QStringLiteral("agent"), name}});
    }

    // The edge's id is "from-to".
    WorkflowBuilder &edge(const QString &from, const QString &to, const QJsonObject &condition = {},
                          const QString &port = QStringLiteral("out"))
    {
        Edge edge;
        edge.id = from % u'-' % to;
        edge.from = {from, port};
        edge.to = {to, QStringLiteral("in")};
        edge.condition = condition;
        m_workflow.edges.append(edge);
        return *this;
    }

    WorkflowBuilder &maxSupersteps(int count)
    {
        m_workflow.maxSupersteps = count;
        return *this;
    }

    [[nodiscard]] Workflow build(const QString &name = QStringLiteral("flow")) const
    {
        auto workflow = m_workflow;
        workflow.name = name;
        return workflow;
    }

private:
    Workflow m_workflow;
};

inline QJsonObject textStartsWith(const QString &text)
{
    return {{QStringLiteral("path"), QStringLiteral("/text")},
            {QStringLiteral("operator"), QStringLiteral("starts_with")},
            {QStringLiteral("value"), text}};
}

} // namespace glasshouse::test
