#include "core/tools/tool_registry.h"

#include "core/tools/code_tool.h"
#include "core/tools/command_tool.h"

namespace glasshouse {

void ToolRegistry::add(std::unique_ptr<Tool> tool)
{
    const auto name = tool->spec().name;
    m_tools[name] = std::move(tool);
}

Tool *ToolRegistry::find(const QString &name) const
{
    const auto found = m_tools.find(name);
    return found == m_tools.end() ? nullptr : found->second.get();
}

QStringList ToolRegistry::names() const
{
    QStringList names;
    for (const auto &[name, tool] : m_tools)
        names << name;
    return names;
}

void addProjectTools(ToolRegistry &registry, const QVector<ToolDefinition> &tools, const QString &folder)
{
    for (const auto &tool : tools) {
        if (tool.kind == u"command" && !tool.command.isEmpty() && !folder.isEmpty())
            registry.add(std::make_unique<CommandTool>(tool, folder));
    }
}

void addBuiltInTools(ToolRegistry &registry, CodeRunner &runner)
{
    registry.add(std::make_unique<CodeTool>(executeCodeDescription(), runner));
    registry.add(std::make_unique<CodeTool>(executeBashDescription(), runner));
}

QStringList builtInToolNames()
{
    return {executeBashDescription().spec.name, executeCodeDescription().spec.name};
}

} // namespace glasshouse
