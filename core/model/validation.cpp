#include "core/model/validation.h"

#include "core/model/project_layout.h"
#include "core/model/validation_parts.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringBuilder>

namespace glasshouse {

namespace {

QString itemPointer(const char *list, qsizetype index)
{
    return u'/' % QLatin1String(list) % u'/' % QString::number(index);
}

QVector<Problem> validateSettings(const Project &project)
{
    ProblemList problems{QString(project_layout::ProjectFile)};
    if (!project.defaultSandbox.isEmpty() && !project.sandbox(project.defaultSandbox)) {
        problems.error(
            QStringLiteral("/default_sandbox"),
            QStringLiteral("There is no sandbox profile \"%1\"; choose one of sandboxes or add it.")
                .arg(project.defaultSandbox));
    }
    if (project.defaultModel.connection.isEmpty())
        problems.error(
            QStringLiteral("/default_connection"),
            QStringLiteral("The project names no connection to a model; choose one, for example demo."));
    if (project.agents.isEmpty())
        problems.warning(QString(), QStringLiteral("The project has no agent yet; add one."));
    return problems.problems();
}

void validateTools(const Agent &agent, const Project &project, const QStringList &builtInTools,
                   ProblemList &problems)
{
    QSet<QString> seen;
    for (qsizetype i = 0; i < agent.tools.size(); ++i) {
        const auto &name = agent.tools.at(i).name;
        const QString pointer = itemPointer("tools", i) + QStringLiteral("/name");
        if (!builtInTools.contains(name) && !project.tool(name))
            problems.error(
                pointer, QStringLiteral(
                             "%1 uses a tool \"%2\" that does not exist; add it to tools or remove it here.")
                             .arg(agent.name, name));
        if (agent.tools.at(i).isForCode() && builtInTools.contains(name))
            problems.error(
                itemPointer("tools", i) + QStringLiteral("/called_from"),
                QStringLiteral("%1 lets code call \"%2\", which runs code in the same sandbox itself; "
                               "let only the model call it.")
                    .arg(agent.name, name));
        if (seen.contains(name))
            problems.warning(
                pointer, QStringLiteral("%1 lists the tool \"%2\" twice; remove one.").arg(agent.name, name));
        seen.insert(name);
    }
}

QVector<Problem> validateAgent(const Agent &agent, const Project &project, const QStringList &builtInTools)
{
    ProblemList problems(project_layout::Agents.pathOf(agent.name));
    if (agent.instructions.trimmed().isEmpty())
        problems.warning(QStringLiteral("/instructions"),
                         QStringLiteral("%1 has no instructions; say what it should do.").arg(agent.name));
    if (!agent.sandbox.isEmpty() && !project.sandbox(agent.sandbox)) {
        problems.error(
            QStringLiteral("/sandbox"),
            QStringLiteral("%1 uses a sandbox profile \"%2\" that does not exist; choose another one.")
                .arg(agent.name, agent.sandbox));
    }
    validateTools(agent, project, builtInTools, problems);
    return problems.problems();
}

// What model providers accept as the name of a function.
bool isToolName(const QString &name)
{
    static const QRegularExpression allowed(QStringLiteral("^[A-Za-z0-9_-]{1,64}$"));
    return allowed.match(name).hasMatch();
}

QVector<Problem> validateTool(const ToolDefinition &tool, const QStringList &builtInTools)
{
    ProblemList problems(project_layout::Tools.pathOf(tool.name));
    if (!isToolName(tool.name))
        problems.error(
            QStringLiteral("/name"),
            QStringLiteral("Models cannot call a tool named \"%1\"; use up to 64 letters, digits, _ and -.")
                .arg(tool.name));
    if (builtInTools.contains(tool.name))
        problems.error(
            QStringLiteral("/name"),
            QStringLiteral("\"%1\" is a built-in tool; give this one another name.").arg(tool.name));
    if (tool.kind != u"command")
        problems.warning(
            QStringLiteral("/kind"),
            QStringLiteral("This version cannot run tools of the kind \"%1\"; the file is kept as it is.")
                .arg(tool.kind));
    if (tool.kind == u"command" && tool.command.isEmpty())
        problems.error(QStringLiteral("/command"),
                       QStringLiteral("%1 has no command; give the program and its arguments as a list.")
                           .arg(tool.name));
    if (tool.description.trimmed().isEmpty())
        problems.warning(
            QStringLiteral("/description"),
            QStringLiteral("%1 has no description; without one a model cannot know when to use it.")
                .arg(tool.name));
    return problems.problems();
}

} // namespace

QVector<Problem> validate(const Project &project, const QStringList &builtInTools)
{
    auto problems = validateSettings(project);
    for (const auto &agent : project.agents)
        problems += validateAgent(agent, project, builtInTools);
    for (const auto &tool : project.tools)
        problems += validateTool(tool, builtInTools);
    for (const auto &workflow : project.workflows)
        problems += validateWorkflow(workflow, project);
    return problems;
}

} // namespace glasshouse
