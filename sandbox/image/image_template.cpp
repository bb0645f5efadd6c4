#include "sandbox/image/image_template.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"

#include <QRegularExpression>

namespace glasshouse::sandbox {

namespace {

namespace key {
constexpr QLatin1String Schema("$schema");
constexpr QLatin1String Name("name");
constexpr QLatin1String Description("description");
constexpr QLatin1String Base("base");
constexpr QLatin1String Debian("debian");
constexpr QLatin1String Python("python");
constexpr QLatin1String BuildFromSource("build_from_source");
} // namespace key

constexpr qsizetype mostPackages = 500;
constexpr qsizetype longestWord = 200;

QString schemaName()
{
    return QStringLiteral("urn:glasshouse:schema:image:1");
}

bool matches(const QString &word, const QString &pattern)
{
    return word.size() <= longestWord &&
           QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(word).hasMatch();
}

// Windows reserves these, with any suffix.
bool isDeviceName(const QString &name)
{
    return matches(name, QStringLiteral("(con|prn|aux|nul|(com|lpt)[0-9])"));
}

using Check = std::optional<QString> (*)(const QString &);

void checkAll(JsonReader &reader, QLatin1String key, const QStringList &words, Check whyNot)
{
    if (words.size() > mostPackages)
        reader.reject(jsonPointerToken(key), QStringLiteral("names more than %1 packages").arg(mostPackages));
    for (qsizetype i = 0; i < words.size(); ++i)
        if (const auto why = whyNot(words.at(i)))
            reader.reject(jsonPointerToken(key) + jsonPointerToken(QString::number(i)), *why);
}

ImageRecipe readRecipe(JsonReader &reader)
{
    ImageRecipe recipe;
    recipe.base = reader.text(key::Base, recipe.base);
    recipe.debian = reader.texts(key::Debian);
    recipe.python = reader.texts(key::Python);
    recipe.buildFromSource = reader.flag(key::BuildFromSource);
    if (recipe.base != u"base" && recipe.base != u"code-interpreter")
        reader.reject(jsonPointerToken(key::Base), QStringLiteral("must be base or code-interpreter"));
    checkAll(reader, key::Debian, recipe.debian, whyNotADebianPackage);
    checkAll(reader, key::Python, recipe.python, whyNotAPythonPackage);
    return recipe;
}

void write(JsonWriter &writer, const ImageRecipe &recipe)
{
    writer.always(key::Base, recipe.base);
    writer.unlessEmpty(key::Debian, recipe.debian);
    writer.unlessEmpty(key::Python, recipe.python);
    writer.unlessDefault(key::BuildFromSource, recipe.buildFromSource, false);
}

} // namespace

QJsonObject ImageRecipe::toJson() const
{
    JsonWriter writer;
    write(writer, *this);
    return writer.object();
}

Result<ImageRecipe> ImageRecipe::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    return reader.finish(readRecipe(reader));
}

QJsonObject ImageTemplate::toJson() const
{
    JsonWriter writer(extra);
    writer.always(key::Schema, schemaName());
    writer.always(key::Name, name);
    writer.unlessEmpty(key::Description, description);
    write(writer, recipe);
    return writer.object();
}

Result<ImageTemplate> ImageTemplate::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    ImageTemplate value;
    reader.text(key::Schema);
    value.name = reader.requiredText(key::Name);
    value.description = reader.text(key::Description);
    if (const auto why = whyNotAnImageName(value.name))
        reader.reject(jsonPointerToken(key::Name), *why);
    value.recipe = readRecipe(reader);
    value.extra = reader.unread();
    return reader.finish(value);
}

std::optional<QString> whyNotAnImageName(const QString &name)
{
    if (name == u"base" || name == u"code-interpreter")
        return QStringLiteral("%1 is an image of Glasshouse itself. Choose another name.").arg(name);
    if (!matches(name, QStringLiteral("[a-z0-9][a-z0-9_-]{0,63}")) || isDeviceName(name))
        return QStringLiteral(
            "An image's name has at most 64 lower-case letters, digits, - and _, and begins "
            "with a letter or a digit.");
    return std::nullopt;
}

// Debian Policy 5.6.1 and 5.6.12; a name that ends in - would tell apt to remove the package.
std::optional<QString> whyNotADebianPackage(const QString &package)
{
    if (matches(package, QStringLiteral("[a-z0-9][a-z0-9+.-]*[a-z0-9+.](=[0-9][A-Za-z0-9.+:~-]*)?")))
        return std::nullopt;
    return QStringLiteral("\"%1\" is not the name of a Debian package. It looks like jq, or jq=1.6-2.1 for a "
                          "certain version.")
        .arg(package.left(80));
}

// PEP 508 and PEP 440 without addresses, markers and spaces.
std::optional<QString> whyNotAPythonPackage(const QString &requirement)
{
    const QString name = QStringLiteral("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    const QString extras = QStringLiteral("(\\[%1(,%1)*\\])?").arg(name);
    const QString clause = QStringLiteral("(===?|[~!<>]=|<|>)[A-Za-z0-9][A-Za-z0-9.*+!_-]*");
    static const QStringList archives{QStringLiteral(".whl"), QStringLiteral(".zip"), QStringLiteral(".gz"),
                                      QStringLiteral(".tgz"), QStringLiteral(".bz2"), QStringLiteral(".xz")};
    const bool isArchive = std::any_of(archives.begin(), archives.end(), [&](const QString &suffix) {
        return requirement.endsWith(suffix, Qt::CaseInsensitive);
    });
    if (!isArchive && matches(requirement, name + extras + QStringLiteral("(%1(,%1)*)?").arg(clause)))
        return std::nullopt;
    return QStringLiteral("\"%1\" is not a Python package. It looks like requests, requests==2.32.3 or "
                          "uvicorn[standard]>=0.30, without spaces; addresses and options are not allowed.")
        .arg(requirement.left(80));
}

QString describe(const ImageRecipe &recipe)
{
    QStringList parts{QStringLiteral("the image %1").arg(recipe.base)};
    if (!recipe.debian.isEmpty())
        parts << QStringLiteral("Debian's %1").arg(recipe.debian.join(QStringLiteral(", ")));
    if (!recipe.python.isEmpty())
        parts
            << QStringLiteral("from Python's package index %1").arg(recipe.python.join(QStringLiteral(", ")));
    return parts.join(QStringLiteral("; "));
}

} // namespace glasshouse::sandbox
