// The only file that includes valijson: it is slow to compile, and it throws.
#include "core/model/schema_validation.h"

#include "core/base/json_reader.h"
#include "core/model/schema_sentences.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <map>
#include <stdexcept>

namespace glasshouse {

namespace {

constexpr int DeepestSchema = 32;
constexpr qsizetype MostFaults = 20; // of one file; nobody reads more

QString kindName(FileKind kind)
{
    switch (kind) {
    case FileKind::Glasshouse:
        return QStringLiteral("glasshouse");
    case FileKind::Agent:
        return QStringLiteral("agent");
    case FileKind::Workflow:
        return QStringLiteral("workflow");
    case FileKind::Tool:
        return QStringLiteral("tool");
    case FileKind::Sandbox:
        return QStringLiteral("sandbox");
    case FileKind::Image:
        return QStringLiteral("image");
    }
    return {};
}

struct LoadedSchema
{
    QJsonObject json;
    valijson::Schema schema;
};

std::unique_ptr<LoadedSchema> readSchema(FileKind kind)
{
    QFile file(QStringLiteral(":/schemas/%1.schema.json").arg(kindName(kind)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The schema %s is not part of this program", qUtf8Printable(file.fileName()));
    auto loaded = std::make_unique<LoadedSchema>();
    loaded->json = QJsonDocument::fromJson(file.readAll()).object();
    valijson::SchemaParser().populateSchema(valijson::adapters::QtJsonAdapter(loaded->json), loaded->schema);
    return loaded;
}

// valijson writes a place as {"<root>", "[tools]", "[0]"}.
QStringList pathOf(const valijson::ValidationResults::Error &error)
{
    QStringList path;
    for (std::size_t i = 1; i < error.context.size(); ++i)
        path.append(QString::fromStdString(error.context[i]).mid(1).chopped(1));
    return path;
}

// Errors that only say that something inside is wrong.
bool isEcho(const QString &description)
{
    return description.startsWith(u"Failed to validate");
}

SchemaFault faultOf(const QJsonObject &schema, const valijson::ValidationResults::Error &error)
{
    QString pointer;
    const auto path = pathOf(error);
    for (const auto &step : path)
        pointer += jsonPointerToken(step);

    const auto description = QString::fromStdString(error.description);
    if (description.startsWith(u"Missing required property"))
        return {pointer + jsonPointerToken(description.section(u'\'', 1, -2)), QStringLiteral("is required")};
    return {pointer, demandOf(subschemaAt(schema, path))};
}

QVector<SchemaFault> validated(const LoadedSchema &schema, const QJsonObject &json)
{
    valijson::ValidationResults results;
    const QJsonValue value(json);
    if (valijson::Validator().validate(schema.schema, valijson::adapters::QtJsonAdapter(value), &results))
        return {};

    QVector<SchemaFault> faults;
    for (const auto &error : results) {
        if (isEcho(QString::fromStdString(error.description)))
            continue;
        if (faults.size() == MostFaults)
            break;
        const auto fault = faultOf(schema.json, error);
        if (!faults.contains(fault)) // a value may offend against two keywords of one demand
            faults.append(fault);
    }
    return faults;
}

// Without what a stranger's schema could do harm with: references may go in circles, patterns run for ever.
QJsonValue harmless(const QJsonValue &schema, int depth)
{
    if (depth > DeepestSchema)
        throw std::runtime_error("it is nested too deeply");
    if (schema.isArray()) {
        QJsonArray items;
        for (const auto item : schema.toArray())
            items.append(harmless(item, depth + 1));
        return items;
    }
    if (!schema.isObject())
        return schema;
    QJsonObject object = schema.toObject();
    if (object.value(u"$ref").isString())
        throw std::runtime_error("it refers to other schemas ($ref)");
    object.remove(u"patternProperties");
    if (object.value(u"pattern").isString())
        object.remove(u"pattern");
    for (auto each = object.begin(); each != object.end(); ++each)
        *each = harmless(*each, depth + 1);
    return object;
}

} // namespace

struct SchemaValidator::Schemas
{
    std::map<FileKind, std::unique_ptr<LoadedSchema>> loaded;
};

QString schemaId(FileKind kind)
{
    return QStringLiteral("urn:glasshouse:schema:%1:1").arg(kindName(kind));
}

SchemaValidator::SchemaValidator() : m_schemas(std::make_unique<Schemas>()) {}

SchemaValidator::~SchemaValidator() = default;

QVector<SchemaFault> SchemaValidator::faults(FileKind kind, const QJsonObject &json)
{
    try {
        auto &schema = m_schemas->loaded[kind];
        if (!schema)
            schema = readSchema(kind);
        return validated(*schema, json);
    } catch (const std::exception &exception) {
        return {
            {QString(), QStringLiteral("could not be checked: %1").arg(QString::fromUtf8(exception.what()))}};
    }
}

struct ArgumentSchema::Parsed : LoadedSchema
{
};

ArgumentSchema::ArgumentSchema(const QJsonObject &schema)
{
    try {
        auto parsed = std::make_unique<Parsed>();
        parsed->json = harmless(schema, 0).toObject();
        valijson::SchemaParser().populateSchema(valijson::adapters::QtJsonAdapter(parsed->json),
                                                parsed->schema);
        m_parsed = std::move(parsed);
    } catch (const std::exception &exception) {
        m_problem =
            QStringLiteral("cannot be checked, because the tool's own description of them is wrong: %1")
                .arg(QString::fromUtf8(exception.what()));
    }
}

ArgumentSchema::~ArgumentSchema() = default;

QVector<SchemaFault> ArgumentSchema::faults(const QJsonObject &arguments) const
{
    try {
        return m_parsed ? validated(*m_parsed, arguments) : QVector<SchemaFault>{{QString(), m_problem}};
    } catch (const std::exception &exception) {
        return {
            {QString(), QStringLiteral("could not be checked: %1").arg(QString::fromUtf8(exception.what()))}};
    }
}

} // namespace glasshouse
