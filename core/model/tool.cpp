#include "core/model/tool.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"
#include "core/model/limits.h"

namespace glasshouse {

namespace key {
constexpr QLatin1String Name("name");
constexpr QLatin1String Kind("kind");
constexpr QLatin1String Description("description");
constexpr QLatin1String Parameters("parameters");
constexpr QLatin1String Approval("approval");
constexpr QLatin1String Command("command");
constexpr QLatin1String TimeoutMs("timeout_ms");
} // namespace key

QJsonObject ToolDefinition::toJson() const
{
    JsonWriter writer(extra);
    writer.always(key::Name, name);
    writer.always(key::Kind, kind);
    writer.unlessEmpty(key::Description, description);
    writer.unlessEmpty(key::Parameters, parameters);
    writer.unlessDefault(key::Approval, toString(approval), toString(ToolDefinition{}.approval));
    writer.unlessEmpty(key::Command, command);
    writer.unlessDefault(key::TimeoutMs, timeoutMs, ToolDefinition{}.timeoutMs);
    return writer.object();
}

Result<ToolDefinition> ToolDefinition::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    ToolDefinition tool;
    tool.name = reader.requiredText(key::Name);
    tool.kind = reader.requiredText(key::Kind);
    tool.description = reader.text(key::Description);
    tool.parameters = reader.object(key::Parameters);
    tool.approval = reader.word(key::Approval, tool.approval, approvalModeFromString);
    tool.command = reader.texts(key::Command);
    tool.timeoutMs = reader.integer(key::TimeoutMs, tool.timeoutMs, 1, limits::CallTimeoutMs);
    tool.extra = reader.unread();
    return reader.finish(tool);
}

} // namespace glasshouse
