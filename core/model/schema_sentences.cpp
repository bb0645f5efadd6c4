#include "core/model/schema_sentences.h"

#include <QJsonArray>
#include <QLocale>

namespace glasshouse {

namespace {

// Follows "#/definitions/NAME", the only form of $ref that our schemas use.
QJsonObject resolved(const QJsonObject &root, const QJsonObject &subschema)
{
    const auto reference = subschema.value(u"$ref").toString();
    if (reference.isEmpty())
        return subschema;
    return root.value(u"definitions").toObject().value(reference.section(u'/', -1)).toObject();
}

QString numberText(const QJsonValue &value)
{
    return QLocale::c().toString(value.toDouble(), 'f', QLocale::FloatingPointShortest);
}

QString rangeOf(const QJsonObject &subschema, const char *least, const char *most)
{
    const auto from = subschema.value(QLatin1String(least));
    const auto to = subschema.value(QLatin1String(most));
    if (from.isDouble() && to.isDouble())
        return QStringLiteral(" between %1 and %2").arg(numberText(from), numberText(to));
    if (from.isDouble())
        return QStringLiteral(" of at least %1").arg(numberText(from));
    if (to.isDouble())
        return QStringLiteral(" of at most %1").arg(numberText(to));
    return {};
}

QString lengthOf(const QJsonObject &subschema)
{
    const auto most = subschema.value(u"maxLength");
    const auto least =
        subschema.value(u"minLength").toInt() > 0 ? QStringLiteral(" that is not empty") : QString();
    if (!most.isDouble())
        return least;
    return QStringLiteral(" of 1 to %1 characters").arg(most.toInt());
}

QString choices(const QJsonArray &values)
{
    QStringList words;
    for (const auto &value : values)
        words.append(value.toVariant().toString());
    return words.join(QStringLiteral(", "));
}

} // namespace

QJsonObject subschemaAt(const QJsonObject &schema, const QStringList &path)
{
    auto place = schema;
    for (const auto &step : path) {
        const auto next = place.value(u"type").toString() == u"array"
                              ? place.value(u"items")
                              : place.value(u"properties").toObject().value(step);
        place = resolved(schema, next.toObject());
    }
    return place;
}

QString demandOf(const QJsonObject &subschema)
{
    if (subschema.contains(u"enum"))
        return QStringLiteral("must be one of ") + choices(subschema.value(u"enum").toArray());
    const auto type = subschema.value(u"type").toString();
    if (type == u"integer")
        return QStringLiteral("must be a whole number") + rangeOf(subschema, "minimum", "maximum");
    if (type == u"number")
        return QStringLiteral("must be a number") + rangeOf(subschema, "minimum", "maximum");
    if (type == u"string")
        return QStringLiteral("must be a text") + lengthOf(subschema);
    if (type == u"boolean")
        return QStringLiteral("must be true or false");
    if (type == u"array")
        return QStringLiteral("must be a list") + rangeOf(subschema, "minItems", "maxItems");
    if (type == u"object")
        return QStringLiteral("must be an object");
    return QStringLiteral("does not fit the schema");
}

} // namespace glasshouse
