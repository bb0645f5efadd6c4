#include "core/agent/agent_tools.h"

#include <QJsonArray>

#include <algorithm>

namespace glasshouse {

namespace {

bool runsCode(const QString &name, const RunEnvironment &environment)
{
    const auto *tool = environment.tool(name);
    return tool && !tool->codeArgument().isEmpty();
}

Result<void> check(const ToolRef &tool, const Agent &agent, const RunEnvironment &environment)
{
    if (!environment.tool(tool.name))
        return fail(
            QStringLiteral("The agent %1 lists the tool \"%2\", which this version does not have. Remove it "
                           "from the agent; available are: %3.")
                .arg(agent.name, tool.name, environment.toolNames().join(QStringLiteral(", "))),
            ErrorCode::BadProject);
    if (tool.isForCode() && runsCode(tool.name, environment))
        return fail(QStringLiteral("The agent %1 lets code call the tool \"%2\", which runs code in the same "
                                   "sandbox itself. Let only the model call it.")
                        .arg(agent.name, tool.name),
                    ErrorCode::BadProject);
    return {};
}

ApprovalMode ownMode(const Agent &agent, const RunEnvironment &environment, const QString &name)
{
    const auto &tools = agent.tools;
    const auto ref =
        std::find_if(tools.begin(), tools.end(), [&](const ToolRef &tool) { return tool.name == name; });
    if (ref != tools.end() && ref->approval)
        return *ref->approval;
    if (const auto *definition = environment.project.tool(name))
        return definition->approval;
    return environment.tool(name)->approvalMode();
}

// "NAME(city: string, days?: integer): what it is for"
QString signatureOf(const ToolSpec &spec)
{
    const auto required = spec.parameters.value(u"required").toArray();
    const auto properties = spec.parameters.value(u"properties").toObject();
    QStringList parameters;
    for (auto each = properties.begin(); each != properties.end(); ++each) {
        const auto type = each->toObject().value(u"type").toString(QStringLiteral("any"));
        parameters << QStringLiteral("%1%2: %3")
                          .arg(each.key(), required.contains(each.key()) ? QString() : QStringLiteral("?"),
                               type);
    }
    return QStringLiteral("- %1(%2): %3")
        .arg(spec.name, parameters.join(QStringLiteral(", ")), spec.description.simplified());
}

QStringList toolLines(const AgentTools &tools, const RunEnvironment &environment)
{
    QStringList lines{QStringLiteral(
        "Code can call tools: call_tool(\"NAME\", argument=value) in Python, await call_tool(\"NAME\", "
        "{argument: value}) in JavaScript and TypeScript, call_tool NAME '{\"argument\": value}' in bash. "
        "The "
        "answer is a value, not text to parse; a failure raises ToolError. Prefer one piece of code that "
        "makes all the calls and computes with their answers. These are the tools:")};
    for (const auto &name : tools.forCode)
        lines << signatureOf(environment.tool(name)->spec());
    return lines;
}

QString filesLine(const SandboxAccess &access)
{
    QStringList folders;
    for (const auto &mount : access.mounts)
        folders << QStringLiteral("%1 (%2)").arg(mount.guest, mount.writable ? QStringLiteral("writable")
                                                                             : QStringLiteral("read-only"));
    const auto output = QStringLiteral("Write large data and files that the person should get to /output.");
    return folders.isEmpty() ? output
                             : QStringLiteral("Folders of the person that code sees: %1. %2")
                                   .arg(folders.join(QStringLiteral(", ")), output);
}

QString networkLine(const SandboxAccess &access)
{
    QStringList hosts;
    for (const auto &rule : access.allow)
        hosts << (rule.methods.isEmpty() ? rule.target
                                         : QStringLiteral("%1 (%2 only)")
                                               .arg(rule.target, rule.methods.join(QStringLiteral(", "))));
    const auto unlisted =
        access.asksForUnlisted ? QStringLiteral("A person is asked about every other address.") : QString();
    if (hosts.isEmpty())
        return access.asksForUnlisted ? QStringLiteral("Network: a person is asked about every address.")
                                      : QStringLiteral("There is no network.");
    return QStringLiteral("The network reaches only: %1. %2")
        .arg(hosts.join(QStringLiteral(", ")), unlisted)
        .trimmed();
}

} // namespace

Result<AgentTools> toolsOf(const Agent &agent, const RunEnvironment &environment)
{
    AgentTools tools;
    for (const auto &tool : agent.tools) {
        if (const auto checked = check(tool, agent, environment); !checked)
            return fail(checked.error());
        if (tool.isForModel())
            tools.forModel << tool.name;
        if (tool.isForCode())
            tools.forCode << tool.name;
    }
    const bool canRunCode =
        std::any_of(tools.forModel.begin(), tools.forModel.end(),
                    [&environment](const QString &name) { return runsCode(name, environment); });
    if (!tools.forCode.isEmpty() && !canRunCode)
        tools.forModel << QStringLiteral("execute_code");
    return tools;
}

ApprovalMode approvalModeOf(const Agent &agent, const RunEnvironment &environment, const QString &name)
{
    const auto isAlwaysAsked = [&](const ToolRef &tool) {
        return tool.isForCode() && ownMode(agent, environment, tool.name) == ApprovalMode::AlwaysRequire;
    };
    if (runsCode(name, environment) && std::any_of(agent.tools.begin(), agent.tools.end(), isAlwaysAsked))
        return ApprovalMode::AlwaysRequire;
    return ownMode(agent, environment, name);
}

QString codeInstructions(const AgentTools &tools, const SandboxProfile &profile,
                         const RunEnvironment &environment)
{
    const auto isCode = [&environment](const QString &name) { return runsCode(name, environment); };
    const auto code = std::find_if(tools.forModel.begin(), tools.forModel.end(), isCode);
    if (code == tools.forModel.end())
        return {};
    QStringList lines;
    if (!tools.forCode.isEmpty() && tools.forModel.size() == 1)
        lines << QStringLiteral("%1 is your one tool: do everything with it.").arg(*code);
    lines << QStringLiteral("Code runs in an isolated sandbox. Only what it prints comes back to you.");
    if (!tools.forCode.isEmpty())
        lines << toolLines(tools, environment);
    lines << filesLine(profile.access) << networkLine(profile.access);
    return lines.join(u'\n');
}

} // namespace glasshouse
