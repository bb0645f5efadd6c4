#include "sandbox/image/image_manifest.h"

#include <QJsonArray>

#include <algorithm>

namespace glasshouse::sandbox {

namespace {

Error malformed(const QString &what)
{
    return {QStringLiteral("The image's manifest.json is damaged: %1. Build the image again.").arg(what)};
}

bool staysInside(const QString &path)
{
    const QStringList parts = path.split(u'/');
    return !path.isEmpty() && std::none_of(parts.begin(), parts.end(), [](const QString &part) {
        return part.isEmpty() || part == u"." || part == u".." || part.contains(u'\\') || part.contains(u':');
    });
}

bool isSha256(const QString &text)
{
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

QJsonObject toJson(const ImageFile &file)
{
    return {{QStringLiteral("path"), file.path},
            {QStringLiteral("size"), file.size},
            {QStringLiteral("sha256"), file.sha256}};
}

Result<ImageFile> fileFromJson(const QJsonValue &value)
{
    const ImageFile file{value[u"path"].toString(), value[u"size"].toInteger(-1),
                         value[u"sha256"].toString()};
    if (!staysInside(file.path) || file.size < 0 || !isSha256(file.sha256))
        return fail(malformed(QStringLiteral("a file's path, size or hash is wrong")));
    return file;
}

Result<QVector<ImageFile>> modulesFromJson(const QJsonArray &array)
{
    QVector<ImageFile> modules;
    for (const QJsonValue &value : array) {
        auto module = fileFromJson(value);
        if (!module)
            return fail(module.error());
        modules.append(std::move(*module));
    }
    return modules;
}

QVector<ImagePackage> packagesFromJson(const QJsonArray &array)
{
    QVector<ImagePackage> packages;
    packages.reserve(array.size());
    for (const QJsonValue &value : array)
        packages.append(
            {value[u"name"].toString(), value[u"version"].toString(), value[u"sha256"].toString()});
    return packages;
}

QJsonArray toJson(const QVector<ImagePackage> &packages)
{
    QJsonArray array;
    for (const ImagePackage &package : packages) {
        QJsonObject object{{QStringLiteral("name"), package.name},
                           {QStringLiteral("version"), package.version}};
        if (!package.sha256.isEmpty())
            object.insert(QStringLiteral("sha256"), package.sha256);
        array.append(object);
    }
    return array;
}

Result<std::optional<ImageRecipe>> recipeFromJson(const QJsonValue &value)
{
    if (value.isUndefined())
        return std::nullopt;
    auto recipe = ImageRecipe::fromJson(value.toObject());
    if (!recipe)
        return fail(malformed(QStringLiteral("the recipe's ") + recipe.error().message));
    return std::move(*recipe);
}

} // namespace

QVector<ImageFile> ImageManifest::files() const
{
    return QVector<ImageFile>{rootfs, kernel} + modules;
}

QString ImageManifest::version(const QString &package) const
{
    const auto found = std::find_if(packages.begin(), packages.end(),
                                    [&](const ImagePackage &candidate) { return candidate.name == package; });
    return found == packages.end() ? QString() : found->version;
}

QJsonObject ImageManifest::toJson() const
{
    QJsonArray moduleList;
    for (const ImageFile &module : modules)
        moduleList.append(sandbox::toJson(module));
    QJsonObject json{{QStringLiteral("format"), currentFormat},
                     {QStringLiteral("name"), name},
                     {QStringLiteral("created"), created},
                     {QStringLiteral("kernel_version"), kernelVersion},
                     {QStringLiteral("rootfs"), sandbox::toJson(rootfs)},
                     {QStringLiteral("kernel"), sandbox::toJson(kernel)},
                     {QStringLiteral("modules"), moduleList},
                     {QStringLiteral("packages"), sandbox::toJson(packages)},
                     {QStringLiteral("python_packages"), sandbox::toJson(pythonPackages)}};
    if (recipe)
        json.insert(QStringLiteral("recipe"), recipe->toJson());
    return json;
}

Result<ImageManifest> imageManifestFromJson(const QJsonObject &json)
{
    if (json[u"format"].toInt() != ImageManifest::currentFormat)
        return fail(QStringLiteral("The image was built by another version of Glasshouse. Build it again."));
    auto rootfs = fileFromJson(json[u"rootfs"]);
    auto kernel = fileFromJson(json[u"kernel"]);
    auto modules = modulesFromJson(json[u"modules"].toArray());
    auto recipe = recipeFromJson(json[u"recipe"]);
    if (!rootfs || !kernel || !modules || !recipe)
        return fail(!rootfs    ? rootfs.error()
                    : !kernel  ? kernel.error()
                    : !modules ? modules.error()
                               : recipe.error());
    return ImageManifest{json[u"name"].toString(),
                         json[u"created"].toString(),
                         json[u"kernel_version"].toString(),
                         std::move(*rootfs),
                         std::move(*kernel),
                         std::move(*modules),
                         packagesFromJson(json[u"packages"].toArray()),
                         packagesFromJson(json[u"python_packages"].toArray()),
                         std::move(*recipe)};
}

} // namespace glasshouse::sandbox
