// Turns a place in a JSON Schema into words for what it asks of a value. Inside core/model only.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace glasshouse {

// The subschema for the value at `path` (keys and indices); empty if the schema says nothing about it.
[[nodiscard]] QJsonObject subschemaAt(const QJsonObject &schema, const QStringList &path);

// "must be a whole number between 1 and 1000", "must be one of always_require, ask_once".
[[nodiscard]] QString demandOf(const QJsonObject &subschema);

} // namespace glasshouse
