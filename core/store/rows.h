// Helpers to read the rows of a query. Inside core/store only.
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <QSqlQuery>
#include <QStringList>
#include <QVector>

#include <optional>

namespace glasshouse {

// "a, b, c" for a SELECT, in the order in which a row is read.
[[nodiscard]] inline QString columnList(const QVector<QLatin1String> &columns)
{
    QStringList names(columns.begin(), columns.end());
    return names.join(QStringLiteral(", "));
}

[[nodiscard]] inline QString jsonText(const QJsonObject &object)
{
    return QString::fromUtf8(toCompactJson(object));
}

// An object that the store wrote itself; an empty one if a person changed the file by hand.
[[nodiscard]] inline QJsonObject jsonColumn(const QSqlQuery &row, int index)
{
    return parseJsonObject(row.value(index).toString().toUtf8()).value_or(QJsonObject());
}

// All rows, each made into a value by `read`.
template<typename T>
[[nodiscard]] Result<QVector<T>> allRows(Result<QSqlQuery> query, T (*read)(const QSqlQuery &))
{
    if (!query)
        return fail(query.error());
    QVector<T> values;
    while (query->next())
        values.append(read(*query));
    return values;
}

template<typename T>
[[nodiscard]] Result<std::optional<T>> firstRow(Result<QSqlQuery> query, T (*read)(const QSqlQuery &))
{
    if (!query)
        return fail(query.error());
    return query->next() ? std::optional<T>(read(*query)) : std::nullopt;
}

[[nodiscard]] inline Result<void> withoutRows(const Result<QSqlQuery> &query)
{
    if (!query)
        return fail(query.error());
    return {};
}

} // namespace glasshouse
