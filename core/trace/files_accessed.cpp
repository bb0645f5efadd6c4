#include "core/trace/files_accessed.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"

namespace glasshouse::trace {

namespace key {
constexpr QLatin1String TimeMs("time_ms");
constexpr QLatin1String Operation("operation");
constexpr QLatin1String Path("path");
constexpr QLatin1String NewPath("new_path");
constexpr QLatin1String Problem("problem");
constexpr QLatin1String Times("times");
constexpr QLatin1String Call("call");
constexpr QLatin1String Touches("accesses");
constexpr QLatin1String LeftOut("left_out");
} // namespace key

QJsonObject FileTouch::toJson() const
{
    JsonWriter writer;
    writer.always(key::TimeMs, timeMs);
    writer.always(key::Operation, operation);
    writer.always(key::Path, path);
    writer.unlessEmpty(key::NewPath, newPath);
    writer.unlessEmpty(key::Problem, problem);
    writer.unlessDefault(key::Times, times, 1);
    return writer.object();
}

Result<FileTouch> FileTouch::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    FileTouch touch;
    touch.timeMs = reader.whole(key::TimeMs);
    touch.operation = reader.requiredText(key::Operation);
    touch.path = reader.requiredText(key::Path);
    touch.newPath = reader.text(key::NewPath);
    touch.problem = reader.text(key::Problem);
    touch.times = reader.integer(key::Times, 1, 1);
    return reader.finish(touch);
}

QJsonObject FilesAccessed::toJson() const
{
    JsonWriter writer;
    writer.unlessEmpty(key::Call, call);
    writer.unlessEmpty(key::Touches, touches);
    writer.unlessDefault(key::LeftOut, leftOut, qint64(0));
    return writer.object();
}

Result<FilesAccessed> FilesAccessed::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    FilesAccessed accessed;
    accessed.call = reader.text(key::Call);
    accessed.touches = reader.list<FileTouch>(key::Touches);
    accessed.leftOut = reader.whole(key::LeftOut, 0, 0);
    return reader.finish(accessed);
}

} // namespace glasshouse::trace
