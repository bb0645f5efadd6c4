#include "core/model/sandbox_access.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"

namespace glasshouse {

namespace key {
constexpr QLatin1String Host("host");
constexpr QLatin1String Guest("guest");
constexpr QLatin1String Writable("writable");
constexpr QLatin1String Target("target");
constexpr QLatin1String Methods("methods");
} // namespace key

QJsonObject FolderMount::toJson() const
{
    JsonWriter writer;
    writer.always(key::Host, host);
    writer.always(key::Guest, guest);
    writer.unlessDefault(key::Writable, writable, false);
    return writer.object();
}

Result<FolderMount> FolderMount::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    FolderMount mount;
    mount.host = reader.requiredText(key::Host);
    mount.guest = reader.requiredText(key::Guest);
    mount.writable = reader.flag(key::Writable);
    if (!mount.guest.startsWith(u'/'))
        reader.reject(QStringLiteral("/guest"),
                      QStringLiteral("must be an absolute path of the sandbox, like /input"));
    return reader.finish(mount);
}

QJsonObject AllowRule::toJson() const
{
    JsonWriter writer;
    writer.always(key::Target, target);
    writer.unlessEmpty(key::Methods, methods);
    return writer.object();
}

Result<AllowRule> AllowRule::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    AllowRule rule;
    rule.target = reader.requiredText(key::Target);
    rule.methods = reader.texts(key::Methods);
    if (reader.has(key::Methods) && rule.methods.isEmpty())
        reader.reject(QStringLiteral("/methods"),
                      QStringLiteral("must name at least one method; leave it out for all"));
    return reader.finish(rule);
}

} // namespace glasshouse
