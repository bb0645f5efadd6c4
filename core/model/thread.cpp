#include "core/model/thread.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"

namespace glasshouse {

namespace key {
constexpr QLatin1String Id("id");
constexpr QLatin1String Project("project");
constexpr QLatin1String Title("title");
constexpr QLatin1String Agent("agent");
constexpr QLatin1String Workflow("workflow");
constexpr QLatin1String Pinned("pinned");
constexpr QLatin1String CreatedMs("created_ms");
constexpr QLatin1String UpdatedMs("updated_ms");
} // namespace key

QJsonObject Thread::toJson() const
{
    JsonWriter writer;
    writer.always(key::Id, id);
    writer.always(key::Project, project);
    writer.always(key::Title, title);
    writer.unlessEmpty(key::Agent, agent);
    writer.unlessEmpty(key::Workflow, workflow);
    writer.unlessDefault(key::Pinned, pinned, false);
    writer.always(key::CreatedMs, createdMs);
    writer.always(key::UpdatedMs, updatedMs);
    return writer.object();
}

Result<Thread> Thread::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Thread thread;
    thread.id = reader.requiredText(key::Id);
    thread.project = reader.text(key::Project);
    thread.title = reader.text(key::Title);
    thread.agent = reader.text(key::Agent);
    thread.workflow = reader.text(key::Workflow);
    thread.pinned = reader.flag(key::Pinned);
    thread.createdMs = reader.whole(key::CreatedMs);
    thread.updatedMs = reader.whole(key::UpdatedMs);
    return reader.finish(thread);
}

} // namespace glasshouse
