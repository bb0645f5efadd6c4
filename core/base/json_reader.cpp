#include "core/base/json_reader.h"

#include <QStringBuilder>

#include <cmath>

namespace glasshouse {

QString jsonPointerToken(QAnyStringView token)
{
    auto escaped = token.toString();
    escaped.replace(u'~', QStringLiteral("~0")).replace(u'/', QStringLiteral("~1"));
    return u'/' % escaped;
}

QString JsonReader::requiredText(QLatin1String key)
{
    const auto value = text(key);
    if (value.isEmpty())
        reject(jsonPointerToken(key),
               has(key) ? QStringLiteral("must not be empty") : QStringLiteral("is required"));
    return value;
}

QString JsonReader::text(QLatin1String key, const QString &fallback)
{
    return take(key, QJsonValue::String, "a text").toString(fallback);
}

QStringList JsonReader::texts(QLatin1String key)
{
    QStringList values;
    const auto items = array(key);
    for (qsizetype i = 0; i < items.size(); ++i) {
        if (!items.at(i).isString())
            reject(jsonPointerToken(key) + jsonPointerToken(QString::number(i)),
                   QStringLiteral("must be a text"));
        values.append(items.at(i).toString());
    }
    return values;
}

bool JsonReader::flag(QLatin1String key, bool fallback)
{
    return take(key, QJsonValue::Bool, "true or false").toBool(fallback);
}

double JsonReader::number(QLatin1String key, double fallback)
{
    return take(key, QJsonValue::Double, "a number").toDouble(fallback);
}

qint64 JsonReader::whole(QLatin1String key, qint64 fallback, qint64 least, qint64 most)
{
    const auto value = take(key, QJsonValue::Double, "a whole number");
    if (!value.isDouble())
        return fallback;

    // toInteger() gives the default for a fraction or for what does not fit; two defaults tell that apart.
    const auto read = value.toInteger(0);
    if (read == value.toInteger(1) && read >= least && read <= most)
        return read;
    reject(jsonPointerToken(key),
           QStringLiteral("must be a whole number between %1 and %2").arg(least).arg(most));
    return fallback;
}

int JsonReader::integer(QLatin1String key, int fallback, int least, int most)
{
    return static_cast<int>(whole(key, fallback, least, most));
}

QJsonObject JsonReader::object(QLatin1String key)
{
    return take(key, QJsonValue::Object, "an object").toObject();
}

QJsonArray JsonReader::array(QLatin1String key)
{
    return take(key, QJsonValue::Array, "a list").toArray();
}

void JsonReader::reject(const QString &pointer, const QString &why)
{
    if (!m_error)
        m_error = Error{pointer + QStringLiteral(": ") + why, ErrorCode::BadProject};
}

QJsonObject JsonReader::unread() const
{
    QJsonObject rest;
    for (auto it = m_object.begin(); it != m_object.end(); ++it) {
        if (!m_read.contains(it.key()))
            rest.insert(it.key(), it.value());
    }
    return rest;
}

// Undefined if the key is absent or its value is of another type; the latter is an error.
QJsonValue JsonReader::take(QLatin1String key, QJsonValue::Type type, const char *expected)
{
    m_read.insert(key);
    const auto value = m_object.value(key);
    if (value.isUndefined() || value.type() == type)
        return value;
    reject(jsonPointerToken(key), QStringLiteral("must be ") + QString::fromLatin1(expected));
    return QJsonValue(QJsonValue::Undefined);
}

} // namespace glasshouse
