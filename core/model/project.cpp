#include "core/model/project.h"

#include "core/model/lookup.h"

namespace glasshouse {

const Agent *Project::agent(QStringView agentName) const
{
    return findBy(agents, &Agent::name, agentName);
}

const Workflow *Project::workflow(QStringView workflowName) const
{
    return findBy(workflows, &Workflow::name, workflowName);
}

const ToolDefinition *Project::tool(QStringView toolName) const
{
    return findBy(tools, &ToolDefinition::name, toolName);
}

const SandboxProfile *Project::sandbox(QStringView profileName) const
{
    return findBy(sandboxes, &SandboxProfile::name, profileName);
}

SandboxProfile Project::sandboxFor(const Agent &agent) const
{
    if (const auto *own = sandbox(agent.sandbox))
        return *own;
    if (const auto *common = sandbox(defaultSandbox))
        return *common;
    return {};
}

ModelRef Project::modelFor(const Agent &agent) const
{
    ModelRef model = agent.model;
    if (model.connection.isEmpty())
        model.connection = defaultModel.connection;
    // A model's name means something on its own connection only.
    if (model.model.isEmpty() && model.connection == defaultModel.connection)
        model.model = defaultModel.model;
    return model;
}

} // namespace glasshouse
