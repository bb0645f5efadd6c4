#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/base/json_lines.h"
#include "core/model/names.h"
#include "core/model/project_files.h"
#include "core/model/project_layout.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QStringBuilder>

namespace glasshouse {

namespace {

constexpr qint64 MostFileBytes = 16 << 20;
constexpr qsizetype MostFiles = 10'000; // of one kind
constexpr qsizetype MostProblems = 20;
constexpr qsizetype MostBytesForAllFaults = 256 << 10; // in a larger file only the first fault is looked for

// "/tools/0/name: is required (line 12)"
QString problemText(const QString &pointer, const QString &message, qsizetype line)
{
    const auto where = pointer.isEmpty() ? QStringLiteral("the file") : pointer;
    const auto suffix = line > 0 ? QStringLiteral(" (line %1)").arg(line) : QString();
    return where % QStringLiteral(": ") % message % suffix;
}

// Reads the files of one folder; collects what is wrong with all of them.
class ProjectLoader
{
public:
    explicit ProjectLoader(const QString &folder) : m_folder(folder) {}

    Result<Project> load();

private:
    bool readText(const QString &file);
    std::optional<QJsonObject> readObject(const QString &file, FileKind kind);
    void reportFaults(const QString &file, const QVector<SchemaFault> &faults);
    void reportError(const QString &file, const QString &pointerAndMessage);
    void report(const QString &file, const QString &problem);

    template<typename T> std::optional<T> readValue(const QString &file, FileKind kind);
    template<typename T> QVector<T> readPart(const PartLayout &part);
    bool isNewName(const QString &file, const QString &name, QSet<QString> &names);

    QString m_folder;
    SchemaValidator m_validator;
    QByteArray m_text; // of the file being read
    QStringList m_problems;
};

Result<Project> ProjectLoader::load()
{
    auto project = readValue<Project>(project_layout::ProjectFile, FileKind::Glasshouse).value_or(Project{});
    project.folder = m_folder;
    project.agents = readPart<Agent>(project_layout::Agents);
    project.tools = readPart<ToolDefinition>(project_layout::Tools);
    project.workflows = readPart<Workflow>(project_layout::Workflows);
    project.sandboxes = readPart<SandboxProfile>(project_layout::Sandboxes);
    if (!m_problems.isEmpty())
        return fail(m_problems.join(u'\n'), ErrorCode::BadProject);
    return project;
}

bool ProjectLoader::readText(const QString &file)
{
    const QString path = m_folder % u'/' % file;
    if (QFileInfo::exists(path) && !project_layout::staysInside(m_folder, path)) {
        report(file, QStringLiteral(
                         "is a link that leads out of the project folder; replace it by the file itself."));
        return false;
    }
    const auto text = readFile(path, MostFileBytes);
    if (!text)
        report(file, text.error().message);
    m_text = text.value_or(QByteArray());
    return text.has_value();
}

std::optional<QJsonObject> ProjectLoader::readObject(const QString &file, FileKind kind)
{
    if (!readText(file))
        return std::nullopt;
    auto object = parseJsonObject(m_text);
    if (!object) {
        report(file, object.error().message);
        return std::nullopt;
    }
    if (m_text.size() <= MostBytesForAllFaults) {
        const auto faults = m_validator.faults(kind, *object);
        reportFaults(file, faults);
        if (!faults.isEmpty())
            return std::nullopt;
    }
    // The usual schema is implied; another one (an editor's own) is kept like any unknown key.
    if (object->value(u"$schema").toString() == schemaId(kind))
        object->remove(u"$schema");
    return *object;
}

void ProjectLoader::reportFaults(const QString &file, const QVector<SchemaFault> &faults)
{
    for (const auto &fault : faults)
        report(file, problemText(fault.pointer, fault.message, lineOfPointer(m_text, fault.pointer)));
}

// The error of a fromJson() begins with its pointer.
void ProjectLoader::reportError(const QString &file, const QString &pointerAndMessage)
{
    const auto pointer = pointerAndMessage.section(QStringLiteral(": "), 0, 0);
    const auto message = pointerAndMessage.section(QStringLiteral(": "), 1);
    report(file, problemText(pointer, message, lineOfPointer(m_text, pointer)));
}

void ProjectLoader::report(const QString &file, const QString &problem)
{
    if (m_problems.size() < MostProblems)
        m_problems.append(file % QStringLiteral(": ") % problem);
}

template<typename T> std::optional<T> ProjectLoader::readValue(const QString &file, FileKind kind)
{
    const auto object = readObject(file, kind);
    if (!object)
        return std::nullopt;
    const auto value = T::fromJson(*object);
    if (!value) {
        reportError(file, value.error().message);
        return std::nullopt;
    }
    return *value;
}

template<typename T> QVector<T> ProjectLoader::readPart(const PartLayout &part)
{
    QVector<T> values;
    QSet<QString> names; // case folded
    const auto files = project_layout::filesOf(m_folder, part);
    if (files.size() > MostFiles) {
        report(part.folder, QStringLiteral("holds more than %1 files; split the project.").arg(MostFiles));
        return values;
    }
    for (const auto &fileName : files) {
        const QString file = part.folder % u'/' % fileName;
        if (!isNewName(file, fileName.chopped(part.suffix.size()), names))
            continue;
        auto value = readValue<T>(file, part.kind);
        if (value && part.pathOf(value->name) != file)
            reportError(
                file, QStringLiteral("/name: is \"%1\", but the file is named otherwise; rename one of them")
                          .arg(value->name));
        else if (value)
            values.append(std::move(*value));
    }
    return values;
}

bool ProjectLoader::isNewName(const QString &file, const QString &name, QSet<QString> &names)
{
    if (const auto why = whyNotAName(name)) {
        report(file, *why);
        return false;
    }
    if (names.contains(name.toCaseFolded())) {
        report(file, QStringLiteral(
                         "another file differs from it only in upper and lower case; rename one of them."));
        return false;
    }
    names.insert(name.toCaseFolded());
    return true;
}

} // namespace

Result<Project> loadProject(const QString &folder)
{
    const QFileInfo info(folder);
    if (!info.isDir())
        return fail(QStringLiteral("There is no folder %1.").arg(QDir::toNativeSeparators(folder)),
                    ErrorCode::NotFound);
    const auto absolute = QDir::cleanPath(info.absoluteFilePath());
    if (!QFileInfo::exists(absolute % u'/' % project_layout::ProjectFile)) {
        return fail(QStringLiteral("%1 is not a Glasshouse project: it has no %2.")
                        .arg(QDir::toNativeSeparators(absolute), project_layout::ProjectFile),
                    ErrorCode::BadProject);
    }
    return ProjectLoader(absolute).load();
}

} // namespace glasshouse
