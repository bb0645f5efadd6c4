#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/model/names.h"
#include "core/model/project_files.h"
#include "core/model/project_layout.h"

#include <QDir>
#include <QFileInfo>
#include <QMap>
#include <QSet>
#include <QStringBuilder>

namespace glasshouse {

namespace {

using Contents = QMap<QString, QByteArray>; // by path relative to the project folder

QByteArray contentOf(QJsonObject json, FileKind kind)
{
    if (!json.contains(u"$schema"))
        json.insert(QStringLiteral("$schema"), schemaId(kind));
    return toPrettyJson(json);
}

template<typename T>
Result<void> addPart(Contents &contents, const QVector<T> &values, const PartLayout &part)
{
    QSet<QString> names; // case folded
    for (const auto &value : values) {
        if (const auto why = whyNotAName(value.name))
            return fail(QStringLiteral("\"%1\" could not be saved. %2").arg(value.name, *why));
        if (names.contains(value.name.toCaseFolded()))
            return fail(
                QStringLiteral(
                    "\"%1\" could not be saved: there are two of that name in %2; rename one of them.")
                    .arg(value.name, part.folder));
        names.insert(value.name.toCaseFolded());
        contents.insert(part.pathOf(value.name), contentOf(value.toJson(), part.kind));
    }
    return {};
}

Result<Contents> contentsOf(const Project &project)
{
    Contents contents;
    contents.insert(project_layout::ProjectFile, contentOf(project.toJson(), FileKind::Glasshouse));
    return addPart(contents, project.agents, project_layout::Agents)
        .and_then([&] { return addPart(contents, project.tools, project_layout::Tools); })
        .and_then([&] { return addPart(contents, project.workflows, project_layout::Workflows); })
        .and_then([&] { return addPart(contents, project.sandboxes, project_layout::Sandboxes); })
        .map([&] { return contents; });
}

// What is in the folder now; a file that cannot be read counts as one with other content.
Contents contentsOnDisk(const QString &folder)
{
    QStringList files{project_layout::ProjectFile};
    for (const auto &part : project_layout::Parts) {
        const auto names = project_layout::filesOf(folder, part);
        for (const auto &name : names)
            files.append(part.folder % u'/' % name);
    }
    Contents contents;
    for (const auto &file : std::as_const(files)) {
        if (QFileInfo::exists(folder % u'/' % file))
            contents.insert(file, readFile(folder % u'/' % file).value_or(QByteArray()));
    }
    return contents;
}

// A linked folder would let a save write anywhere.
Result<void> refuseLinksOutside(const QString &folder)
{
    for (const auto &part : project_layout::Parts) {
        const QString path = folder % u'/' % part.folder;
        if (QFileInfo::exists(path) && !project_layout::staysInside(folder, path))
            return fail(
                QStringLiteral(
                    "%1 is a link that leads out of the project folder, so nothing was saved; replace it "
                    "by a folder.")
                    .arg(path));
    }
    return {};
}

Result<void> removeFile(const QString &path)
{
    QFile file(path);
    if (file.exists() && !file.remove())
        return fail(QStringLiteral("%1 could not be removed: %2").arg(path, file.errorString()));
    return {};
}

// Where file systems ignore case, a new name that differs only by it is the same file. Fails elsewhere,
// because the new file is there.
bool renameCase(const QString &folder, const Contents &wanted, const QString &old)
{
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (sameName(it.key(), old))
            return QFile::rename(folder % u'/' % old, folder % u'/' % it.key());
    }
    return false;
}

Result<void> write(const QString &folder, const Contents &wanted, const Contents &present)
{
    if (const auto links = refuseLinksOutside(folder); !links)
        return links;
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        const QString path = folder % u'/' % it.key();
        const bool unchanged = present.contains(it.key()) && present.value(it.key()) == it.value();
        if (unchanged && QFileInfo::exists(path))
            continue;
        if (const auto written = writeFileAtomically(path, it.value()); !written)
            return written;
    }
    for (auto it = present.begin(); it != present.end(); ++it) {
        if (wanted.contains(it.key()) || renameCase(folder, wanted, it.key()))
            continue;
        if (const auto removed = removeFile(folder % u'/' % it.key()); !removed)
            return removed;
    }
    return {};
}

} // namespace

Result<void> saveProject(const Project &project)
{
    return contentsOf(project).and_then([&](const Contents &wanted) {
        return write(project.folder, wanted, contentsOnDisk(project.folder));
    });
}

Result<void> saveProject(const Project &project, const Project &lastSaved)
{
    if (lastSaved.folder != project.folder)
        return saveProject(project);
    const auto wanted = contentsOf(project);
    const auto present = contentsOf(lastSaved);
    if (!wanted)
        return fail(wanted.error());
    return write(project.folder, *wanted, present.value_or(Contents()));
}

} // namespace glasshouse
