#include "core/workflow/condition_evaluation.h"

#include "core/model/condition.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace glasshouse {

namespace {

constexpr qsizetype LongestJson = 1 << 20;    // characters of a message that are parsed
constexpr qsizetype LongestMatched = 1 << 16; // characters of a message that a regular expression sees

using Comparison = bool (*)(const QJsonValue &actual, const QJsonValue &expected);

QString withoutFence(const QString &text)
{
    auto trimmed = text.trimmed();
    if (!trimmed.startsWith(QLatin1String("```")) || !trimmed.endsWith(QLatin1String("```")))
        return trimmed;
    const auto firstLineEnd = trimmed.indexOf(u'\n');
    return firstLineEnd < 0 ? trimmed : trimmed.mid(firstLineEnd + 1).chopped(3);
}

QJsonValue child(const QJsonValue &value, QString token)
{
    token.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
    if (value.isObject())
        return value.toObject().value(token);
    bool isIndex = false;
    const auto index = token.toInt(&isIndex);
    return value.isArray() && isIndex && index >= 0 ? value.toArray().at(index)
                                                    : QJsonValue(QJsonValue::Undefined);
}

QJsonValue resolve(QJsonValue value, const QString &pointer)
{
    const auto tokens = pointer.split(u'/');
    for (qsizetype i = 1; i < tokens.size(); ++i)
        value = child(value, tokens.at(i));
    return value;
}

QString asText(const QJsonValue &value)
{
    return value.isString() ? value.toString() : value.toVariant().toString();
}

std::optional<double> asNumber(const QJsonValue &value)
{
    if (value.isDouble())
        return value.toDouble();
    bool isNumber = false;
    const auto number = value.isString() ? value.toString().trimmed().toDouble(&isNumber) : 0;
    return isNumber ? std::optional(number) : std::nullopt;
}

bool equals(const QJsonValue &actual, const QJsonValue &expected)
{
    if (actual.isObject() || actual.isArray() || actual.isNull() || actual.isUndefined())
        return actual == expected;
    if (expected.isDouble())
        return asNumber(actual) == expected.toDouble();
    return asText(actual).compare(asText(expected), Qt::CaseInsensitive) == 0;
}

bool contains(const QJsonValue &actual, const QJsonValue &expected)
{
    if (!actual.isArray())
        return !actual.isUndefined() && asText(actual).contains(asText(expected), Qt::CaseInsensitive);
    const auto items = actual.toArray();
    return std::any_of(items.begin(), items.end(),
                       [&](const QJsonValue &item) { return equals(item, expected); });
}

bool startsWith(const QJsonValue &actual, const QJsonValue &expected)
{
    return !actual.isUndefined() && asText(actual).startsWith(asText(expected), Qt::CaseInsensitive);
}

bool endsWith(const QJsonValue &actual, const QJsonValue &expected)
{
    return !actual.isUndefined() && asText(actual).endsWith(asText(expected), Qt::CaseInsensitive);
}

// PCRE gives up after so many steps: a pattern that backtracks for ever does not match.
bool matches(const QJsonValue &actual, const QJsonValue &expected)
{
    const QRegularExpression expression(QLatin1String("(*LIMIT_MATCH=100000)") + expected.toString());
    return expected.isString() && !actual.isUndefined() &&
           expression.match(asText(actual).left(LongestMatched)).hasMatch();
}

bool greater(const QJsonValue &actual, const QJsonValue &expected)
{
    const auto a = asNumber(actual);
    const auto b = asNumber(expected);
    return a && b && *a > *b;
}

bool less(const QJsonValue &actual, const QJsonValue &expected)
{
    const auto a = asNumber(actual);
    const auto b = asNumber(expected);
    return a && b && *a < *b;
}

const QHash<QString, Comparison> &comparisons()
{
    namespace name = condition_operator;
    static const QHash<QString, Comparison> table{
        {name::Equals, equals},
        {name::NotEquals, [](const auto &a, const auto &b) { return !equals(a, b); }},
        {name::Contains, contains},
        {name::NotContains, [](const auto &a, const auto &b) { return !contains(a, b); }},
        {name::StartsWith, startsWith},
        {name::EndsWith, endsWith},
        {name::Matches, matches},
        {name::Greater, greater},
        {name::Less, less},
        {name::Exists, [](const auto &a, const auto &) { return !a.isUndefined(); }},
    };
    return table;
}

bool evaluate(const QJsonObject &condition, const QJsonObject &subject)
{
    const auto member = [&](const QJsonValue &value) { return evaluate(value.toObject(), subject); };
    if (const auto all = condition.value(u"and"); all.isArray()) {
        const auto members = all.toArray();
        return std::all_of(members.begin(), members.end(), member);
    }
    if (const auto any = condition.value(u"or"); any.isArray()) {
        const auto members = any.toArray();
        return std::any_of(members.begin(), members.end(), member);
    }
    if (condition.contains(u"not"))
        return !member(condition.value(u"not"));
    const auto compare = comparisons().value(condition.value(u"operator").toString());
    return compare &&
           compare(resolve(subject, condition.value(u"path").toString()), condition.value(u"value"));
}

} // namespace

QJsonObject conditionSubject(const QString &text, const QString &author)
{
    QJsonObject subject{{QStringLiteral("text"), text}, {QStringLiteral("author"), author}};
    const auto json = withoutFence(text);
    if (json.size() > LongestJson || !(json.startsWith(u'{') || json.startsWith(u'[')))
        return subject;
    const auto document = QJsonDocument::fromJson(json.toUtf8());
    if (document.isObject())
        subject.insert(QStringLiteral("json"), document.object());
    else if (document.isArray())
        subject.insert(QStringLiteral("json"), document.array());
    return subject;
}

bool holds(const QJsonObject &condition, const QJsonObject &subject)
{
    if (condition.isEmpty())
        return true;
    return !whyNotACondition(condition) && evaluate(condition, subject);
}

} // namespace glasshouse
