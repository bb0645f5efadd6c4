// The tools that agents can be given, by name.
#pragma once

#include "core/model/tool.h"
#include "core/tools/tool.h"

#include <map>

namespace glasshouse {

class ToolRegistry
{
public:
    // Replaces a tool of the same name.
    void add(std::unique_ptr<Tool> tool);
    [[nodiscard]] Tool *find(const QString &name) const; // nullptr if absent
    [[nodiscard]] QStringList names() const;             // sorted

private:
    std::map<QString, std::unique_ptr<Tool>> m_tools;
};

// Tools that are programs of this machine, see CommandTool; definitions that cannot run are left out.
void addProjectTools(ToolRegistry &registry, const QVector<ToolDefinition> &tools, const QString &folder);

// execute_code and execute_bash on `runner`, which outlives the registry.
void addBuiltInTools(ToolRegistry &registry, CodeRunner &runner);
[[nodiscard]] QStringList builtInToolNames();

} // namespace glasshouse
