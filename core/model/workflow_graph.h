// A workflow's edges as lists of indices, and what can be asked of them in linear time. Inside core/model
// only.
#pragma once

#include "core/model/workflow.h"

#include <QHash>

namespace glasshouse {

class WorkflowGraph
{
public:
    explicit WorkflowGraph(const Workflow &workflow); // which must outlive this

    [[nodiscard]] qsizetype indexOf(const QString &node) const
    {
        return m_index.value(node, -1);
    } // the first of an id

    // Edges by index; those with a missing end are left out.
    [[nodiscard]] const QVector<qsizetype> &outgoing(qsizetype node) const { return m_outgoing.at(node); }
    [[nodiscard]] const QVector<qsizetype> &incoming(qsizetype node) const { return m_incoming.at(node); }
    [[nodiscard]] qsizetype target(qsizetype edge) const
    {
        return indexOf(m_workflow.edges.at(edge).to.node);
    }

    // Per node: whether a message can get there from one of `starts`.
    [[nodiscard]] QVector<bool> reachableFrom(const QVector<qsizetype> &starts) const;

    // Per node: the number of its strongly connected component. Nodes share one if each reaches the other.
    [[nodiscard]] QVector<qsizetype> components() const;

private:
    const Workflow &m_workflow;
    QHash<QString, qsizetype> m_index;
    QVector<QVector<qsizetype>> m_outgoing;
    QVector<QVector<qsizetype>> m_incoming;
};

} // namespace glasshouse
