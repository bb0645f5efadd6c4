#include "core/model/agent.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"
#include "core/model/limits.h"

#include <algorithm>
#include <array>

namespace glasshouse {

namespace key {
constexpr QLatin1String Name("name");
constexpr QLatin1String Approval("approval");
constexpr QLatin1String CalledFrom("called_from");
constexpr QLatin1String Description("description");
constexpr QLatin1String Instructions("instructions");
constexpr QLatin1String Connection("connection");
constexpr QLatin1String Model("model");
constexpr QLatin1String Tools("tools");
constexpr QLatin1String Sandbox("sandbox");
constexpr QLatin1String Suggestions("suggestions");
constexpr QLatin1String MaxIterations("max_iterations");
constexpr QLatin1String Temperature("temperature");
constexpr QLatin1String MaxOutputTokens("max_output_tokens");
} // namespace key

namespace {

constexpr std::array CallerNames{"model", "code", "both"};

} // namespace

QString toString(ToolCaller caller)
{
    return QString::fromLatin1(CallerNames[static_cast<std::size_t>(caller)]);
}

Result<ToolCaller> toolCallerFromString(QStringView text)
{
    const auto *const found = std::find_if(CallerNames.begin(), CallerNames.end(),
                                           [text](const char *name) { return text == QLatin1String(name); });
    if (found == CallerNames.end())
        return fail(
            QStringLiteral("\"%1\" does not say who calls a tool; it is model, code or both.").arg(text));
    return static_cast<ToolCaller>(found - CallerNames.begin());
}

QJsonObject ToolRef::toJson() const
{
    JsonWriter writer(extra);
    writer.always(key::Name, name);
    if (approval)
        writer.always(key::Approval, toString(*approval));
    writer.unlessDefault(key::CalledFrom, toString(calledFrom), toString(ToolCaller::Model));
    return writer.object();
}

Result<ToolRef> ToolRef::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    ToolRef tool;
    tool.name = reader.requiredText(key::Name);
    if (reader.has(key::Approval))
        tool.approval = reader.word(key::Approval, ApprovalMode::AlwaysRequire, approvalModeFromString);
    tool.calledFrom = reader.word(key::CalledFrom, ToolCaller::Model, toolCallerFromString);
    tool.extra = reader.unread();
    return reader.finish(tool);
}

QJsonObject Agent::toJson() const
{
    JsonWriter writer(extra);
    writer.always(key::Name, name);
    writer.unlessEmpty(key::Description, description);
    writer.unlessEmpty(key::Instructions, instructions);
    writer.unlessEmpty(key::Connection, model.connection);
    writer.unlessEmpty(key::Model, model.model);
    writer.unlessEmpty(key::Tools, tools);
    writer.unlessEmpty(key::Sandbox, sandbox);
    writer.unlessEmpty(key::Suggestions, suggestions);
    writer.unlessDefault(key::MaxIterations, maxIterations, Agent{}.maxIterations);
    if (temperature)
        writer.always(key::Temperature, *temperature);
    if (maxOutputTokens)
        writer.always(key::MaxOutputTokens, *maxOutputTokens);
    return writer.object();
}

Result<Agent> Agent::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Agent agent;
    agent.name = reader.requiredText(key::Name);
    agent.description = reader.text(key::Description);
    agent.instructions = reader.text(key::Instructions);
    agent.model = {reader.text(key::Connection), reader.text(key::Model)};
    agent.tools = reader.list<ToolRef>(key::Tools);
    agent.sandbox = reader.text(key::Sandbox);
    agent.suggestions = reader.texts(key::Suggestions);
    agent.maxIterations = reader.integer(key::MaxIterations, agent.maxIterations, 1, limits::MaxIterations);
    if (reader.has(key::Temperature))
        agent.temperature = reader.number(key::Temperature);
    if (reader.has(key::MaxOutputTokens))
        agent.maxOutputTokens = reader.integer(key::MaxOutputTokens, 1, 1);
    agent.extra = reader.unread();
    return reader.finish(agent);
}

} // namespace glasshouse
