#include "core/base/json.h"

#include <QJsonDocument>

#include <algorithm>

namespace glasshouse {

namespace {

QString lineAndColumn(const QByteArray &text, qsizetype offset)
{
    const auto before = text.left(std::clamp<qsizetype>(offset, 0, text.size()));
    const auto line = before.count('\n') + 1;
    const auto column = before.size() - before.lastIndexOf('\n');
    return QStringLiteral("line %1, column %2").arg(line).arg(column);
}

} // namespace

Result<QJsonObject> parseJsonObject(const QByteArray &text)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError) {
        return fail(QStringLiteral("not valid JSON at %1: %2")
                        .arg(lineAndColumn(text, error.offset), error.errorString()),
                    ErrorCode::BadProject);
    }
    if (!document.isObject())
        return fail(QStringLiteral("not a JSON object"), ErrorCode::BadProject);
    return document.object();
}

QByteArray toPrettyJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

QByteArray toCompactJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject unknownKeys(const QJsonObject &object, std::initializer_list<QStringView> known)
{
    QJsonObject rest;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (std::find(known.begin(), known.end(), QStringView(it.key())) == known.end())
            rest.insert(it.key(), it.value());
    }
    return rest;
}

QJsonObject withExtra(QJsonObject object, const QJsonObject &extra)
{
    for (auto it = extra.begin(); it != extra.end(); ++it) {
        if (!object.contains(it.key()))
            object.insert(it.key(), it.value());
    }
    return object;
}

} // namespace glasshouse
