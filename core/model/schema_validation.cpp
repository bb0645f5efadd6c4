// The only file that includes valijson: it is slow to compile, and it throws.
#include "core/model/schema_validation.h"

#include "core/base/json_reader.h"
#include "core/model/schema_sentences.h"

#include <QFile>
#include <QJsonDocument>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <map>

namespace glasshouse {

namespace {

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

} // namespace glasshouse
