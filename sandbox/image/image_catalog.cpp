#include "sandbox/image/image_catalog.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace glasshouse::sandbox {

namespace {

constexpr qint64 mostTemplateBytes = 256 << 10;
constexpr qsizetype mostProjectTemplates = 100;

QString suffix()
{
    return QStringLiteral(".image.json");
}

QStringList filesIn(const QString &folder)
{
    return QDir(folder).entryList({u'*' + suffix()}, QDir::Files | QDir::CaseSensitive, QDir::Name);
}

ImageEntry::State stateOf(const std::optional<ImageTemplate> &wanted, const ImageManifest &built)
{
    const bool isCurrent = !wanted || wanted->recipe == built.recipe;
    return isCurrent ? ImageEntry::State::Built : ImageEntry::State::Outdated;
}

// A link in a stranger's project may lead anywhere.
bool staysInside(const QString &folder, const QString &path)
{
    const QString root = QFileInfo(folder).canonicalFilePath();
    return !root.isEmpty() && QFileInfo(path).canonicalFilePath().startsWith(root + u'/');
}

} // namespace

bool ImageEntry::canBeBuilt() const
{
    return imageTemplate || ImageStore::knownNames().contains(name);
}

qint64 ImageEntry::bytes() const
{
    qint64 sum = 0;
    if (manifest)
        for (const ImageFile &file : manifest->files())
            sum += file.size;
    return sum;
}

QVector<ImageEntry> ImageCatalog::entries() const
{
    QStringList names = m_images.list() + templateNames();
    names.sort();
    names = ImageStore::knownNames() + names;
    names.removeDuplicates();
    QVector<ImageEntry> all;
    all.reserve(names.size());
    for (const QString &name : names)
        all.append(entry(name));
    return all;
}

ImageEntry ImageCatalog::entry(const QString &name) const
{
    ImageEntry entry;
    entry.name = name;
    if (const auto known = loadTemplate(name))
        entry.imageTemplate = *known;
    else if (known.error().code != ErrorCode::NotFound)
        entry.problem = known.error().message;
    const auto built = m_images.load(name);
    if (built) {
        entry.manifest = *built;
        entry.state = stateOf(entry.imageTemplate, *built);
    } else if (built.error().code != ErrorCode::NotFound) {
        entry.state = ImageEntry::State::Damaged;
        entry.problem = built.error().message;
    }
    return entry;
}

QStringList ImageCatalog::templateNames() const
{
    QStringList names;
    for (const QString &file : filesIn(m_templates))
        names << file.chopped(suffix().size());
    return names;
}

Result<ImageTemplate> ImageCatalog::loadTemplate(const QString &name) const
{
    if (whyNotAnImageName(name) || !QFile::exists(pathOf(name)))
        return fail(QStringLiteral("There is no template for an image named \"%1\".").arg(name),
                    ErrorCode::NotFound);
    auto value = readImageTemplate(pathOf(name));
    if (value && value->name != name)
        return fail(QStringLiteral("%1 is the template of an image named %2; rename one of them.")
                        .arg(pathOf(name), value->name),
                    ErrorCode::BadProject);
    return value;
}

Result<void> ImageCatalog::saveTemplate(const ImageTemplate &value) const
{
    const auto checked = ImageTemplate::fromJson(value.toJson());
    if (!checked)
        return fail(checked.error());
    return writeFileAtomically(pathOf(value.name), toPrettyJson(value.toJson()));
}

Result<void> ImageCatalog::removeTemplate(const QString &name) const
{
    QFile file(pathOf(name));
    if (whyNotAnImageName(name) || !file.remove())
        return fail(
            QStringLiteral("The template of %1 could not be removed: %2.").arg(name, file.errorString()));
    return {};
}

QString ImageCatalog::pathOf(const QString &name) const
{
    return m_templates + u'/' + name + suffix();
}

Result<ImageTemplate> readImageTemplate(const QString &path)
{
    const auto inFile = [&](const Error &error) {
        return fail(path + QStringLiteral(": ") + error.message, ErrorCode::BadProject);
    };
    const auto text = readFile(path, mostTemplateBytes);
    if (!text)
        return fail(text.error());
    const auto object = parseJsonObject(*text);
    if (!object)
        return inFile(object.error());
    auto value = ImageTemplate::fromJson(*object);
    if (!value)
        return inFile(value.error());
    return value;
}

QVector<Result<ImageTemplate>> templatesOfProject(const QString &projectFolder)
{
    QVector<Result<ImageTemplate>> templates;
    const QString folder = projectFolder + QStringLiteral("/images");
    for (const QString &file : filesIn(folder).mid(0, mostProjectTemplates))
        if (const QString path = folder + u'/' + file; staysInside(projectFolder, path))
            templates.append(readImageTemplate(path));
    return templates;
}

} // namespace glasshouse::sandbox
