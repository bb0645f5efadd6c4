#include "ui/project/project_edits.h"

#include <QCoreApplication>

namespace glasshouse::ui {

namespace {

constexpr QPointF startPosition(96, 160);
constexpr QPointF outputPosition(416, 160);

template<typename T> QString freeName(const QVector<T> &values, const QString &base, QChar separator)
{
    const auto isTaken = [&](const QString &name) {
        return std::any_of(values.begin(), values.end(), [&](const T &value) {
            return value.name.compare(name, Qt::CaseInsensitive) == 0; // files of some systems ignore case
        });
    };
    QString name = base;
    for (int number = 2; isTaken(name); ++number)
        name = base + separator + QString::number(number);
    return name;
}

QString tr(const char *text)
{
    return QCoreApplication::translate("glasshouse::ui::ProjectEdits", text);
}

} // namespace

Agent newAgent(const Project &project)
{
    Agent agent;
    agent.name = freeName(project.agents, QStringLiteral("Agent"), u' ');
    agent.instructions = tr("You are a helpful assistant.");
    return agent;
}

Workflow newWorkflow(const Project &project)
{
    Workflow workflow;
    workflow.name = freeName(project.workflows, QStringLiteral("workflow"), u'-');
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
    copy.name = freeName(project.agents, agent.name, u' ');
    return copy;
}

Workflow duplicateOf(const Project &project, const Workflow &workflow)
{
    Workflow copy = workflow;
    copy.name = freeName(project.workflows, workflow.name, u'-');
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
