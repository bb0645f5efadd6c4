// JSON helpers: parse errors as line and column, and one canonical way to write (sorted keys, four spaces).
#pragma once

#include "core/base/result.h"

#include <QJsonObject>

namespace glasshouse {

// Fails with "not valid JSON at line L, column C: reason" when the text is not one JSON object.
[[nodiscard]] Result<QJsonObject> parseJsonObject(const QByteArray &text);

// Keys sorted, indented, newline at the end: what project files hold, so that one change is a small diff.
[[nodiscard]] QByteArray toPrettyJson(const QJsonObject &object);

[[nodiscard]] QByteArray toCompactJson(const QJsonObject &object);

// Everything in `object` that is not named in `known`: how unknown keys survive a load and save.
[[nodiscard]] QJsonObject unknownKeys(const QJsonObject &object, std::initializer_list<QStringView> known);

// `object` with the keys of `extra` that it does not have itself.
[[nodiscard]] QJsonObject withExtra(QJsonObject object, const QJsonObject &extra);

} // namespace glasshouse
