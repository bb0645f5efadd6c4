#include "core/model/condition.h"
#include "core/model/ports.h"
#include "core/model/project_layout.h"
#include "core/model/validation_parts.h"
#include "core/model/workflow_graph.h"

#include <QJsonArray>
#include <QSet>
#include <QStringBuilder>

#include <array>

namespace glasshouse {

namespace {

constexpr std::array RunnableKinds{node_kind::Start,  node_kind::Output, node_kind::Agent, node_kind::Switch,
                                   node_kind::FanOut, node_kind::FanIn,  node_kind::Note};

// Whether a message may also not take this edge.
bool isChoice(const Node &source, const Edge &edge)
{
    return source.kind == node_kind::Switch || !edge.condition.isEmpty();
}

class WorkflowCheck
{
public:
    WorkflowCheck(const Workflow &workflow, const Project &project)
        : m_workflow(workflow), m_project(project), m_graph(workflow),
          m_problems(project_layout::Workflows.pathOf(workflow.name))
    {
    }

    QVector<Problem> run()
    {
        checkStarts();
        checkOutputs();
        checkIds();
        for (qsizetype i = 0; i < m_workflow.nodes.size(); ++i)
            checkNode(i);
        for (qsizetype i = 0; i < m_workflow.edges.size(); ++i)
            checkEdge(i);
        checkReachability();
        checkCycles();
        return m_problems.problems();
    }

private:
    static QString nodePointer(qsizetype index) { return QStringLiteral("/nodes/%1").arg(index); }
    static QString edgePointer(qsizetype index) { return QStringLiteral("/edges/%1").arg(index); }

    QVector<qsizetype> nodesOf(QLatin1String kind) const;
    void checkStarts();
    void checkOutputs();
    void checkIds();
    void checkNode(qsizetype index);
    void checkAgentNode(qsizetype index);
    void checkSwitch(qsizetype index);
    void checkCase(qsizetype node, qsizetype index, const QJsonObject &branch, QSet<QString> &ports);
    void checkSwitchPorts(qsizetype index);
    void checkBranches(qsizetype index);
    void checkDeadEnd(qsizetype index);
    void checkEdge(qsizetype index);
    void checkReachability();
    void checkCycles();

    const Workflow &m_workflow;
    const Project &m_project;
    WorkflowGraph m_graph;
    ProblemList m_problems;
    QSet<QString> m_connections; // what edges connect, to find doubles
};

QVector<qsizetype> WorkflowCheck::nodesOf(QLatin1String kind) const
{
    QVector<qsizetype> found;
    for (qsizetype i = 0; i < m_workflow.nodes.size(); ++i) {
        if (m_workflow.nodes.at(i).kind == kind)
            found.append(i);
    }
    return found;
}

void WorkflowCheck::checkStarts()
{
    const auto starts = nodesOf(node_kind::Start);
    if (starts.isEmpty())
        m_problems.error(QStringLiteral("/nodes"),
                         QStringLiteral("The workflow has no start; add a Start node."));
    for (const auto index : starts.mid(1)) {
        const auto &node = m_workflow.nodes.at(index);
        m_problems.error(
            nodePointer(index),
            QStringLiteral("The workflow has several starts; keep one and remove %1.").arg(displayName(node)),
            node.id);
    }
}

void WorkflowCheck::checkOutputs()
{
    if (nodesOf(node_kind::Output).isEmpty())
        m_problems.warning(
            QStringLiteral("/nodes"),
            QStringLiteral("The workflow has no output, so a run has no result; add an Output node."));
}

void WorkflowCheck::checkIds()
{
    QSet<QString> nodes;
    for (qsizetype i = 0; i < m_workflow.nodes.size(); ++i) {
        const auto &id = m_workflow.nodes.at(i).id;
        if (nodes.contains(id))
            m_problems.error(
                nodePointer(i) + QStringLiteral("/id"),
                QStringLiteral("Two nodes have the id \"%1\"; give one of them another id.").arg(id), id);
        nodes.insert(id);
    }
    QSet<QString> edges;
    for (qsizetype i = 0; i < m_workflow.edges.size(); ++i) {
        const auto &id = m_workflow.edges.at(i).id;
        if (edges.contains(id))
            m_problems.error(
                edgePointer(i) + QStringLiteral("/id"),
                QStringLiteral("Two connections have the id \"%1\"; give one of them another id.").arg(id));
        edges.insert(id);
    }
}

void WorkflowCheck::checkNode(qsizetype index)
{
    const auto &node = m_workflow.nodes.at(index);
    if (std::find(RunnableKinds.begin(), RunnableKinds.end(), node.kind) == RunnableKinds.end()) {
        m_problems.error(
            nodePointer(index) + QStringLiteral("/kind"),
            QStringLiteral(
                "This version cannot run nodes of the kind \"%1\"; remove %2 or update Glasshouse.")
                .arg(node.kind, displayName(node)),
            node.id);
        return;
    }
    if (node.kind == node_kind::Agent)
        checkAgentNode(index);
    if (node.kind == node_kind::Switch)
        checkSwitch(index);
    checkBranches(index);
    checkDeadEnd(index);
}

void WorkflowCheck::checkAgentNode(qsizetype index)
{
    const auto &node = m_workflow.nodes.at(index);
    const auto agent = node.config.value(u"agent").toString();
    const QString pointer = nodePointer(index) + QStringLiteral("/config/agent");
    if (agent.isEmpty())
        m_problems.error(pointer, QStringLiteral("%1 has no agent; choose one.").arg(displayName(node)),
                         node.id);
    else if (!m_project.agent(agent))
        m_problems.error(
            pointer,
            QStringLiteral("%1 uses an agent \"%2\" that does not exist; choose another one or add it.")
                .arg(displayName(node), agent),
            node.id);
}

void WorkflowCheck::checkSwitch(qsizetype index)
{
    const auto &node = m_workflow.nodes.at(index);
    const auto cases = node.config.value(u"cases").toArray();
    if (cases.isEmpty())
        m_problems.error(
            nodePointer(index) + QStringLiteral("/config/cases"),
            QStringLiteral("%1 has no cases; add one for each way a message may go.").arg(displayName(node)),
            node.id);
    QSet<QString> ports;
    for (qsizetype i = 0; i < cases.size(); ++i)
        checkCase(index, i, cases.at(i).toObject(), ports);
    if (node.config.value(u"default").toString().isEmpty())
        m_problems.warning(nodePointer(index) + QStringLiteral("/config/default"),
                           QStringLiteral("Messages that fit no case of %1 end there; name a default.")
                               .arg(displayName(node)),
                           node.id);
    checkSwitchPorts(index);
}

void WorkflowCheck::checkCase(qsizetype node, qsizetype index, const QJsonObject &branch,
                              QSet<QString> &ports)
{
    const auto &owner = m_workflow.nodes.at(node);
    const QString pointer = nodePointer(node) + QStringLiteral("/config/cases/%1").arg(index);
    const auto port = branch.value(u"port").toString();
    if (port.isEmpty() || ports.contains(port))
        m_problems.error(pointer + QStringLiteral("/port"),
                         QStringLiteral("Each case of %1 needs a name of its own.").arg(displayName(owner)),
                         owner.id);
    ports.insert(port);

    const auto condition = branch.value(u"condition").toObject();
    if (condition.isEmpty())
        m_problems.error(
            pointer + QStringLiteral("/condition"),
            QStringLiteral("The case \"%1\" of %2 has no condition; add one.").arg(port, displayName(owner)),
            owner.id);
    else if (const auto fault = whyNotACondition(condition))
        m_problems.error(pointer % QStringLiteral("/condition") % fault->pointer, fault->message, owner.id);
}

void WorkflowCheck::checkSwitchPorts(qsizetype index)
{
    const auto &node = m_workflow.nodes.at(index);
    QSet<QString> used;
    for (const auto edge : m_graph.outgoing(index))
        used.insert(m_workflow.edges.at(edge).from.port);
    const auto ports = outputPorts(node);
    for (const auto &port : ports) {
        if (!used.contains(port))
            m_problems.warning(
                nodePointer(index),
                QStringLiteral("Messages that %1 sends to \"%2\" end there; connect that port.")
                    .arg(displayName(node), port),
                node.id);
    }
}

void WorkflowCheck::checkBranches(qsizetype index)
{
    const auto &node = m_workflow.nodes.at(index);
    if (node.kind == node_kind::FanIn && m_graph.incoming(index).size() == 1)
        m_problems.warning(nodePointer(index),
                           QStringLiteral("%1 waits for one source only; connect another one or remove it.")
                               .arg(displayName(node)),
                           node.id);
    if (node.kind == node_kind::FanOut && m_graph.outgoing(index).size() == 1)
        m_problems.warning(nodePointer(index),
                           QStringLiteral("%1 sends to one node only; connect another one or remove it.")
                               .arg(displayName(node)),
                           node.id);
}

void WorkflowCheck::checkDeadEnd(qsizetype index)
{
    const auto &node = m_workflow.nodes.at(index);
    const bool reported = node.kind == node_kind::Switch; // port by port
    if (!reported && !outputPorts(node).isEmpty() && m_graph.outgoing(index).isEmpty())
        m_problems.warning(nodePointer(index),
                           QStringLiteral("What %1 says goes nowhere; connect it.").arg(displayName(node)),
                           node.id);
}

void WorkflowCheck::checkEdge(qsizetype index)
{
    const auto &edge = m_workflow.edges.at(index);
    const auto from = m_graph.indexOf(edge.from.node);
    const auto to = m_graph.indexOf(edge.to.node);
    if (from < 0 || to < 0) {
        m_problems.error(
            edgePointer(index) % u'/' % QLatin1String(from < 0 ? "from" : "to"),
            QStringLiteral("The connection \"%1\" leads to a node \"%2\" that does not exist; remove it.")
                .arg(edge.id, from < 0 ? edge.from.node : edge.to.node));
        return;
    }
    const auto &source = m_workflow.nodes.at(from);
    if (const auto why = whyPortsDoNotFit(source, edge.from.port, m_workflow.nodes.at(to), edge.to.port))
        m_problems.error(edgePointer(index), *why, source.id);
    const QString ends = QStringList{edge.from.node, edge.from.port, edge.to.node, edge.to.port}.join(u'\n');
    if (m_connections.contains(ends))
        m_problems.warning(edgePointer(index),
                           QStringLiteral("%1 is connected twice to the same place; remove one connection.")
                               .arg(displayName(source)),
                           source.id);
    m_connections.insert(ends);
    if (const auto fault = whyNotACondition(edge.condition))
        m_problems.error(edgePointer(index) % QStringLiteral("/condition") % fault->pointer, fault->message,
                         source.id);
}

void WorkflowCheck::checkReachability()
{
    const auto starts = nodesOf(node_kind::Start);
    if (starts.isEmpty())
        return; // reported already; every node would be a problem
    const auto reached = m_graph.reachableFrom(starts);
    for (qsizetype i = 0; i < m_workflow.nodes.size(); ++i) {
        const auto &node = m_workflow.nodes.at(i);
        if (!reached.at(i) && node.kind != node_kind::Note)
            m_problems.warning(
                nodePointer(i),
                QStringLiteral("No message can reach %1; connect it or remove it.").arg(displayName(node)),
                node.id);
    }
}

// A cycle ends only if a message can leave it instead of going round once more.
void WorkflowCheck::checkCycles()
{
    struct Loop
    {
        bool exists = false;
        bool hasChoice = false;
        bool hasExit = false;
    };
    const auto component = m_graph.components();
    QVector<Loop> loops(component.size());
    for (qsizetype node = 0; node < component.size(); ++node) {
        for (const auto edge : m_graph.outgoing(node)) {
            auto &loop = loops[component.at(node)];
            const bool inside = component.at(node) == component.at(m_graph.target(edge));
            loop.exists |= inside;
            loop.hasExit |= !inside;
            loop.hasChoice |= inside && isChoice(m_workflow.nodes.at(node), m_workflow.edges.at(edge));
        }
    }
    for (qsizetype node = 0; node < component.size(); ++node) {
        auto &loop = loops[component.at(node)];
        if (!std::exchange(loop.exists, false) || (loop.hasChoice && loop.hasExit)) // once for each loop
            continue;
        m_problems.error(
            nodePointer(node),
            QStringLiteral("The cycle through %1 has no way out; add a switch with a case that leaves it.")
                .arg(displayName(m_workflow.nodes.at(node))),
            m_workflow.nodes.at(node).id);
    }
}

} // namespace

QVector<Problem> validateWorkflow(const Workflow &workflow, const Project &project)
{
    return WorkflowCheck(workflow, project).run();
}

} // namespace glasshouse
