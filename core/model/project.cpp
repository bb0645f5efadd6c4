#include "core/model/project.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"
#include "core/model/lookup.h"

namespace glasshouse {

namespace key {
constexpr QLatin1String Format("format");
constexpr QLatin1String Name("name");
constexpr QLatin1String Title("title");
constexpr QLatin1String Description("description");
constexpr QLatin1String DefaultConnection("default_connection");
constexpr QLatin1String DefaultModel("default_model");
constexpr QLatin1String DefaultSandbox("default_sandbox");
} // namespace key

namespace {

constexpr int NewestFormat = 1;

void readFormat(JsonReader &reader)
{
    const auto format = reader.integer(key::Format, 0);
    if (!reader.has(key::Format))
        reader.reject(jsonPointerToken(key::Format), QStringLiteral("is required"));
    else if (format > NewestFormat)
        reader.reject(jsonPointerToken(key::Format),
                      QStringLiteral("is %1, and this version of Glasshouse knows formats up to %2; update Glasshouse")
                          .arg(format)
                          .arg(NewestFormat));
    else if (format < 1)
        reader.reject(jsonPointerToken(key::Format), QStringLiteral("must be %1").arg(NewestFormat));
}

} // namespace

QJsonObject Project::toJson() const
{
    JsonWriter writer(extra);
    writer.always(key::Format, NewestFormat);
    writer.always(key::Name, name);
    writer.unlessEmpty(key::Title, title);
    writer.unlessEmpty(key::Description, description);
    writer.always(key::DefaultConnection, defaultModel.connection);
    writer.unlessEmpty(key::DefaultModel, defaultModel.model);
    writer.unlessEmpty(key::DefaultSandbox, defaultSandbox);
    return writer.object();
}

Result<Project> Project::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    readFormat(reader);
    Project project;
    project.name = reader.requiredText(key::Name);
    project.title = reader.text(key::Title);
    project.description = reader.text(key::Description);
    project.defaultModel.connection = reader.text(key::DefaultConnection, project.defaultModel.connection);
    project.defaultModel.model = reader.text(key::DefaultModel);
    project.defaultSandbox = reader.text(key::DefaultSandbox);
    project.extra = reader.unread();
    return reader.finish(project);
}

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
    const auto *chosen = sandbox(agent.sandbox);
    if (!chosen)
        chosen = sandbox(defaultSandbox);
    SandboxProfile profile = chosen ? *chosen : SandboxProfile();
    profile.access.folder = folder;
    return profile;
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
