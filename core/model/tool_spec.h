// What a model is told about a tool.
#pragma once

#include <QJsonObject>
#include <QString>

namespace glasshouse {

struct ToolSpec
{
    QString name;
    QString description;
    QJsonObject parameters; // JSON Schema of the arguments

    bool operator==(const ToolSpec &) const = default;
};

} // namespace glasshouse
