#include "core/model/part_files.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/model/names.h"
#include "core/model/project_layout.h"

#include <QFileInfo>

namespace glasshouse {

namespace {

constexpr qint64 MostBytes = 1 << 20;

Result<QJsonObject> readObject(const QString &path, FileKind kind)
{
    const auto text = readFile(path, MostBytes);
    if (!text)
        return tl::unexpected(text.error());
    auto object = parseJsonObject(*text);
    if (!object)
        return tl::unexpected(object.error());
    const auto faults = SchemaValidator().faults(kind, *object);
    if (!faults.isEmpty())
        return fail(faults.first().pointer % QStringLiteral(": ") % faults.first().message,
                    ErrorCode::BadProject);
    object->remove(u"$schema");
    return object;
}

template<typename T> Result<T> readPart(const QString &path, FileKind kind)
{
    const auto inFile = [&](const Error &error) {
        return fail(QFileInfo(path).fileName() % QStringLiteral(": ") % error.message, error.code);
    };
    const auto object = readObject(path, kind);
    if (!object)
        return inFile(object.error());
    auto value = T::fromJson(*object);
    if (!value)
        return inFile(value.error());
    if (const auto why = whyNotAName(value->name))
        return inFile({*why, ErrorCode::BadProject});
    return value;
}

} // namespace

Result<Agent> readAgentFile(const QString &path)
{
    return readPart<Agent>(path, FileKind::Agent);
}

Result<Workflow> readWorkflowFile(const QString &path)
{
    return readPart<Workflow>(path, FileKind::Workflow);
}

bool isAgentFile(const QString &path)
{
    return path.endsWith(project_layout::Agents.suffix);
}

bool isWorkflowFile(const QString &path)
{
    return path.endsWith(project_layout::Workflows.suffix);
}

} // namespace glasshouse
