// Checks project files against the JSON Schemas of resources/schemas (draft 7) and says in words what does
// not fit.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QVector>

#include <memory>

namespace glasshouse {

enum class FileKind { Glasshouse, Agent, Workflow, Tool, Sandbox, Image };

// The value of "$schema" in files that are written: "urn:glasshouse:schema:agent:1".
[[nodiscard]] QString schemaId(FileKind kind);

struct SchemaFault
{
    QString pointer; // JSON pointer (RFC 6901)
    QString message; // goes behind the pointer: "is required"

    bool operator==(const SchemaFault &) const = default;
};

// What a tool says about its arguments, as a schema that may come from anywhere. Patterns are left to the
// tool: to match one can cost any amount of time and stack. A schema that cannot be used has every value at
// fault.
class ArgumentSchema
{
public:
    explicit ArgumentSchema(const QJsonObject &schema);
    ~ArgumentSchema();
    ArgumentSchema(const ArgumentSchema &) = delete;
    ArgumentSchema &operator=(const ArgumentSchema &) = delete;

    [[nodiscard]] QVector<SchemaFault> faults(const QJsonObject &arguments) const;

private:
    struct Parsed;
    std::unique_ptr<Parsed> m_parsed; // absent if it cannot be used
    QString m_problem;
};

// Holds the schemas that it has read, so keep one for a whole project.
class SchemaValidator
{
public:
    SchemaValidator();
    ~SchemaValidator();

    // In the order of the file's content; empty if `json` fits.
    [[nodiscard]] QVector<SchemaFault> faults(FileKind kind, const QJsonObject &json);

private:
    struct Schemas;
    std::unique_ptr<Schemas> m_schemas;
};

} // namespace glasshouse
