#include "ui/project/project_edits.h"

#include "ui/common/dropped_file.h"

#include <QCoreApplication>

namespace glasshouse::ui {

namespace {

constexpr QPointF startPosition(96, 160);
constexpr QPointF outputPosition(416, 160);

QString tr(const char *text)
{
    return QCoreApplication::translate("glasshouse::ui::ProjectEdits", text);
}

} // namespace

Agent newAgent(const Project &project)
{
    Agent agent;
    agent.name = freeAgentName(project, QStringLiteral("Agent"));
    agent.instructions = tr("You are a helpful assistant.");
    return agent;
}

Workflow newWorkflow(const Project &project)
{
    Workflow workflow;
    workflow.name = freeWorkflowName(project, QStringLiteral("workflow"));
    workflow.title = tr("New workflow");
    Node start{QStringLiteral("start"), node_kind::Start, tr("Start"), startPosition, {}, {}};
    Node output{QStringLiteral("output"), node_kind::Output, tr("Output"), outputPosition, {}, {}};
    Edge edge;
    edge.id = QStringLiteral("start-output");
    edge.from = {start.id, QStringLiteral("out")};
    edge.to = {output.id, QStringLiteral("in")};
    workflow.nodes = {start, output};
    workflow.edges = {edge};
    return workflow;
}

Agent duplicateOf(const Project &project, const Agent &agent)
{
    Agent copy = agent;
    copy.name = freeAgentName(project, agent.name);
    return copy;
}

Workflow duplicateOf(const Project &project, const Workflow &workflow)
{
    Workflow copy = workflow;
    copy.name = freeWorkflowName(project, workflow.name);
    copy.title = tr("%1, copy").arg(titleOf(workflow));
    return copy;
}

Edit renamedAgent(const Agent &agent, const QString &name)
{
    Agent renamed = agent;
    renamed.name = name.trimmed();
    return ReplaceAgent{agent.name, renamed};
}

Edit retitledWorkflow(const Workflow &workflow, const QString &title)
{
    Workflow retitled = workflow;
    retitled.title = title.trimmed();
    return ReplaceWorkflow{workflow.name, retitled};
}

QString titleOf(const Workflow &workflow)
{
    return workflow.title.isEmpty() ? workflow.name : workflow.title;
}

} // namespace glasshouse::ui
